using Spillway.Core;

namespace Spillway.Margin;

/// <summary>One side of a posting: a wallet, or an account of the house.</summary>
public readonly record struct LedgerAccount
{
    private const int FirstClearing = -16;

    private LedgerAccount(int code) => Code = code;

    /// <summary>The world outside: its balance is minus everything deposited and not withdrawn.</summary>
    public static LedgerAccount External => new(-1);

    /// <summary>Pays what an account cannot; never negative.</summary>
    public static LedgerAccount InsuranceFund => new(-2);

    /// <summary>Trading fees earned; never negative.</summary>
    public static LedgerAccount Fees => new(-3);

    /// <summary>Home of residues that rounding leaves; never negative.</summary>
    public static LedgerAccount Rounding => new(-4);

    /// <summary>Contributions of clearing members; never negative.</summary>
    public static LedgerAccount DefaultFund => new(-5);

    /// <summary>House accounts other than clearing.</summary>
    internal const int HouseAccounts = 5;

    internal int Code { get; }

    internal bool IsWallet => Code >= 0;

    internal bool IsClearing => Code <= FirstClearing;

    internal int HouseIndex => -1 - Code;

    internal int ClearingIndex => FirstClearing - Code;

    /// <summary>The balance of an account of the venue in one asset; may be negative (debt).</summary>
    public static LedgerAccount Wallet(AccountId account) => new(account.Index);

    /// <summary>Profit and loss in transit of one instrument: minus the sum of all cost bases.</summary>
    public static LedgerAccount Clearing(InstrumentId instrument) => new(FirstClearing - instrument.Index);
}

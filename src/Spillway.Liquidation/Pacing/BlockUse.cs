using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What one block, which is one <c>AdvanceTime</c> command, has done to each account so far: positions closed, notional, insurance lost.</summary>
/// <remarks>Empty between blocks, so it is no part of the state. Looked up by key only; cleared sets keep their memory.</remarks>
internal sealed class BlockUse
{
    private readonly HashSet<long> closed = [];
    private readonly HashSet<int> closedAccounts = [];
    private readonly Dictionary<int, Int128> notionalMillionths = [];
    private readonly Dictionary<int, Int128> insuranceMillionths = [];

    /// <summary>A new block begins.</summary>
    public void Clear()
    {
        closed.Clear();
        closedAccounts.Clear();
        notionalMillionths.Clear();
        insuranceMillionths.Clear();
    }

    /// <summary>Whether the block has closed something of a position through the book.</summary>
    public bool HasClosed(AccountId account, InstrumentId instrument) => closed.Contains(Key(account, instrument));

    /// <summary>Whether the block has closed something of an account through the book.</summary>
    public bool HasClosed(AccountId account) => closedAccounts.Contains(account.Index);

    /// <summary>Notional closed of an account, millionths of a minor unit of the valuation asset.</summary>
    public Int128 NotionalMillionths(AccountId account) => notionalMillionths.GetValueOrDefault(account.Index);

    /// <summary>Insurance lost on an account, in the same unit.</summary>
    public Int128 InsuranceMillionths(AccountId account) => insuranceMillionths.GetValueOrDefault(account.Index);

    public void AddClosed(AccountId account, InstrumentId instrument, Int128 worthMillionths)
    {
        closed.Add(Key(account, instrument));
        closedAccounts.Add(account.Index);
        notionalMillionths[account.Index] = NotionalMillionths(account) + worthMillionths;
    }

    public void AddInsurance(AccountId account, Int128 worthMillionths) =>
        insuranceMillionths[account.Index] = InsuranceMillionths(account) + worthMillionths;

    private static long Key(AccountId account, InstrumentId instrument) => ((long)account.Index << 32) | (uint)instrument.Index;
}

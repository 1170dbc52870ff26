using System.Runtime.Intrinsics.X86;
using Spillway.Core;

namespace Spillway.Margin;

/// <summary>The exact health of every account at once, in one pass over the columns of the positions: what to ask when so much moved that most accounts have to be looked at.</summary>
/// <remarks>
/// Rows are read in the order of the table. Rows of one account that are neighbours, as they are where positions were opened together, are summed in
/// registers; an account with rows elsewhere is completed in its result. The figures are those of <see cref="ClearingHouse.Health"/> to the last unit.
/// Nothing is kept from one run to the next but room: 32 B an account, and nothing is allocated once there is enough. See docs/revaluation.md.
/// </remarks>
public sealed class Revaluation
{
    private const int AccountsPerWord = 64;

    private readonly ClearingHouse house;
    private readonly RevaluationPath path;
    private AccountHealth[] healths = [];
    private ulong[] isBegun = []; // one bit an account: some of its rows are in its result

    /// <param name="house">Whose accounts. It must not change while a run is under way.</param>
    /// <param name="path">How to compute; a width that the machine does not have becomes the next smaller one.</param>
    public Revaluation(ClearingHouse house, RevaluationPath path = RevaluationPath.Widest)
    {
        this.house = house;
        this.path = Supported(path);
    }

    /// <summary>Health per account as of the last run, in the order of account ids.</summary>
    public ReadOnlySpan<AccountHealth> Healths => healths.AsSpan(0, Count);

    /// <summary>Accounts of the last run.</summary>
    public int Count { get; private set; }

    /// <summary>Health of an account as of the last run.</summary>
    public AccountHealth Health(AccountId account) => Healths[account.Index];

    /// <summary>Revalues every account at the current marks, on the calling thread.</summary>
    /// <exception cref="OverflowException">An amount is beyond 128 bits, as <see cref="ClearingHouse.Health"/> says too.</exception>
    public void Run()
    {
        Begin();
        RunPart(0, 1);
    }

    /// <summary>Makes room for all accounts; to be followed by every part of <see cref="RunPart"/>.</summary>
    public void Begin()
    {
        Count = house.Accounts.Count;
        if (healths.Length >= Count) return;
        healths = new AccountHealth[house.Accounts.Capacity];
        isBegun = new ulong[(healths.Length / AccountsPerWord) + 1];
    }

    /// <summary>Revalues a part of the accounts. Parts write to different places, so they may run on different threads; the results do not depend on it.</summary>
    /// <remarks>A part is a range of accounts. It looks at the owners of all rows and computes those blocks of rows in which it owns something.</remarks>
    /// <param name="part">0 … <paramref name="parts"/> − 1.</param>
    /// <param name="parts">Number of parts, at least one.</param>
    public void RunPart(int part, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        int words = (Count + AccountsPerWord - 1) / AccountsPerWord;
        int firstWord = (int)((long)words * part / parts), endWord = (int)((long)words * (part + 1) / parts);
        (int first, int end) = (firstWord * AccountsPerWord, Math.Min(Count, endWord * AccountsPerWord));
        isBegun.AsSpan(firstWord, endWord - firstWord).Clear();
        RevaluationPass<HealthResults> pass = new(house, new HealthResults(healths), isBegun, first, end);
        pass.Run(path);
        pass.AddIdle();
    }

    /// <summary>The widest path of this machine that is not wider than the one wanted.</summary>
    internal static RevaluationPath Supported(RevaluationPath path) => path switch
    {
        RevaluationPath.Widest => Supported(RevaluationPath.Vector512),
        RevaluationPath.Vector512 when !Avx512DQ.IsSupported => Supported(RevaluationPath.Vector256),
        RevaluationPath.Vector256 when !Avx2.IsSupported => RevaluationPath.Vector128,
        _ => path,
    };
}

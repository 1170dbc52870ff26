using System.Numerics;
using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Finds out of all accounts, in one pass over the position rows, those that may stand worse than is known of them: everyone who does, and hardly anyone else.</summary>
/// <remarks>
/// The sums of a <see cref="Revaluation"/> without its results. An account whose rows are neighbours is decided where it is summed, exactly. For any other one a lower bound of what
/// it has above its ratio is added up in 4 B; whoever is not above it for sure is suspected. Room for that and two bits an account is taken by <see cref="Reserve"/>, before a burst.
/// </remarks>
internal sealed class BreachSieve(ClearingHouse house)
{
    private const int AccountsPerWord = 64;

    private readonly RevaluationPath path = Revaluation.Supported(RevaluationPath.Widest);
    private int[] bounds = [];
    private ulong[] isBegun = [], isSuspected = [];

    /// <summary>One bit an account, as of the last run: whether it has to be looked at. Accounts without positions are not.</summary>
    public ReadOnlySpan<ulong> Suspects => isSuspected.AsSpan(0, Words(house.Accounts.Count));

    /// <summary>Makes room, and touches it, so that the run that needs it first does not wait for the pages of memory.</summary>
    public void Reserve(int accounts)
    {
        if (accounts <= bounds.Length) return;
        bounds = new int[Math.Max(accounts, 2 * bounds.Length)];
        isBegun = new ulong[Words(bounds.Length)];
        isSuspected = new ulong[isBegun.Length];
        bounds.AsSpan().Clear();
    }

    /// <summary>Looks at every account at the current marks.</summary>
    /// <param name="known">What is known per account: who was warned is suspected only of being liquidatable, who is liquidatable of nothing.</param>
    /// <param name="warningRatio">Equity over maintenance margin below which an account is warned, not below one.</param>
    /// <exception cref="OverflowException">An amount is beyond 128 bits, as <see cref="ClearingHouse.Health"/> says too.</exception>
    public void Run(ReadOnlySpan<BreachLevel> known, RatePpm warningRatio)
    {
        int accounts = house.Accounts.Count, words = Words(accounts);
        Reserve(accounts);
        isBegun.AsSpan(0, words).Clear();
        isSuspected.AsSpan(0, words).Clear();
        RevaluationPass<SieveResults> pass = new(house, new SieveResults(known, warningRatio, bounds, isSuspected), isBegun, 0, accounts);
        pass.Run(path);
        for (int word = 0; word < words; word++)
        {
            for (ulong left = isBegun[word]; left != 0; left &= left - 1)
            {
                int account = (word * AccountsPerWord) + BitOperations.TrailingZeroCount(left);
                if (bounds[account] < 0 && known[account] != BreachLevel.Breached) isSuspected[word] |= 1UL << account;
            }
        }
    }

    private static int Words(int accounts) => (accounts + AccountsPerWord - 1) / AccountsPerWord;
}

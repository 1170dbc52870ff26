using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Shares an amount out pro rata of weights, nobody beyond its cap, in whole units: water-filling with largest remainders.</summary>
/// <remarks>
/// h(i) = min(η·w(i), cap(i)) with Σh = amount is the only rule that gains nothing from splitting an account, scales with the amount and keeps the order of
/// the winners (Chitra, arXiv 2512.01112). Whole units: each share is rounded down, the rest goes by largest remainder, ties to the earlier row.
/// Work n·log n; scratch arrays are reused, so steady state allocates nothing.
/// </remarks>
public sealed class CappedProRata
{
    private Int128[] remainder = new Int128[64];
    private int[] order = new int[64];
    private long[] weights = [], caps = []; // of the call in progress
    private readonly Comparison<int> bySaturation, byLargestRemainder; // made once: a sort that is handed a struct boxes it

    /// <summary>A rule with its own scratch arrays; not for use by several threads.</summary>
    public CappedProRata()
    {
        bySaturation = (x, y) => Then(CompareRatios(caps[x], weights[x], caps[y], weights[y]), x, y);
        byLargestRemainder = (x, y) => Then(remainder[y].CompareTo(remainder[x]), x, y);
    }

    /// <summary>Fills the first <paramref name="count"/> rows of <paramref name="shares"/>; returns what could not be placed because all caps are reached.</summary>
    /// <param name="amount">To share out; 0 … 2^56.</param>
    /// <param name="weights">Positive for those who take part, zero for those who do not; at most 2^56 each.</param>
    /// <param name="caps">Not negative, at most 2^56 each.</param>
    /// <param name="count">Rows in use, at most 2^14 (weights then add up to less than 2^70 and no product leaves 128 bits); more is fine while the sum keeps that bound.</param>
    /// <param name="shares">Result.</param>
    public long Allocate(long amount, long[] weights, long[] caps, int count, long[] shares)
    {
        shares.AsSpan(0, count).Clear();
        (this.weights, this.caps) = (weights, caps);
        int members = Rank(count);
        Int128 weightLeft = 0;
        for (int k = 0; k < members; k++) weightLeft += weights[order[k]];

        // Rows reach their caps in the order of cap / weight: each gets its cap for as long as the common level η = left / weightLeft reaches it.
        long left = amount;
        int capped = 0;
        while (capped < members && CompareRatios(caps[order[capped]], weights[order[capped]], left, weightLeft) <= 0)
        {
            int row = order[capped++];
            shares[row] = caps[row];
            left -= caps[row];
            weightLeft -= weights[row];
        }
        if (capped == members) return left;
        ShareOut(left, weightLeft, order.AsSpan(capped, members - capped), shares);
        return 0;
    }

    // Every row here stays below its cap at level η, so one unit more never breaks it, and fewer units are left over than there are rows.
    private void ShareOut(long left, Int128 weightLeft, Span<int> rows, long[] shares)
    {
        long rest = left;
        foreach (int row in rows)
        {
            var (share, over) = Int128.DivRem((Int128)left * weights[row], weightLeft);
            shares[row] = (long)share;
            remainder[row] = over;
            rest -= shares[row];
        }
        rows.Sort(byLargestRemainder);
        for (int k = 0; k < rest; k++) shares[rows[k]]++;
    }

    private int Rank(int count)
    {
        if (order.Length < count)
        {
            Array.Resize(ref order, Math.Max(count, order.Length * 2));
            Array.Resize(ref remainder, order.Length);
        }
        int members = 0;
        for (int row = 0; row < count; row++)
        {
            if (weights[row] > 0 && caps[row] > 0) order[members++] = row;
        }
        order.AsSpan(0, members).Sort(bySaturation);
        return members;
    }

    private static int CompareRatios(Int128 capA, Int128 weightA, Int128 capB, Int128 weightB) => (capA * weightB).CompareTo(capB * weightA);

    private static int Then(int order, int x, int y) => order != 0 ? order : x.CompareTo(y);
}

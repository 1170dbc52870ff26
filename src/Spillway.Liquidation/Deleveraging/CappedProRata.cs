namespace Spillway.Liquidation;

/// <summary>Shares an amount out pro rata of weights, nobody beyond its cap, in whole units: water-filling with largest remainders.</summary>
/// <remarks>
/// h(i) = min(η·w(i), cap(i)) with Σh = amount is the only rule that gains nothing from splitting an account, scales with the amount and keeps the order of
/// the winners (Chitra, arXiv 2512.01112). Whole units: each share is rounded down, the rest goes by largest remainder, ties to the earlier row.
/// Work linear in the rows on average; scratch arrays are reused, so steady state allocates nothing.
/// </remarks>
public sealed class CappedProRata
{
    private readonly WaterLevel level = new();
    private readonly Comparison<int> byLargestRemainder; // made once: a sort that is handed a struct boxes it
    private Int128[] remainder = new Int128[64];

    /// <summary>A rule with its own scratch arrays; not for use by several threads.</summary>
    public CappedProRata() => byLargestRemainder = (x, y) => WaterLevel.Then(remainder[y].CompareTo(remainder[x]), x, y);

    /// <summary>Fills the first <paramref name="count"/> rows of <paramref name="shares"/>; returns what could not be placed because all caps are reached.</summary>
    /// <param name="amount">To share out; 0 … 2^56.</param>
    /// <param name="weights">Positive for those who take part, zero for those who do not; at most 2^56 each.</param>
    /// <param name="caps">Not negative, at most 2^56 each.</param>
    /// <param name="count">Rows in use, at most 2^14 (weights then add up to less than 2^70 and no product leaves 128 bits); more is fine while the sum keeps that bound.</param>
    /// <param name="shares">Result.</param>
    public long Allocate(long amount, long[] weights, long[] caps, int count, long[] shares)
    {
        level.Find(amount, weights, caps, count, shares);
        Span<int> rows = level.Rows;
        if (rows.IsEmpty) return level.Left;
        if (remainder.Length < count) Array.Resize(ref remainder, Math.Max(count, remainder.Length * 2));
        // Every row here stays below its cap at the common level, so one unit more never breaks it, and fewer units are left over than there are rows.
        long rest = level.Left;
        foreach (int row in rows)
        {
            (Int128 share, remainder[row]) = Int128.DivRem((Int128)level.Left * weights[row], level.WeightLeft);
            shares[row] = (long)share;
            rest -= shares[row];
        }
        Selection.First(rows, (int)rest, byLargestRemainder);
        foreach (int row in rows[..(int)rest]) shares[row]++;
        return 0;
    }
}

namespace Spillway.Liquidation;

/// <summary>The common level η of Σ min(η · weight, cap) = amount: who reaches its cap, and what is left for the others.</summary>
/// <remarks>
/// Rows reach their caps in the order of cap / weight, each for as long as the level of those not yet capped reaches it. That holds up to one row and for none
/// after it, so the row is found by partition, not by sorting: work linear in the rows on average. Arrays are reused.
/// </remarks>
internal sealed class WaterLevel
{
    private readonly Comparison<int> bySaturation; // made once: a sort that is handed a struct boxes it
    private int[] order = new int[64];
    private long[] weights = [], caps = []; // of the call in progress
    private int capped, members;

    public WaterLevel() => bySaturation = (x, y) => Then(CompareRatios(caps[x], weights[x], caps[y], weights[y]), x, y);

    /// <summary>Rows below their cap, in no order; theirs to be reordered.</summary>
    public Span<int> Rows => order.AsSpan(capped, members - capped);

    /// <summary>What is left for them.</summary>
    public long Left { get; private set; }

    /// <summary>Sum of their weights; the level is <see cref="Left"/> over it.</summary>
    public Int128 WeightLeft { get; private set; }

    /// <summary>Finds the level, and gives those who reach their cap all of it and all others nothing yet.</summary>
    public void Find(long amount, long[] weights, long[] caps, int count, long[] shares)
    {
        shares.AsSpan(0, count).Clear();
        (this.weights, this.caps) = (weights, caps);
        Gather(count);
        Int128 left = amount, weightAbove = 0; // of the rows that surely stay below their cap
        int low = 0, high = members, partitions = 0;
        while (low < high)
        {
            int pivot = Selection.Partition(order, low, high, partitions++, bySaturation);
            (Int128 capsBelow, Int128 weightFrom) = (0, weightAbove);
            for (int k = low; k < pivot; k++) capsBelow += caps[order[k]];
            for (int k = pivot; k < high; k++) weightFrom += weights[order[k]];
            if (CompareRatios(caps[order[pivot]], weights[order[pivot]], left - capsBelow, weightFrom) <= 0)
            {
                left -= capsBelow + caps[order[pivot]];
                low = pivot + 1;
            }
            else
            {
                weightAbove = weightFrom;
                high = pivot;
            }
        }
        capped = low;
        for (int k = 0; k < capped; k++) shares[order[k]] = caps[order[k]];
        (Left, WeightLeft) = ((long)left, weightAbove);
    }

    private void Gather(int count)
    {
        if (order.Length < count) Array.Resize(ref order, Math.Max(count, order.Length * 2));
        members = 0;
        for (int row = 0; row < count; row++)
        {
            if (weights[row] > 0 && caps[row] > 0) order[members++] = row;
        }
    }

    /// <summary>Compares a / b with c / d; denominators positive.</summary>
    public static int CompareRatios(Int128 a, Int128 b, Int128 c, Int128 d) => (a * d).CompareTo(c * b);

    /// <summary>The order if there is one, else that of the rows.</summary>
    public static int Then(int order, int x, int y) => order != 0 ? order : x.CompareTo(y);
}

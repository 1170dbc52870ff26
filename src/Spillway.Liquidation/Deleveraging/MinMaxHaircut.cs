namespace Spillway.Liquidation;

/// <summary>Shares an amount out so that the largest share / weight is as small as whole units allow.</summary>
/// <remarks>
/// The integer program min z, Σx = amount, 0 ≤ x(i) ≤ cap(i), x(i) / w(i) ≤ z (Chitra, Thogiti, Trujillo Ramirez, Xu, arXiv 2602.15182, there with a solver).
/// With one kind of unit it needs none: every unit whose ratio x / w is at most the common level η of water-filling is in some optimum, and of the units after
/// those the one with the smallest ratio is always best next. That is the divisor method of D'Hondt with caps, so the result also grows in every row with the
/// amount. Compared with largest remainders it spares those who would pay a unit for a small profit and charges the large ones; splitting an account saves at
/// most one unit a part. Work linear in the rows plus log n for each unit that rounding down leaves over, of which there are fewer than rows.
/// </remarks>
public sealed class MinMaxHaircut
{
    private readonly WaterLevel level = new();
    private long[] weights = [], caps = [], shares = []; // of the call in progress

    /// <summary>Fills the first <paramref name="count"/> rows of <paramref name="shares"/>; returns what could not be placed because all caps are reached. Bounds as for <see cref="CappedProRata.Allocate"/>.</summary>
    /// <param name="amount">To share out.</param>
    /// <param name="weights">Positive for those who take part, zero for those who do not.</param>
    /// <param name="caps">Not negative.</param>
    /// <param name="count">Rows in use.</param>
    /// <param name="shares">Result.</param>
    public long Allocate(long amount, long[] weights, long[] caps, int count, long[] shares)
    {
        level.Find(amount, weights, caps, count, shares);
        Span<int> heap = level.Rows;
        if (heap.IsEmpty) return level.Left;
        (this.weights, this.caps, this.shares) = (weights, caps, shares);
        long rest = level.Left;
        foreach (int row in heap)
        {
            shares[row] = (long)((Int128)level.Left * weights[row] / level.WeightLeft);
            rest -= shares[row];
        }
        for (int i = (heap.Length / 2) - 1; i >= 0; i--) Sink(heap, i);
        for (; rest > 0; rest--)
        {
            int next = heap[0];
            if (++shares[next] == caps[next])
            {
                heap[0] = heap[^1];
                heap = heap[..^1];
            }
            Sink(heap, 0);
        }
        return 0;
    }

    // Smallest ratio after one more unit on top; at a tie the earlier row.
    private void Sink(Span<int> heap, int place)
    {
        while (true)
        {
            int child = (2 * place) + 1;
            if (child >= heap.Length) return;
            if (child + 1 < heap.Length && IsBefore(heap[child + 1], heap[child])) child++;
            if (!IsBefore(heap[child], heap[place])) return;
            (heap[place], heap[child]) = (heap[child], heap[place]);
            place = child;
        }
    }

    private bool IsBefore(int x, int y) => WaterLevel.Then(WaterLevel.CompareRatios(shares[x] + 1, weights[x], shares[y] + 1, weights[y]), x, y) < 0;
}

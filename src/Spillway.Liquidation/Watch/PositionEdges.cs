namespace Spillway.Liquidation;

/// <summary>Per position row the edges that wait in the heaps of an instrument: the columns that tell a live entry from a stale one.</summary>
internal sealed class PositionEdges
{
    private const long NoLow = 0, NoHigh = long.MaxValue;

    private long[] low = [], high = [];
    private int[] instrumentOf = [];

    /// <summary>Makes room for rows.</summary>
    public void Reserve(int rows)
    {
        if (rows <= low.Length) return;
        int from = low.Length, capacity = Math.Max(rows, 2 * from);
        Array.Resize(ref low, capacity);
        Array.Resize(ref high, capacity);
        Array.Resize(ref instrumentOf, capacity);
        high.AsSpan(from).Fill(NoHigh);
        instrumentOf.AsSpan(from).Fill(-1);
    }

    /// <summary>The row now belongs to an instrument; edges it had in another one are stale.</summary>
    public void Own(int row, int instrument)
    {
        if (instrumentOf[row] == instrument) return;
        (instrumentOf[row], low[row], high[row]) = (instrument, NoLow, NoHigh);
    }

    /// <summary>Moves an edge inward; an edge further out than the present one is not taken.</summary>
    /// <returns>Whether the edge must be pushed.</returns>
    public bool Narrow(int row, long edge, bool low)
    {
        ref long present = ref low ? ref this.low[row] : ref high[row];
        if (low ? edge <= present : edge >= present) return false;
        present = edge;
        return true;
    }

    /// <summary>Takes an entry that left a heap out of the columns.</summary>
    /// <returns>Whether it was live.</returns>
    public bool Take(EdgeHeap heap, int row, int instrument, long edge)
    {
        ref long present = ref heap.HighestFirst ? ref low[row] : ref high[row];
        if (instrumentOf[row] != instrument || present != edge) return false;
        present = heap.HighestFirst ? NoLow : NoHigh;
        return true;
    }

    /// <summary>Fills a heap of an instrument with its live edges alone.</summary>
    public void Refill(EdgeHeap heap, int instrument)
    {
        heap.Clear();
        long[] column = heap.HighestFirst ? low : high;
        long none = heap.HighestFirst ? NoLow : NoHigh;
        for (int row = 0; row < column.Length; row++)
        {
            if (instrumentOf[row] == instrument && column[row] != none) heap.Push(column[row], row);
        }
        heap.Settle();
    }
}

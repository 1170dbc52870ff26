using System.Numerics;

namespace Spillway.Liquidation;

/// <summary>Edges of one side of one instrument, the next one to be passed on top: a binary heap of (edge, position row) with stale entries left in place.</summary>
/// <remarks>
/// An entry counts only while it is what the owner's column says of its row; everything else is dropped when it comes to the top, or by
/// <see cref="PositionEdges.Refill"/> once most entries are stale. 16 B an entry; O(log n) a push or pop; the top is read in O(1).
/// </remarks>
internal sealed class EdgeHeap(bool highestFirst)
{
    private const int Slack = 64;

    private (long Edge, int Row)[] entries = new (long, int)[2 * Slack];
    private int full = Slack;

    public int Count { get; private set; }

    /// <summary>Whether prices pass the edges of this heap on their way down.</summary>
    public bool HighestFirst => highestFirst;

    /// <summary>Whether the price has gone past the top edge; no once the heap is empty.</summary>
    public bool IsPassedBy(long price) => Count > 0 && (highestFirst ? price < entries[0].Edge : price > entries[0].Edge);

    public void Push(long edge, int row)
    {
        if (Count == entries.Length) Array.Resize(ref entries, Count * 2);
        int hole = Count++;
        while (hole > 0 && IsBefore(edge, entries[(hole - 1) / 2].Edge))
        {
            entries[hole] = entries[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        entries[hole] = (edge, row);
    }

    public (long Edge, int Row) Pop()
    {
        (long Edge, int Row) top = entries[0];
        (long Edge, int Row) last = entries[--Count];
        int hole = 0;
        for (int child = 1; child < Count; child = (2 * hole) + 1)
        {
            if (child + 1 < Count && IsBefore(entries[child + 1].Edge, entries[child].Edge)) child++;
            if (!IsBefore(entries[child].Edge, last.Edge)) break;
            entries[hole] = entries[child];
            hole = child;
        }
        entries[hole] = last;
        return top;
    }

    /// <summary>Whether so much has been pushed since the last <see cref="Settle"/> that most of it may be stale.</summary>
    public bool IsFull => Count >= full;

    public void Clear() => Count = 0;

    /// <summary>Everything in the heap is live: it may double before it is looked through again.</summary>
    public void Settle()
    {
        full = (2 * Count) + Slack;
        if (entries.Length < full) Array.Resize(ref entries, (int)BitOperations.RoundUpToPowerOf2((uint)full));
    }

    private bool IsBefore(long edge, long other) => highestFirst ? edge > other : edge < other;
}

using System.Runtime.InteropServices;

namespace Spillway.Liquidation;

/// <summary>Edges of one side of one instrument, the next one to be passed on top: a heap of (edge, position row) with stale entries left in place.</summary>
/// <remarks>
/// An entry counts only while it is what the row says was filed; everything else is dropped when it comes to the top, or by
/// <see cref="PositionEdges.Compact"/> when the heap is full. 12 B an entry, four children a node, so that the children of most nodes share a cache line and a
/// heap of 40,000 edges is eight levels deep. The top is read in O(1).
/// </remarks>
internal sealed class EdgeHeap(bool highestFirst)
{
    private const int Children = 4, CapacityAtFirst = 64;

    private Entry[] entries = new Entry[CapacityAtFirst];

    public int Count { get; private set; }

    /// <summary>Whether prices pass the edges of this heap on their way down.</summary>
    public bool HighestFirst => highestFirst;

    /// <summary>Whether there is no room for another edge until the heap was compacted.</summary>
    public bool IsFull => Count == entries.Length;

    /// <summary>All entries in no order: for <see cref="PositionEdges.Compact"/>.</summary>
    public Span<Entry> Entries => entries.AsSpan(0, Count);

    /// <summary>The next edge to be passed; the heap is not empty.</summary>
    public Entry Top => entries[0];

    /// <summary>Whether the price has gone past the top edge; no once the heap is empty.</summary>
    public bool IsPassedBy(long price) => Count > 0 && (highestFirst ? price < entries[0].Edge : price > entries[0].Edge);

    /// <summary>Adds an edge; the heap is not full.</summary>
    public void Push(long edge, int row)
    {
        int hole = Count++;
        while (hole > 0 && IsBefore(edge, entries[(hole - 1) / Children].Edge))
        {
            entries[hole] = entries[(hole - 1) / Children];
            hole = (hole - 1) / Children;
        }
        entries[hole] = new Entry(edge, row);
    }

    /// <summary>Takes the top out.</summary>
    public void Pop()
    {
        Entry last = entries[--Count];
        if (Count > 0) Sink(0, last);
    }

    /// <summary>Gives the row on top another edge.</summary>
    public void MoveTop(long edge) => Sink(0, new Entry(edge, entries[0].Row));

    /// <summary>Keeps the first entries of <see cref="Entries"/> and puts them in order, with room for a third as many at least.</summary>
    /// <remarks>So a compaction is paid by the pushes before it, and a heap whose live edges stay about as many stops to grow.</remarks>
    public void Keep(int count)
    {
        Count = count;
        if (count > entries.Length / 4 * 3) Array.Resize(ref entries, 2 * count);
        for (int node = (count - 2) / Children; node >= 0 && count > 1; node--) Sink(node, entries[node]);
    }

    private void Sink(int hole, Entry entry)
    {
        for (int first = (Children * hole) + 1; first < Count; first = (Children * hole) + 1)
        {
            int best = first, end = Math.Min(first + Children, Count);
            for (int child = first + 1; child < end; child++)
            {
                if (IsBefore(entries[child].Edge, entries[best].Edge)) best = child;
            }
            if (!IsBefore(entries[best].Edge, entry.Edge)) break;
            entries[hole] = entries[best];
            hole = best;
        }
        entries[hole] = entry;
    }

    private bool IsBefore(long edge, long other) => highestFirst ? edge > other : edge < other;

    /// <summary>An edge and the position row it belongs to.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    internal readonly struct Entry(long edge, int row)
    {
        public readonly long Edge = edge;
        public readonly int Row = row;
    }
}

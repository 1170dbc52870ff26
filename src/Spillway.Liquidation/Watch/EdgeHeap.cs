namespace Spillway.Liquidation;

/// <summary>The edges of a ladder that a price may pass next, the nearest on top: a heap with four children a node.</summary>
/// <remarks>8 B an edge, so the children of most nodes share a cache line. Stale entries stay until they come to the top or the ladder is compacted.</remarks>
internal sealed class EdgeHeap
{
    private const int Children = 4;

    private Edge[] edges = new Edge[Children];

    public int Count { get; private set; }

    /// <summary>Edges there is room for.</summary>
    public int Capacity => edges.Length;

    /// <summary>Whether <see cref="Push"/> needs room first.</summary>
    public bool IsFull => Count == edges.Length;

    /// <summary>The next edge to be passed; the heap is not empty.</summary>
    public Edge Top => edges[0];

    /// <summary>All edges in no order.</summary>
    public Span<Edge> Edges => edges.AsSpan(0, Count);

    /// <summary>Makes room for so many edges.</summary>
    public void Reserve(int capacity)
    {
        if (capacity > edges.Length) Array.Resize(ref edges, capacity);
    }

    /// <summary>Adds an edge; the heap is not full.</summary>
    public void Push(Edge edge)
    {
        int hole = Count++;
        while (hole > 0 && edge.Key > edges[(hole - 1) / Children].Key)
        {
            edges[hole] = edges[(hole - 1) / Children];
            hole = (hole - 1) / Children;
        }
        edges[hole] = edge;
    }

    /// <summary>Takes the top out.</summary>
    public void Pop()
    {
        Edge last = edges[--Count];
        if (Count > 0) Sink(0, last);
    }

    public void Clear() => Count = 0;

    /// <summary>Room for so many edges in place of what was there; <see cref="Keep"/> then puts them in order.</summary>
    public Span<Edge> Room(int count)
    {
        Reserve(count);
        return edges.AsSpan(0, count);
    }

    /// <summary>Keeps the first so many edges and puts them in order.</summary>
    public void Keep(int count)
    {
        Count = count;
        for (int node = (count - 2) / Children; node >= 0 && count > 1; node--) Sink(node, edges[node]);
    }

    private void Sink(int hole, Edge edge)
    {
        for (int first = (Children * hole) + 1; first < Count; first = (Children * hole) + 1)
        {
            int best = first, end = Math.Min(first + Children, Count);
            for (int child = first + 1; child < end; child++)
            {
                if (edges[child].Key > edges[best].Key) best = child;
            }
            if (edges[best].Key <= edge.Key) break;
            edges[hole] = edges[best];
            hole = best;
        }
        edges[hole] = edge;
    }
}

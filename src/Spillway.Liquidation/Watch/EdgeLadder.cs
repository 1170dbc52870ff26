namespace Spillway.Liquidation;

/// <summary>The edges of one side of one instrument: the near ones in a heap, the far ones in a pile without any order.</summary>
/// <remarks>
/// The bound between them moves when a price has come to it, or when the heap has grown beyond its share; each time a sixteenth or a half of what is looked at changes place,
/// so an edge is moved a bounded number of times whatever the distribution, and costs O(log n) at most. A jump past the bound takes what it has passed from the pile in one
/// pass, without the heap. Stale entries (see <see cref="EdgeIndex"/>) go when they are passed or when an array is full. 8 B an edge.
/// </remarks>
internal sealed class EdgeLadder(EdgeIndex index, int number)
{
    private const int Samples = 64, NearSamples = 4; // 4 of 64: a sixteenth of the pile comes near at a time
    private const int Few = 128, NearShare = 4;

    private readonly EdgeHeap near = new();
    private Edge[] far = [];
    private int farCount;
    private uint bound; // keys above it are near, the others far

    /// <summary>Entries, stale ones included.</summary>
    public int Count => near.Count + farCount;

    /// <summary>Entries that were looked at so far to keep the ladder in order, pushes into the heap apart: what is bounded by a constant times the edges added.</summary>
    public long Work { get; private set; }

    /// <summary>Whether a mark has passed an edge.</summary>
    public bool IsPassedBy(uint mark) => near.Count > 0 ? near.Top.Key > mark : bound > mark && farCount > 0;

    /// <summary>Adds an edge that the mark has not passed.</summary>
    public void Add(Edge edge)
    {
        if (edge.Key > bound && near.IsFull) MakeRoomNear();
        if (edge.Key > bound)
        {
            near.Push(edge);
            return;
        }
        if (farCount == far.Length)
        {
            MakeRoomFar();
            near.Reserve(far.Length / NearShare); // all that the heap will take of such a pile, so that it does not grow bit by bit later
        }
        far[farCount++] = edge;
    }

    /// <summary>Takes out all edges that a mark has passed, stale ones included.</summary>
    /// <param name="mark">Key of the mark.</param>
    /// <param name="passed">Gets their rows.</param>
    public void TakePassed(uint mark, IndexSet passed)
    {
        if (mark >= bound)
        {
            for (; near.Count > 0 && near.Top.Key > mark; near.Pop()) passed.Add(near.Top.Row);
            return;
        }
        Work += near.Count + farCount;
        foreach (Edge edge in near.Edges) passed.Add(edge.Row);
        near.Clear();
        int left = 0;
        foreach (Edge edge in far.AsSpan(0, farCount))
        {
            if (edge.Key > mark) passed.Add(edge.Row);
            else far[left++] = edge;
        }
        farCount = left;
        BringNear();
    }

    // The heap is empty: the nearest sixteenth of the pile comes near, or all of a small one.
    private void BringNear()
    {
        Work += farCount;
        bound = farCount <= Few ? EdgeKey.None : Quantile(far.AsSpan(0, farCount), NearSamples);
        int left = 0, end = farCount;
        while (left < end) // in one pass: what comes near changes places with the end of the pile
        {
            if (far[left].Key <= bound)
            {
                left++;
                continue;
            }
            end--;
            (far[left], far[end]) = (far[end], far[left]);
        }
        far.AsSpan(left, farCount - left).CopyTo(near.Room(farCount - left));
        near.Keep(farCount - left);
        farCount = left;
    }

    // Stale entries go first, then what has moved beyond the bound; a heap that is large beside the pile also gives it its far half.
    private void MakeRoomNear()
    {
        Work += near.Count;
        Span<Edge> live = near.Edges[..index.Compact(near.Edges, number)];
        if (live.Length > Math.Max(Few, farCount / NearShare)) bound = Math.Max(bound, Quantile(live, Samples / 2));
        int left = 0;
        foreach (Edge edge in live)
        {
            if (edge.Key > bound)
            {
                live[left++] = edge;
                continue;
            }
            if (farCount == far.Length) MakeRoomFar();
            far[farCount++] = edge;
        }
        near.Keep(left);
        if (left > near.Capacity / 4 * 3) near.Reserve(2 * near.Capacity);
    }

    private void MakeRoomFar()
    {
        Work += farCount;
        farCount = index.Compact(far.AsSpan(0, farCount), number);
        if (farCount >= far.Length / 4 * 3) Array.Resize(ref far, Math.Max(8, far.Length + (far.Length / 2)));
    }

    // The key that about so many of 64 edges are above, from a sample: for balance alone, so any sample is right, and this one is the same on every machine.
    private static uint Quantile(ReadOnlySpan<Edge> edges, int above)
    {
        Span<uint> keys = stackalloc uint[Samples];
        for (int i = 0; i < Samples; i++) keys[i] = edges[(int)((long)i * edges.Length / Samples)].Key;
        keys.Sort();
        return keys[Samples - 1 - above];
    }
}

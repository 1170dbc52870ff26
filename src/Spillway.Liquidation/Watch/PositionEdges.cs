using System.Runtime.InteropServices;

namespace Spillway.Liquidation;

/// <summary>Per position row the two ends of its safe band, and the edges under which it is filed in the heaps of its instrument.</summary>
/// <remarks>
/// A band that becomes narrower is filed anew. One that becomes wider stays filed under its nearer edge: when that one is passed, the entry moves on to the true end and
/// nobody is woken. So the filed edge is never further away than the true one, which is all that safety asks. 36 B a row, together, since they are read together.
/// </remarks>
internal sealed class PositionEdges
{
    private const long NoLow = 0, NoHigh = long.MaxValue;

    private Row[] rows = [];

    /// <summary>Makes room for rows.</summary>
    public void Reserve(int count)
    {
        if (count <= rows.Length) return;
        int from = rows.Length;
        Array.Resize(ref rows, Math.Max(count, 2 * from));
        rows.AsSpan(from).Fill(Row.OfNobody);
    }

    /// <summary>The row now belongs to an instrument; edges it had in another one are stale.</summary>
    public void Own(int row, int instrument)
    {
        if (rows[row].Instrument != instrument) rows[row] = Row.OfNobody with { Instrument = instrument };
    }

    /// <summary>Sets an end of the band.</summary>
    /// <returns>Whether it must be filed: it is nearer than what is filed now.</returns>
    public bool Set(int row, long edge, bool low)
    {
        ref Row own = ref rows[row];
        if (low) own.Low = edge;
        else own.High = edge;
        if (low ? edge <= own.FiledLow : edge >= own.FiledHigh) return false;
        if (low) own.FiledLow = edge;
        else own.FiledHigh = edge;
        return true;
    }

    /// <summary>No mark is of interest to the row any more; what is filed goes when it comes to the top.</summary>
    public void Forget(int row) => (rows[row].Low, rows[row].High) = (NoLow, NoHigh);

    /// <summary>Takes the top of a heap, whose edge the mark has passed: drops it, or moves it on to where the band now ends.</summary>
    /// <returns>The row whose band the mark has left; −1 for none.</returns>
    public int TakeTop(EdgeHeap heap, int instrument, long mark, ReadOnlySpan<int> owners)
    {
        EdgeHeap.Entry top = heap.Top;
        ref Row own = ref rows[top.Row];
        ref long filed = ref heap.HighestFirst ? ref own.FiledLow : ref own.FiledHigh;
        if (own.Instrument == instrument && filed == top.Edge)
        {
            long end = heap.HighestFirst ? own.Low : own.High, none = NoneOf(heap);
            bool isPassed = heap.HighestFirst ? mark < end : mark > end;
            filed = none;
            if (!isPassed && end != none && owners[top.Row] >= 0)
            {
                filed = end;
                heap.MoveTop(end);
                return -1;
            }
            heap.Pop();
            return isPassed && owners[top.Row] >= 0 ? top.Row : -1;
        }
        heap.Pop();
        return -1;
    }

    /// <summary>Throws the stale entries of a full heap out and files the rest under their true ends. Work proportional to the heap.</summary>
    public void Compact(EdgeHeap heap, int instrument)
    {
        Span<EdgeHeap.Entry> entries = heap.Entries;
        int live = 0;
        foreach (EdgeHeap.Entry entry in entries)
        {
            ref Row own = ref rows[entry.Row];
            ref long filed = ref heap.HighestFirst ? ref own.FiledLow : ref own.FiledHigh;
            if (own.Instrument != instrument || filed != entry.Edge) continue;
            filed = NoneOf(heap); // so that an entry that is there twice stays once
            long end = heap.HighestFirst ? own.Low : own.High;
            if (end != NoneOf(heap)) entries[live++] = new EdgeHeap.Entry(end, entry.Row);
        }
        foreach (EdgeHeap.Entry entry in entries[..live])
        {
            if (heap.HighestFirst) rows[entry.Row].FiledLow = entry.Edge;
            else rows[entry.Row].FiledHigh = entry.Edge;
        }
        heap.Keep(live);
    }

    private static long NoneOf(EdgeHeap heap) => heap.HighestFirst ? NoLow : NoHigh;

    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    private record struct Row
    {
        public long Low, High, FiledLow, FiledHigh;
        public int Instrument;

        public static Row OfNobody => new() { Low = NoLow, High = NoHigh, FiledLow = NoLow, FiledHigh = NoHigh, Instrument = -1 };
    }
}

using System.Runtime.InteropServices;

namespace Spillway.Liquidation;

/// <summary>One end of the safe band of every position, and the ladders in which these ends wait for the mark: two per instrument, below and above.</summary>
/// <remarks>
/// A band that becomes narrower is filed anew, and its old entry goes stale. One that becomes wider stays filed under its nearer edge: when that one is passed, the entry moves on
/// to the true end and nobody is woken. So what is filed is never further away than the band, which is all that safety asks. An entry counts while it is what its row
/// says is filed. 12 B a position and 8 B an entry.
/// </remarks>
internal sealed class EdgeIndex
{
    private readonly List<EdgeLadder> ladders = [];
    private readonly IndexSet passed = new();
    private uint[] marks = []; // of the last sweep, a ladder
    private Row[] rows = [];
    private long fetched; // kept, so that the compiler does not leave the loads out

    /// <summary>Entries in all ladders, stale ones included.</summary>
    public int EntryCount => ladders.Sum(ladder => ladder.Count);

    /// <summary>Makes room for positions and instruments.</summary>
    public void Reserve(int positions, int instruments)
    {
        while (ladders.Count < 2 * instruments) ladders.Add(new EdgeLadder(this, ladders.Count));
        if (marks.Length < ladders.Count)
        {
            int swept = marks.Length;
            Array.Resize(ref marks, ladders.Count);
            marks.AsSpan(swept).Fill(uint.MaxValue); // without a mark nothing has been passed
        }
        passed.Reserve(positions);
        if (positions <= rows.Length) return;
        int from = rows.Length;
        Array.Resize(ref rows, Math.Max(positions, from + (from / 2)));
        rows.AsSpan(from).Fill(Row.OfNobody);
    }

    /// <summary>Sets the end of a band; the mark has not passed it.</summary>
    /// <param name="row">Position.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="isLow">Whether it is the lower end.</param>
    /// <param name="ticks">The end: 0 for none below, <see cref="long.MaxValue"/> for none above.</param>
    public void Set(int row, int instrument, bool isLow, long ticks)
    {
        int ladder = (2 * instrument) + (isLow ? 0 : 1);
        ref Row own = ref rows[row];
        if (own.Ladder != ladder) own = Row.OfNobody with { Ladder = ladder };
        own.Edge = EdgeKey.OfEdge(ticks, isLow);
        if (own.Edge > own.Filed) File(ref own, row);
    }

    /// <summary>No mark is of interest to the position any more.</summary>
    public void Forget(int row)
    {
        if (row < rows.Length) rows[row].Edge = EdgeKey.None;
    }

    /// <summary>Takes notice of a mark: wakes the accounts whose bands it has left, and files those anew whose bands have become wider since.</summary>
    /// <param name="instrument">Instrument.</param>
    /// <param name="ticks">Its mark.</param>
    /// <param name="owners">Account of each position; negative for a freed one.</param>
    /// <param name="woken">Gets the accounts.</param>
    public void WakePassed(int instrument, long ticks, ReadOnlySpan<int> owners, IndexSet woken)
    {
        for (int side = 0; side < 2; side++)
        {
            int ladder = (2 * instrument) + side;
            marks[ladder] = EdgeKey.OfMark(ticks, isLow: side == 0);
            if (ladders[ladder].IsPassedBy(marks[ladder])) ladders[ladder].TakePassed(marks[ladder], passed);
        }
        if (passed.Count > 0) WakePassed(owners, woken);
    }

    private void WakePassed(ReadOnlySpan<int> owners, IndexSet woken)
    {
        passed.Arrange();
        ReadOnlySpan<int> left = passed.Members;
        while (left.Length > 0)
        {
            ReadOnlySpan<int> batch = left[..Math.Min(left.Length, EdgeWatch.FetchedTogether)];
            if (batch.Length > 1) fetched = Fetch(batch);
            foreach (int row in batch) Pass(row, owners[row], woken);
            left = left[batch.Length..];
        }
        passed.Clear();
    }

    /// <summary>Reads several positions at once, ahead of their use.</summary>
    /// <returns>A number without meaning.</returns>
    public long Fetch(ReadOnlySpan<int> positions)
    {
        long sum = 0;
        foreach (int row in positions) sum ^= row >= 0 && row < rows.Length ? rows[row].Ladder : 0;
        return sum;
    }

    /// <summary>Drops the stale entries of a ladder and moves the others on to the true ends of their bands, which are never nearer.</summary>
    /// <returns>How many are left, in front of the span.</returns>
    public int Compact(Span<Edge> entries, int ladder)
    {
        int left = 0;
        foreach (Edge entry in entries)
        {
            ref Row own = ref rows[entry.Row];
            if (own.Ladder != ladder || own.Filed != entry.Key) continue;
            own.Filed = EdgeKey.None; // so that an entry that is there twice stays once
            if (own.Edge != EdgeKey.None) entries[left++] = new Edge(own.Edge, entry.Row);
        }
        foreach (Edge entry in entries[..left]) rows[entry.Row].Filed = entry.Key;
        return left;
    }

    private void Pass(int row, int owner, IndexSet woken)
    {
        ref Row own = ref rows[row];
        if (own.Ladder < 0 || own.Filed <= marks[own.Ladder]) return; // the entry was stale
        own.Filed = EdgeKey.None;
        if (owner < 0) return;
        if (own.Edge > marks[own.Ladder]) woken.Add(owner);
        else if (own.Edge != EdgeKey.None) File(ref own, row);
    }

    private void File(ref Row own, int row)
    {
        own.Filed = own.Edge;
        ladders[own.Ladder].Add(new Edge(own.Edge, row));
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct Row
    {
        public uint Edge, Filed;
        public int Ladder;

        public static Row OfNobody => new() { Ladder = -1 };
    }
}

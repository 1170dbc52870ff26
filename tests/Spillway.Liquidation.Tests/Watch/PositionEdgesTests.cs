namespace Spillway.Liquidation.Tests.Watch;

/// <summary>Heap and columns together against a plain list of bands: whoever's band a mark leaves comes out once, and nobody else does.</summary>
public class PositionEdgesTests
{
    private const int Rows = 400, Instrument = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TakeTop_OnARandomWalkOfBandsAndMarks_FindsWhomALookAtAllBandsFinds(bool isLow)
    {
        for (int seed = 1; seed <= 30; seed++)
        {
            Random random = new(seed);
            PositionEdges edges = new();
            EdgeHeap heap = new(highestFirst: isLow);
            long[] ends = new long[Rows];
            int[] owners = [.. Enumerable.Range(0, Rows)];
            edges.Reserve(Rows);
            long mark = 10_000;
            for (int row = 0; row < Rows; row++) Set(row);
            for (int step = 0; step < 2_000; step++)
            {
                if (random.Next(3) > 0) Set(random.Next(Rows));
                mark = Math.Clamp(mark + random.Next(-60, 61), 1_000, 20_000);
                HashSet<int> expected = [.. Enumerable.Range(0, Rows).Where(row => isLow ? mark < ends[row] : mark > ends[row])], found = [];
                while (heap.IsPassedBy(mark))
                {
                    int row = edges.TakeTop(heap, Instrument, mark, owners);
                    if (row >= 0) Assert.True(found.Add(row));
                }
                Assert.Equal(expected, found);
                foreach (int row in found) Set(row);
            }

            void Set(int row)
            {
                edges.Own(row, Instrument);
                bool isForgotten = random.Next(10) == 0;
                if (isForgotten) edges.Forget(row);
                ends[row] = isForgotten ? (isLow ? 0 : long.MaxValue) : isLow ? mark - random.Next(0, 500) : mark + random.Next(0, 500);
                if (isForgotten || !edges.Set(row, ends[row], isLow)) return;
                if (heap.IsFull) edges.Compact(heap, Instrument);
                heap.Push(ends[row], row);
            }
        }
    }

    [Fact]
    public void TakeTop_WhenTheRowNowBelongsToAnotherInstrument_DropsTheEdge()
    {
        PositionEdges edges = new();
        EdgeHeap heap = new(highestFirst: true);
        edges.Reserve(1);
        edges.Own(0, Instrument);
        Assert.True(edges.Set(0, 100, low: true));
        heap.Push(100, 0);
        edges.Own(0, Instrument + 1);
        Assert.Equal(-1, edges.TakeTop(heap, Instrument, 50, [0]));
        Assert.Equal(0, heap.Count);
    }

    [Fact]
    public void Compact_WhenAnEdgeIsThereTwice_KeepsItOnce()
    {
        PositionEdges edges = new();
        EdgeHeap heap = new(highestFirst: false);
        edges.Reserve(1);
        edges.Own(0, Instrument);
        Assert.True(edges.Set(0, 100, low: false));
        heap.Push(100, 0);
        heap.Push(100, 0);
        edges.Compact(heap, Instrument);
        Assert.Equal(1, heap.Count);
        Assert.Equal(0, edges.TakeTop(heap, Instrument, 101, [0]));
    }
}

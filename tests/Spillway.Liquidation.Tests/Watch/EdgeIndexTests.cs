namespace Spillway.Liquidation.Tests.Watch;

/// <summary>Ladders and columns together against a plain list of bands: whoever's band a mark leaves is woken once, and nobody else is.</summary>
public sealed class EdgeIndexTests
{
    private const int Rows = 600, Instruments = 3;

    // Small steps and jumps, near and far edges, edges all in one place, prices that fit into a key and prices that do not.
    [Theory]
    [InlineData(10_000, 500, 60)]
    [InlineData(10_000, 3, 2_000)]
    [InlineData(10_000, 1, 5)]
    [InlineData(1_000_000_000_000, 50_000_000_000, 60_000_000)]
    [InlineData(4_000_000_000_000_000_000, 1_000_000_000_000_000_000, 300_000_000_000_000_000)]
    public void WakePassed_OnRandomWalksOfBandsAndMarks_WakesWhomALookAtAllBandsFinds(long start, long spread, long stride)
    {
        for (int seed = 1; seed <= 25; seed++) Walk(new Random(seed), start, spread, stride);
    }

    [Fact]
    public void WakePassed_WhenTheRowIsFreed_WakesNobody()
    {
        EdgeIndex index = new();
        IndexSet woken = new();
        index.Reserve(1, 1);
        index.Set(0, 0, isLow: true, 100);
        index.WakePassed(0, 50, [-2], woken);
        Assert.Equal(0, woken.Count);
    }

    [Fact]
    public void Set_TheSameRowsForEver_KeepsTheLaddersSmall()
    {
        EdgeIndex index = new();
        index.Reserve(1_000, 1);
        for (int round = 0; round < 400; round++)
        {
            for (int row = 0; row < 1_000; row++) index.Set(row, 0, isLow: true, 10_000 + round + row);
        }
        Assert.InRange(index.EntryCount, 1_000, 4_000);
    }

    private static void Walk(Random random, long start, long spread, long stride)
    {
        EdgeIndex index = new();
        IndexSet woken = new();
        index.Reserve(Rows, Instruments);
        woken.Reserve(Rows);
        long[] marks = [.. Enumerable.Repeat(start, Instruments)];
        Band[] bands = new Band[Rows];
        int[] owners = [.. Enumerable.Range(0, Rows)];
        long error = start >= 1 << 27 ? start >> 23 : 0; // then a key errs by one part in 2^26, toward waking
        for (int row = 0; row < Rows; row++) Set(row);
        for (int step = 0; step < 1_500; step++)
        {
            for (int change = random.Next(4); change > 0; change--) Set(random.Next(Rows));
            for (int instrument = 0; instrument < Instruments; instrument++)
            {
                if (random.Next(3) == 0) continue;
                marks[instrument] = Math.Clamp(marks[instrument] + random.NextInt64(-stride, stride + 1), start / 2, start * 2);
                index.WakePassed(instrument, marks[instrument], owners, woken);
            }
            HashSet<int> found = [.. woken.Members];
            woken.Clear();
            Assert.Superset(Enumerable.Range(0, Rows).Where(row => bands[row].IsPassedBy(marks, error: 0)).ToHashSet(), found);
            Assert.All(found, row => Assert.True(bands[row].IsPassedBy(marks, error)));
            foreach (int row in found) Set(row);
        }

        void Set(int row)
        {
            int instrument = random.Next(4) > 0 ? row % Instruments : random.Next(Instruments);
            bool isLow = random.Next(5) > 0 ? row % 2 == 0 : random.Next(2) == 0, isForgotten = random.Next(10) == 0;
            long end = marks[instrument] + ((isLow ? -1 : 1) * random.NextInt64(spread + 1));
            bands[row] = new Band(instrument, isLow, isForgotten ? null : end);
            index.Set(row, instrument, isLow, end);
            if (isForgotten) index.Forget(row);
        }
    }

    private readonly record struct Band(int Instrument, bool IsLow, long? End)
    {
        public bool IsPassedBy(long[] marks, long error) => End is { } end && (IsLow ? marks[Instrument] - error < end : marks[Instrument] + error > end);
    }
}

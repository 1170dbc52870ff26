using Spillway.Core;

namespace Spillway.Liquidation.Tests.Schedules;

/// <summary>Drawn child orders: the law they follow, and that the key alone decides.</summary>
public sealed class RandomisedCurveTests
{
    private const long Second = Timestamp.NanosPerSecond, Horizon = 20 * Second, HalfLife = 60 * Second;

    [Fact]
    public void Times_OfManyKeys_HaveTheSpreadOfGammaGaps()
    {
        // 21 child orders, 22 gaps: each is Beta(4, 84) of T, mean 1/22, variance (1/22)(21/22)/89.
        double sum = 0, squares = 0;
        Span<long> times = stackalloc long[61];
        const int keys = 20_000;
        for (ulong key = 1; key <= keys; key++)
        {
            Assert.Equal(21, RandomisedCurve.Times(Horizon, key, times));
            double gap = (times[10] - times[9]) / (double)Horizon;
            sum += gap;
            squares += gap * gap;
        }
        double mean = sum / keys, variance = (squares / keys) - (mean * mean);
        Assert.Equal(1 / 22.0, mean, 0.0006);
        Assert.Equal(21 / 22.0 / 22 / 89, variance, 0.00002);
    }

    [Fact]
    public void Times_AreInOrderWithinTheHorizon()
    {
        Span<long> times = stackalloc long[61];
        foreach (long horizon in new[] { 1L, Second, 5 * Second, ScheduleCurve.HorizonNanosMax })
        {
            for (ulong key = 0; key < 200; key++)
            {
                int count = RandomisedCurve.Times(horizon, key, times);
                for (int i = 0; i < count; i++) Assert.InRange(times[i], i == 0 ? 0 : times[i - 1], horizon);
            }
        }
    }

    [Theory]
    [InlineData(ScheduleShape.Twap)]
    [InlineData(ScheduleShape.ObizhaevaWang)]
    public void DuePpb_OfAnyKey_RisesToTheWhole(ScheduleShape shape)
    {
        for (ulong key = 0; key < 300; key++)
        {
            long before = 0;
            for (long elapsed = 0; elapsed <= Horizon; elapsed += Second / 4)
            {
                long due = RandomisedCurve.DuePpb(shape, elapsed, Horizon, HalfLife, 300_000, key);
                Assert.InRange(due, before, ScheduleCurve.Whole);
                before = due;
            }
            Assert.Equal(ScheduleCurve.Whole, before);
        }
    }

    [Fact]
    public void DuePpb_WithJitter_ChangesEachSizeByNoMoreThanItAndTheScale()
    {
        Span<long> times = stackalloc long[61];
        for (ulong key = 0; key < 500; key++)
        {
            int count = RandomisedCurve.Times(Horizon, key, times);
            long before = 0;
            for (int child = 0; child < count; child++)
            {
                long due = RandomisedCurve.DuePpb(ScheduleShape.Twap, times[child], Horizon, HalfLife, 300_000, key);
                double part = (due - before) * count / 1e9;
                Assert.InRange(part, 0.7 / 1.3, 1.3 / 0.7);
                before = due;
            }
        }
    }

    [Fact]
    public void DuePpb_OfOneKey_IsAlwaysTheSame()
    {
        Assert.Equal(RandomisedCurve.DuePpb(ScheduleShape.Twap, 7 * Second, Horizon, HalfLife, 300_000, 42), RandomisedCurve.DuePpb(ScheduleShape.Twap, 7 * Second, Horizon, HalfLife, 300_000, 42));
        Assert.True(Enumerable.Range(0, 50).Select(key => RandomisedCurve.DuePpb(ScheduleShape.Twap, 7 * Second, Horizon, HalfLife, 300_000, (ulong)key)).Distinct().Count() > 45);
    }

    // Cost bound of randomisation, in a book that refills ten times: the orders of many keys against the cheapest schedule.
    [Fact]
    public void DuePpb_OfObizhaevaWang_CostsOnAverageLittleMoreThanThePlainOne()
    {
        long halfLife = (long)(Horizon * Math.Log(2) / 10);
        double plain = Cost(t => ScheduleCurve.DuePpb(ScheduleShape.ObizhaevaWang, t, Horizon, halfLife)), total = 0;
        for (ulong key = 0; key < 200; key++) total += Cost(t => RandomisedCurve.DuePpb(ScheduleShape.ObizhaevaWang, t, Horizon, halfLife, 300_000, key));
        Assert.InRange(total / 200 / plain, 1.0, 1.35);
        double Cost(Func<long, long> due)
        {
            const int blocks = 2_000;
            double displaced = 0, cost = 0, before = 0, kept = Math.Exp(-10.0 / blocks);
            for (int block = 0; block <= blocks; block++)
            {
                double now = due(Horizon / blocks * block) / 1e9, order = now - before;
                cost += order * (displaced + (order / 2));
                (displaced, before) = ((displaced + order) * kept, now);
            }
            return cost;
        }
    }
}

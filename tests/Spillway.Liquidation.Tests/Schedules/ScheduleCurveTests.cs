using Spillway.Core;

namespace Spillway.Liquidation.Tests.Schedules;

/// <summary>The engine's own integer schedules, sent through a book that refills: the published costs come out.</summary>
public sealed class ScheduleCurveTests
{
    private const long Minute = 60 * Timestamp.NanosPerSecond;

    [Theory]
    [InlineData(1, 0.6667, 0.906)]
    [InlineData(3, 0.4, 0.878)]
    [InlineData(10, 0.1667, 0.926)]
    [InlineData(30, 0.0625, 0.970)]
    public void ObizhaevaWang_InARefillingBook_CostsThePublishedShares(double refills, double ofBlock, double ofTwap)
    {
        double optimal = Cost(ScheduleShape.ObizhaevaWang, refills), twap = Cost(ScheduleShape.Twap, refills), block = Cost(ScheduleShape.Immediate, refills);
        Assert.Equal(0.5, block, 6);
        Assert.Equal(ofBlock, optimal / block, 0.0005);
        Assert.Equal(ofTwap, optimal / twap, 0.001);
        Assert.Equal(1 / (refills + 2), optimal, 0.0003);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void ObizhaevaWang_WithAnyPartMovedInTime_CostsMore(double refills)
    {
        double[] orders = Orders(ScheduleShape.ObizhaevaWang, refills, blocks: 4_000);
        double best = Cost(orders, refills);
        for (int draw = 0; draw < 500; draw++)
        {
            (ulong low, ulong high) = Philox.Draw(7, (ulong)draw, 0);
            double[] moved = [.. orders];
            double part = (0.2 + (low % 700 / 1_000.0)) * 0.004;
            int from = (int)((low >> 32) % (ulong)moved.Length), to = (int)((high >> 32) % (ulong)moved.Length);
            moved[from] -= part;
            moved[to] += part;
            if (from != to) Assert.True(Cost(moved, refills) > best - 1e-6, $"draw {draw}");
        }
    }

    [Fact]
    public void DuePpb_AtTheEnds_IsTheBlockAndTheWhole()
    {
        long halfLife = (long)(Minute * Math.Log(2) / 3); // ρT = 3: blocks of a fifth
        Assert.Equal(200_000_000, ScheduleCurve.DuePpb(ScheduleShape.ObizhaevaWang, 0, Minute, halfLife), 10.0);
        Assert.Equal(800_000_000, ScheduleCurve.DuePpb(ScheduleShape.ObizhaevaWang, Minute - 1, Minute, halfLife), 100.0);
        Assert.Equal(ScheduleCurve.Whole, ScheduleCurve.DuePpb(ScheduleShape.ObizhaevaWang, Minute, Minute, halfLife));
        Assert.Equal(0, ScheduleCurve.DuePpb(ScheduleShape.Twap, 0, Minute, halfLife));
        Assert.Equal(250_000_000, ScheduleCurve.DuePpb(ScheduleShape.Twap, Minute / 4, Minute, halfLife));
        Assert.Equal(ScheduleCurve.Whole, ScheduleCurve.DuePpb(ScheduleShape.Immediate, 0, Minute, halfLife));
    }

    [Fact]
    public void DuePpb_AtTheBoundsOfItsArguments_StaysWithinTheWhole()
    {
        foreach (long halfLife in new[] { 1L, Timestamp.NanosPerSecond, 700_000 * Timestamp.NanosPerSecond })
        {
            foreach (long horizon in new[] { 1L, Timestamp.NanosPerSecond, ScheduleCurve.HorizonNanosMax })
            {
                foreach (long elapsed in new[] { 0L, horizon / 2, horizon - 1, long.MaxValue })
                    Assert.InRange(ScheduleCurve.DuePpb(ScheduleShape.ObizhaevaWang, elapsed, horizon, halfLife), 0, ScheduleCurve.Whole);
            }
        }
    }

    [Fact]
    public void Child_OfAnyDivision_AddsUpToTheWhole()
    {
        for (int lots = 1; lots < 400; lots += 7)
        {
            long left = lots, before = 0;
            for (int second = 0; second <= 5; second++)
            {
                long due = ScheduleCurve.DuePpb(ScheduleShape.ObizhaevaWang, second * Timestamp.NanosPerSecond, 5 * Timestamp.NanosPerSecond, Minute);
                QuantityLots child = ReleaseSchedule.Child(QuantityLots.FromLots(left), before, due);
                Assert.InRange(child.Lots, 0, left);
                (left, before) = (left - child.Lots, due);
            }
            Assert.Equal(0, left);
        }
    }

    private static double Cost(ScheduleShape shape, double refills) => Cost(Orders(shape, refills, blocks: 40_000), refills);

    // A unit size in parts of a billion lots, one order a block.
    private static double[] Orders(ScheduleShape shape, double refills, int blocks)
    {
        const long all = 1_000_000_000_000;
        long halfLife = (long)(Minute * Math.Log(2) / refills), left = all, before = 0;
        double[] orders = new double[blocks + 1];
        for (int block = 0; block <= blocks; block++)
        {
            long due = ScheduleCurve.DuePpb(shape, Minute / blocks * block, Minute / blocks * blocks, halfLife);
            long child = due == before ? 0 : ReleaseSchedule.Child(QuantityLots.FromLots(left), before, due).Lots;
            (left, before, orders[block]) = (left - child, due, (double)child / all);
        }
        Assert.Equal(0, left);
        return orders;
    }

    // Impact 1: an order x meets the displacement of those before it, and on average half of its own.
    private static double Cost(double[] orders, double refills)
    {
        double displaced = 0, cost = 0, kept = Math.Exp(-refills / (orders.Length - 1));
        foreach (double order in orders)
        {
            cost += order * (displaced + (order / 2));
            displaced = (displaced + order) * kept;
        }
        return cost;
    }
}

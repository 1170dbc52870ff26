using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Signals.Tests.Depth;

public sealed class DepthCurveTests
{
    [Fact]
    public void Measure_OfAnEmptySide_IsZeroAndSaysSo()
    {
        Venue venue = new();
        venue.Quote(Side.Buy, 499_000, 10);
        DepthCurve asks = Measure(venue, Side.Buy);
        Assert.True(asks.IsEmpty);
        Assert.Equal(0, asks.QuotedTo);
        Assert.Equal(0, asks.MeanQuoted(0.01));
        Assert.All(asks.Density.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Measure_OfOneLevel_SpreadsItOverTheWayToItAndExtrapolatesTheRest()
    {
        Venue venue = new();
        long ticks = 490_099; // e^−0.02
        venue.Quote(Side.Buy, ticks, 1_000);
        DepthCurve bids = Measure(venue, Side.Sell);
        double quotedTo = Math.Log((double)Venue.Mark / ticks), expected = 50_000 / quotedTo;
        Assert.Equal(quotedTo, bids.QuotedTo, 1e-15);
        Assert.All(bids.Density.ToArray(), value => Assert.Equal(expected, value, expected * 1e-12));
        Assert.False(bids.IsExtrapolated(18));
        Assert.True(bids.IsExtrapolated(25));
    }

    [Fact]
    public void Measure_BeyondTheLastLevel_IsTheMeanOfTheOutermostQuarter()
    {
        Venue venue = new();
        long near = (long)Math.Round(Venue.Mark * Math.Exp(-0.1)), far = (long)Math.Round(Venue.Mark * Math.Exp(-0.12));
        venue.Quote(Side.Buy, near, 1_000);
        venue.Quote(Side.Buy, far, 100);
        DepthCurve bids = Measure(venue, Side.Sell);
        // The last quarter is [0.09, 0.12]: a tenth of 50,000 and all of 5,000 on a way of 0.03.
        Assert.Equal(500_000, bids.Density[50], 10.0); // levels lie on ticks, not quite on the edges
        Assert.Equal(250_000, bids.Density[110], 50.0);
        Assert.Equal(10_000 / 0.03, bids.Density[300], 50.0);
        Assert.Equal(bids.Density[300], bids.Density[^1]);
    }

    [Fact]
    public void Measure_OfABookThatReachesBeyondTheGrid_ExtrapolatesNothing()
    {
        Venue venue = new();
        venue.Quote(Side.Buy, 499_500, 1_000);
        venue.Quote(Side.Buy, 100_000, 1_000);
        DepthCurve bids = Measure(venue, Side.Sell);
        Assert.Equal(LogPriceGrid.Reach, bids.QuotedTo);
        Assert.False(bids.IsExtrapolated(LogPriceGrid.Cells - 1));
        double span = Math.Log(499_500 / 100_000.0);
        Assert.Equal(50_000 / span, bids.Density[^1], 1e-6);
    }

    [Fact]
    public void Measure_OfALevelOnTheNearSideOfTheMark_FillsTheFirstCell()
    {
        Venue venue = new();
        venue.Quote(Side.Buy, Venue.Mark + 100, 20);
        DepthCurve bids = Measure(venue, Side.Sell);
        Assert.Equal(LogPriceGrid.Width, bids.QuotedTo);
        Assert.Equal(1_000 / 0.001, bids.Density[0], 1e-6);
        Assert.Equal(1_000 / 0.001, bids.Density[1], 1e-6);
    }

    [Fact]
    public void Measure_ForBuys_ReadsTheAsksAboveTheMark()
    {
        Venue venue = new();
        venue.Quote(Side.Buy, 400_000, 7);
        venue.Quote(Side.Sell, 505_025, 1_000);
        DepthCurve asks = Measure(venue, Side.Buy);
        Assert.Equal(Math.Log(505_025.0 / Venue.Mark), asks.QuotedTo, 1e-15);
        Assert.Equal(50_000, asks.MeanQuoted(0.5) * 0.5, 1e-6);
    }

    [Fact]
    public void MeanQuoted_LeavesTheExtrapolationOut()
    {
        Venue venue = new();
        venue.Quote(Side.Buy, (long)Math.Round(Venue.Mark * Math.Exp(-0.005)), 1_000);
        DepthCurve bids = Measure(venue, Side.Sell);
        Assert.Equal(50_000 / 0.01, bids.MeanQuoted(0.01), 1e-3);
    }

    [Fact]
    public void Measure_ForAnyBook_LosesNoQuantity() =>
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), seed =>
        {
            Venue venue = new();
            Random random = new(seed.Get);
            double total = 0;
            for (int i = random.Next(1, 400); i > 0; i--)
            {
                long lots = random.Next(1, 1_000);
                venue.Quote(Side.Buy, random.Next(305_000, 500_300), lots); // 305,000 lies within the grid
                total += lots * 50.0;
            }
            DepthCurve bids = Measure(venue, Side.Sell);
            Assert.Equal(total, bids.MeanQuoted(LogPriceGrid.Reach) * LogPriceGrid.Reach, total * 1e-9);
            Assert.All(bids.Density.ToArray(), value => Assert.True(value >= 0 && double.IsFinite(value)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Measure_Again_AllocatesNothing()
    {
        Venue venue = new();
        for (int i = 1; i <= 2_000; i++) venue.Quote(Side.Buy, Venue.Mark - (50 * i), 10);
        DepthCurve curve = new();
        ContractScale scale = venue.Scale(Venue.Linear);
        curve.Measure(venue.Exchange[Venue.Linear].Book, scale, Side.Sell);
        Assert.Equal(0, Allocations.OfSteadyState(_ => curve.Measure(venue.Exchange[Venue.Linear].Book, scale, Side.Sell)));
    }

    private static DepthCurve Measure(Venue venue, Side forced)
    {
        DepthCurve curve = new();
        curve.Measure(venue.Exchange[Venue.Linear].Book, venue.Scale(Venue.Linear), forced);
        return curve;
    }
}

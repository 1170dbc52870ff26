namespace Spillway.Signals.Tests.Cascades;

public sealed class LoopGainTests
{
    [Fact]
    public void Measure_DividesForcedNotionalByDepth()
    {
        LoopGain gain = Of(300, 400, 0.5);
        Assert.Equal(0.375, gain.Values[0]);
        Assert.Equal(0.375, gain.MaxWithin(0.2));
    }

    [Fact]
    public void Measure_WhenNothingRests_IsInfiniteWhereAccountsFallAndZeroElsewhere()
    {
        double[] forced = new double[LogPriceGrid.Cells];
        forced[10] = 1e-300;
        LoopGain gain = new();
        gain.Measure(forced, new double[LogPriceGrid.Cells], 1);
        Assert.Equal(double.PositiveInfinity, gain.Values[10]);
        Assert.Equal(0, gain.Values[11]);
        Assert.DoesNotContain(gain.Values.ToArray(), double.IsNaN);
    }

    [Fact]
    public void MaxWithin_LooksNoFurtherThanTheDistance()
    {
        double[] forced = new double[LogPriceGrid.Cells], depth = new double[LogPriceGrid.Cells];
        depth.AsSpan().Fill(1);
        (forced[199], forced[200]) = (3, 7);
        LoopGain gain = new();
        gain.Measure(forced, depth, 1);
        Assert.Equal(3, gain.MaxWithin(0.2));
        Assert.Equal(7, gain.MaxWithin(0.201));
    }

    [Theory]
    [InlineData(0.2, null, 5, 1)] // unknown resilience: as if nothing came back
    [InlineData(0.2, 0.01, 0, 1)]
    [InlineData(0.2, 0.2, 5, 0.6)]
    [InlineData(0.2, 1.0, 1e9, 0.2)]
    [InlineData(1.0, 1.0, 10, 1)]
    public void ImpactShare_LiesBetweenThePermanentShareAndOne(double permanent, double? resilience, double seconds, double expected) =>
        Assert.Equal(expected, LoopGain.ImpactShare(permanent, resilience, seconds), 1e-8);

    private static LoopGain Of(double forced, double depth, double impactShare)
    {
        double[] liquidation = new double[LogPriceGrid.Cells], resting = new double[LogPriceGrid.Cells];
        liquidation.AsSpan().Fill(forced);
        resting.AsSpan().Fill(depth);
        LoopGain gain = new();
        gain.Measure(liquidation, resting, impactShare);
        return gain;
    }
}

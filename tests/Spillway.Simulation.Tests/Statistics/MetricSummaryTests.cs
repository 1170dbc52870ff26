namespace Spillway.Simulation.Tests;

public sealed class MetricSummaryTests
{
    [Fact]
    public void Of_ValuesWithUndefinedOnes_LeavesThoseOut()
    {
        var summary = MetricSummary.Of([4, null, 1, 3, null, 2]);
        Assert.Equal((2.5, 2.5, 4), (summary.Mean, summary.P50, summary.Count));
        Assert.Equal(3.85, summary.P95!.Value, 1e-12); // position 2.85 between 3 and 4
        Assert.Equal(0.44573970, summary.Ci95Low!.Value, 1e-7);
        Assert.Equal(4.55426030, summary.Ci95High!.Value, 1e-7);
    }

    [Fact]
    public void Of_NoDefinedValue_IsAllNull()
    {
        Assert.Equal(new MetricSummary(null, null, null, null, null, 0), MetricSummary.Of([null, null]));
        Assert.Equal(MetricSummary.Undefined, MetricSummary.Of([]));
    }

    [Fact]
    public void Of_OneValue_HasNoInterval() => Assert.Equal(new MetricSummary(7, 7, 7, null, null, 1), MetricSummary.Of([7]));

    [Fact]
    public void Of_ManyValues_TakesTheBootstrapInTheOrderOfSeeds()
    {
        double?[] values = [.. Enumerable.Range(0, 50).Select(i => (double?)(i * 37 % 50))];
        var interval = MeanInterval.Of([.. values.Select(value => value!.Value)], seed: 9)!.Value;
        var summary = MetricSummary.Of(values, seed: 9);
        Assert.Equal((interval.Low, interval.High), (summary.Ci95Low, summary.Ci95High));
    }

    [Fact]
    public void Of_AValueThatIsNotFinite_Throws() => Assert.Throws<ArgumentException>(() => MetricSummary.Of([1, double.NaN]));

    [Fact]
    public void OfDifferences_WhenNoiseIsShared_IsNarrowerThanEitherSide()
    {
        // The differences are 1, 2, 3, 4; the common part is large and cancels.
        var summary = MetricSummary.OfDifferences([101, 902, 503, 304], [100, 900, 500, 300]);
        Assert.Equal(2.5, summary.Mean);
        Assert.Equal(0.44573970, summary.Ci95Low!.Value, 1e-7);
    }

    [Fact]
    public void OfDifferences_WhenOneSideIsUndefined_LeavesTheSeedOut()
    {
        var summary = MetricSummary.OfDifferences([1, null, 3], [0, 5, null]);
        Assert.Equal((1.0, 1), (summary.Mean, summary.Count));
    }

    [Fact]
    public void OfDifferences_WhenSeedsDoNotPair_Throws() => Assert.Throws<ArgumentException>(() => MetricSummary.OfDifferences([1, 2], [1]));
}

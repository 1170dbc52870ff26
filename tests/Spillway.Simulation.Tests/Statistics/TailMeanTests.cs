namespace Spillway.Simulation.Tests;

/// <summary>The tail mean is the mean of the worst values, and says of how many.</summary>
public sealed class TailMeanTests
{
    [Theory]
    [InlineData(0.001, 50, 1)]
    [InlineData(0.02, 50, 1)]
    [InlineData(0.04, 49.5, 2)]
    [InlineData(0.05, 49, 3)]
    [InlineData(1, 25.5, 50)]
    public void Of_FiftyValues_IsTheMeanOfTheWorst(double share, double mean, int count) =>
        Assert.Equal(new TailMean(mean, count), TailMean.Of(Enumerable.Range(1, 50).Reverse().Select(i => (double?)i).Append(null), share));

    [Fact]
    public void Of_NoValue_IsNone() => Assert.Equal(new TailMean(null, 0), TailMean.Of([null, null], 0.5));
}

using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation.Tests;

public sealed class AutocorrelationTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(2, 1)]
    public void At_OfAlternatingValues_AlternatesToo(int lag, double expected)
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 3.0 : 5.0)];
        Assert.Equal(expected, Autocorrelation.At([values], lag), 1e-12);
    }

    // An autoregression of first order has autocorrelation φ^lag; 200,000 values leave an error of about 0.004.
    [Fact]
    public void At_OfAnAutoregression_IsItsCoefficientToThePowerOfTheLag()
    {
        double[] values = new double[200_000];
        for (int i = 1; i < values.Length; i++) values[i] = (0.8 * values[i - 1]) + new Draws(1, 0, Timestamp.FromNanos(i), DrawPurpose.PathBridge).Normal();
        Assert.All(new[] { 1, 2, 5 }, lag => Assert.Equal(Math.Pow(0.8, lag), Autocorrelation.At([values], lag), 0.02));
    }

    [Fact]
    public void At_OverSeveralDays_PairsNoneOfThemWithAnother() => Assert.Equal(1, Autocorrelation.At([[1, 1], [-1, -1]], 1), 1e-12);

    [Fact]
    public void At_WithoutVariationOrPairs_IsZero()
    {
        Assert.Equal(0, Autocorrelation.At([[2, 2, 2]], 1));
        Assert.Equal(0, Autocorrelation.At([[1, 2, 3]], 3));
        Assert.Equal(0, Autocorrelation.At([], 1));
    }

    [Fact]
    public void LogLags_RiseFromOneToTheLargest()
    {
        int[] lags = Autocorrelation.LogLags(60, 12);
        Assert.Equal([1, 2, 3, 4, 6, 9, 14, 20, 29, 41, 60], lags);
    }
}

namespace Spillway.Simulation.Tests;

public sealed class TailIndexTests
{
    // ln 100!, from a table of logarithms of factorials.
    private const double LnFactorial100 = 363.73937555556349;

    // With X₍ᵢ₎ = (i/n)^(−1/α) the estimator is α·k / (k·ln(k + 1) − ln k!), whatever n is.
    [Theory]
    [InlineData(1.5)]
    [InlineData(3)]
    [InlineData(6)]
    public void Hill_OfExactParetoQuantiles_IsItsClosedForm(double alpha)
    {
        double[] values = [.. Enumerable.Range(1, 2_000).Select(i => Math.Pow(i / 2_000.0, -1 / alpha))];
        TailIndex tail = TailIndex.Of(values)!.Value;
        Assert.Equal(100, tail.Count);
        Assert.Equal(alpha * 100 / ((100 * Math.Log(101)) - LnFactorial100), tail.Alpha, 1e-10);
    }

    [Fact]
    public void Hill_WhenValuesAreScaledAndHalfOfThemNegative_StaysTheSame()
    {
        double[] values = [.. Enumerable.Range(1, 1_000).Select(i => Math.Pow(i / 1_000.0, -0.4))];
        double[] other = [.. values.Select((value, i) => value * (i % 2 == 0 ? 7 : -7))];
        Assert.Equal(TailIndex.Of(values)!.Value.Alpha, TailIndex.Of(other)!.Value.Alpha, 1e-12);
    }

    // A normal distribution has no power-law tail: its reading must lie above the band of the gate, 4, or the gate could not tell. 1 / E ln(Z/u) beyond
    // u = 1.96 is 6.0, by numeric integration.
    [Fact]
    public void Hill_OfNormalQuantiles_IsAboveTheBand()
    {
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => StandardNormal.Quantile((i + 0.5) / 10_000))];
        Assert.InRange(TailIndex.Of(values)!.Value.Alpha, 5.8, 6.2);
    }

    [Fact]
    public void Hill_WithoutATail_IsNothing()
    {
        Assert.Null(TailIndex.Of([]));
        Assert.Null(TailIndex.Of([.. Enumerable.Range(1, 39).Select(i => (double)i)]));
        Assert.Null(TailIndex.Of(new double[1_000]));
        Assert.Null(TailIndex.Of(Enumerable.Repeat(2.0, 1_000)));
    }
}

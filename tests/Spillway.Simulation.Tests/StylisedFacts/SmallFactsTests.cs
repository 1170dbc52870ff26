namespace Spillway.Simulation.Tests;

public sealed class SmallFactsTests
{
    [Fact]
    public void ExcessKurtosis_OfTwoValues_IsMinusTwo() => Assert.Equal(-2, Moments.ExcessKurtosis([-1, 1, -1, 1])!.Value, 1e-12);

    // Variance ½ and fourth moment ½: ½ / ¼ − 3.
    [Fact]
    public void ExcessKurtosis_OfThreeValues_IsItsClosedForm() => Assert.Equal(-1, Moments.ExcessKurtosis([-1, 0, 0, 1])!.Value, 1e-12);

    [Fact]
    public void ExcessKurtosis_OfAConstant_IsNothing() => Assert.Null(Moments.ExcessKurtosis([4, 4, 4]));

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(97)]
    public void HalfLife_OfAnExponential_IsItsHalfLife(int halfLife)
    {
        double[] response = [.. Enumerable.Range(0, 300).Select(i => Math.Pow(2, -(double)i / halfLife))];
        Assert.Equal(halfLife, ResponseDecay.HalfLife(response)!.Value, 0.01);
    }

    [Fact]
    public void HalfLife_WhenThePeakComesLater_CountsFromThereAndInterpolates() => Assert.Equal(1.5, ResponseDecay.HalfLife([0, 1, 0.75, 0.25])!.Value, 1e-12);

    [Fact]
    public void HalfLife_WhenHalfIsNeverReachedOrNothingMoves_IsNothing()
    {
        Assert.Null(ResponseDecay.HalfLife([1, 0.9, 0.8]));
        Assert.Null(ResponseDecay.HalfLife([0, -1, -2]));
        Assert.Null(ResponseDecay.HalfLife([]));
    }

    [Fact]
    public void ImpactCurve_OfASquareRoot_HasExponentOneHalfAndForgetsRareSizes()
    {
        (double, double)[] orders = [.. Enumerable.Range(0, 10).SelectMany(k => Enumerable.Repeat((Math.Pow(2, k), Math.Pow(2, k / 2.0)), 20)), (1e6, 1)];
        IReadOnlyList<(double Size, double Impact)> curve = ImpactCurve.Of(orders);
        Assert.Equal(10, curve.Count);
        Assert.Equal(0.5, LineFit.OfPowerLaw(curve)!.Value.Slope, 1e-10);
    }

    // Size 5 before and 3 after: the price got better, stayed, got worse; a side that is empty says nothing.
    [Theory]
    [InlineData(100, 1, 3)]
    [InlineData(100, 0, -2)]
    [InlineData(100, -1, -5)]
    [InlineData(0, -1, 0)]
    public void QuoteFlow_OfOneSide_CountsWhatCameAndWhatWent(long ticksAfter, int better, long expected) =>
        Assert.Equal(expected, QuoteFlow.Change(new QuoteFlow.Best(ticksAfter, 3), new QuoteFlow.Best(90, 5), better));
}

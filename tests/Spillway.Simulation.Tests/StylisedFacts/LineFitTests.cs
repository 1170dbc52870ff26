namespace Spillway.Simulation.Tests;

public sealed class LineFitTests
{
    [Fact]
    public void Of_PointsOnALine_IsThatLine()
    {
        LineFit fit = LineFit.Of([.. Enumerable.Range(0, 10).Select(i => ((double)i, 1.0 + (2 * i)))])!.Value;
        Assert.Equal(2, fit.Slope, 1e-12);
        Assert.Equal(1, fit.Constant, 1e-12);
        Assert.Equal(1, fit.RSquared, 1e-12);
        Assert.Equal(0, fit.Error, 1e-7);
    }

    // By hand: Σ(x−1)² = 2, Σ(x−1)(y−⅔) = 1, Σ(y−⅔)² = ⅔, so the residual is ⅔ − ½ = 1/6 with one degree of freedom.
    [Fact]
    public void Of_ThreePointsOffALine_IsWhatPenAndPaperSay()
    {
        LineFit fit = LineFit.Of([(0, 0), (1, 1), (2, 1)])!.Value;
        Assert.Equal(0.5, fit.Slope, 1e-12);
        Assert.Equal(0.75, fit.RSquared, 1e-12);
        Assert.Equal(Math.Sqrt(1.0 / 12), fit.Error, 1e-12);
    }

    [Fact]
    public void OfPowerLaw_OnAPowerLaw_IsItsExponentAndLeavesOutWhatHasNoLogarithm()
    {
        LineFit fit = LineFit.OfPowerLaw([.. Enumerable.Range(1, 20).Select(i => ((double)i, 5 * Math.Pow(i, -0.35))), (21, -1), (22, 0)])!.Value;
        Assert.Equal(-0.35, fit.Slope, 1e-10);
        Assert.Equal(20, fit.Count);
    }

    [Fact]
    public void Of_TooFewPointsOrNoSpread_IsNothing()
    {
        Assert.Null(LineFit.Of([(1, 1)]));
        Assert.Null(LineFit.Of([(1, 1), (1, 2)]));
    }
}

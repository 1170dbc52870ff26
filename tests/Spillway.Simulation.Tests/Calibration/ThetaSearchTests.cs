namespace Spillway.Simulation.Tests;

public sealed class ThetaSearchTests
{
    private const double Target = 0.2;

    private static ThetaSearchResult Search(Func<double, double> trough, double guess = 0.7, int most = 12, double tolerance = 0.005) =>
        ThetaSearch.Run(theta => PopulationSearchTests.Trial(default, theta, trough(theta), flow: theta / 10, seeds: 4), Target, guess, most, tolerance, 0.0003);

    [Fact]
    public void Run_WhenTheGuessIsRight_EvaluatesOnce()
    {
        ThetaSearchResult found = Search(theta => Target * theta / 0.7);
        Assert.Single(found.Trials);
        Assert.Equal(0.7, found.Best.Theta);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.31)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void Run_OnAStraightLine_FindsTheCrossingWithinAFewEvaluations(double crossing)
    {
        ThetaSearchResult found = Search(theta => Target * theta / crossing);
        Assert.InRange(found.Best.Theta, crossing * 0.995, crossing * 1.005);
        Assert.InRange(found.Trials.Count, 1, 10);
    }

    [Theory]
    [InlineData(0.33)]
    [InlineData(0.62)]
    [InlineData(0.97)]
    public void Run_OnASteepSlope_StillFindsTheCrossing(double crossing)
    {
        ThetaSearchResult found = Search(theta => Target * (1 + Math.Tanh((theta - crossing) * 100) * 0.6), most: 20);
        Assert.InRange(found.Best.TroughLog, Target * 0.985, Target * 1.015);
    }

    [Fact]
    public void Run_OnAJump_EndsWithABracketAroundIt()
    {
        ThetaSearchResult found = Search(theta => theta < 0.4321 ? 0.15 : 0.4, most: 40);
        Assert.InRange(found.Below!.Theta, 0.4317, 0.4321);
        Assert.InRange(found.Above!.Theta, 0.4321, 0.4325);
        Assert.Equal(0.15, found.Best.TroughLog); // the nearer of the two
        Assert.True(found.Trials.Count < 20, $"{found.Trials.Count} evaluations");
        // A fifth of the way up the jump.
        Assert.Equal(found.Below.FlowRatio + ((found.Above.FlowRatio - found.Below.FlowRatio) * 0.2), found.FlowAtTarget, 9);
    }

    [Fact]
    public void Run_WhenTheRecordIsNeverReached_EndsAtOne()
    {
        ThetaSearchResult found = Search(theta => 0.9 * Target * theta);
        Assert.Equal(1, found.Best.Theta);
        Assert.Null(found.Above);
        Assert.Equal(0.1, found.Error, 9);
    }

    [Fact]
    public void Run_WhenTheRecordIsAlwaysPassed_EndsAtTheLeast()
    {
        ThetaSearchResult found = Search(_ => 2 * Target, most: 100);
        Assert.Equal(ThetaSearch.Least, found.Trials[^1].Theta);
        Assert.Null(found.Below);
    }

    [Fact]
    public void Run_WithFewEvaluationsAllowed_MakesNoMore() => Assert.Equal(3, Search(theta => theta < 0.4321 ? 0.15 : 0.4, most: 3).Trials.Count);
}

namespace Spillway.Simulation.Tests;

public sealed class SimulationRunnerTests
{
    // Second 700 lies in the minutes of the fall.
    private const int MidCrash = 700;

    private static readonly Lazy<SimulationResult> First = new(() => Checkout.Run(Request));

    private static SimulationRequest Request => Checkout.Request(Checkout.Small, Checkout.Policy("spillway"));

    [Fact]
    public void Runner_WhenAskedTheSameTwice_GivesTheSameBits() => AssertSame(First.Value, Checkout.Run(Request));

    [Fact]
    public void Runner_WhenItHasTwoThreads_GivesTheSameBits() => AssertSame(First.Value, Checkout.Run(Request with { Threads = 2 }));

    [Fact]
    public void Runner_WhenEveryEngineIsRestoredMidCrash_GivesTheSameBits()
    {
        Assert.All(First.Value.Policies.Single(policy => policy.Name == "spillway").PerSeed["liquidatedAccounts"], count => Assert.True(count > 0));
        AssertSame(First.Value, Checkout.Run(Request with { RestartAtSecond = MidCrash }));
    }

    [Fact]
    public void Runner_WhenTheSeedDiffers_GivesAnotherState() => Assert.NotEqual(First.Value.StateHash, Checkout.Run(Request with { Seed = 2 }).StateHash);

    [Fact]
    public void Runner_WhenFewerSeedsAreAsked_GivesTheSameFirstOnes()
    {
        SimulationResult one = Checkout.Run(Request with { Seeds = 1 });
        foreach ((PolicyOutcome left, PolicyOutcome right) in one.Policies.Zip(First.Value.Policies))
            Assert.All(Metric.All, metric => Assert.Equal(right.PerSeed[metric.Key][0], left.PerSeed[metric.Key].Single()));
    }

    [Fact]
    public void Runner_WhenItIsDone_ReportsEveryMetricOfEveryPolicyWithTheCounterfactualLast()
    {
        Assert.True(First.Value.IsComplete);
        Assert.Equal(2, First.Value.Seeds);
        Assert.Equal(["spillway", "exogenous"], First.Value.Policies.Select(policy => policy.Name));
        Assert.All(First.Value.Policies, policy => Assert.Equal(Metric.All.Select(metric => metric.Key).Order(), policy.Metrics.Keys.Order()));
    }

    [Fact]
    public void Runner_WhenItIsCancelled_ReturnsWhatIsFinished()
    {
        using CancellationTokenSource cancellation = new();
        SimulationResult result = SimulationRunner.Run(
            Request,
            progress =>
            {
                if (progress.Done == 2) cancellation.Cancel();
            },
            cancellation.Token);
        Assert.False(result.IsComplete);
        Assert.Equal(1, result.Seeds);
    }

    [Fact]
    public void Exogenous_WhenItIsMeasuredAgainstItself_AmplifiesNothingAndDeleveragesNobody()
    {
        PolicyOutcome exogenous = First.Value.Policies[^1];
        Assert.All(exogenous.PerSeed["amplification"], value => Assert.Equal(1, value));
        Assert.All(exogenous.PerSeed["excessDrawdown"], value => Assert.Equal(0, value));
        Assert.All(exogenous.PerSeed["deleveragedNotional"], value => Assert.Equal(0, value));
        Assert.All(exogenous.PerSeed["falseLiquidationShare"], value => Assert.Equal(0, value));
        Assert.All(exogenous.PerSeed["liquidatedAccounts"], value => Assert.True(value > 0));
    }

    private static void AssertSame(SimulationResult expected, SimulationResult actual)
    {
        Assert.Equal(expected.StateHash, actual.StateHash);
        Assert.Equal(expected.Commands, actual.Commands);
        foreach ((PolicyOutcome left, PolicyOutcome right) in expected.Policies.Zip(actual.Policies))
        {
            Assert.Equal(left.Name, right.Name);
            Assert.All(Metric.All, metric => Assert.Equal(left.PerSeed[metric.Key], right.PerSeed[metric.Key]));
        }
    }
}

namespace Spillway.Simulation.Tests;

public sealed class DirectionTests
{
    [Fact]
    public void Squeeze_OfShorts_IsMeasuredUpward()
    {
        Scenario squeeze = ScenarioDocument.Read(Checkout.Library.ScenarioFolder("short-squeeze"));
        Assert.Equal(ShockDirection.Squeeze, squeeze.Direction);
        SimulationResult result = Checkout.Run(Checkout.Request(squeeze, Checkout.Policy("market-order")));
        Assert.All(result.Policies[0].PerSeed["excessDrawdown"], excess => Assert.True(excess > 0));
        Assert.All(result.Policies[0].PerSeed["amplification"], ratio => Assert.True(ratio > 1));
        Assert.All(result.Policies[1].PerSeed["amplification"], ratio => Assert.Equal(1, ratio));
    }

    [Fact]
    public void Fall_OfTheBitcoinCrash_IsMeasuredDownward() => Assert.Equal(ShockDirection.Fall, Checkout.Shipped.Direction);

    [Fact]
    public void Placebo_UnderEveryPolicy_StaysAsItIs()
    {
        Scenario placebo = ScenarioDocument.Read(Checkout.Library.ScenarioFolder("placebo"));
        placebo = placebo with { Accounts = placebo.Accounts with { Count = 1_000 } };
        SimulationResult result = Checkout.Run(Checkout.Request(placebo, Checkout.Policy("spillway")) with { Seeds = 6, Threads = 2 });
        Assert.All(result.Policies, policy => Assert.Equal(0, policy.Metrics["badDebt"].Mean));
        Assert.InRange(result.Policies[0].Metrics["amplification"].Mean!.Value, 0.99, 1.02);
    }
}

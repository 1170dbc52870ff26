namespace Spillway.Simulation.Tests;

/// <summary>The rule book that takes every forced sale out of the market: what is left of the amplification, no rule of liquidation can take away.</summary>
public sealed class AbsorbedTests
{
    private static readonly Scenario Reactive = Checkout.Small with { Traders = Checkout.Shipped.Traders };

    private static readonly Lazy<SimulationResult> Result = new(() => Checkout.Run(Checkout.Request(Reactive, Checkout.Policy("absorbed"), Checkout.Policy("market-order"))));

    private static IReadOnlyList<double?> Values(SimulationResult result, string policy, string metric) => result.Policies.Single(outcome => outcome.Name == policy).PerSeed[metric];

    [Fact]
    public void Absorbed_WhereStopsTrade_AmplifiesByThemAlone()
    {
        IReadOnlyList<double?> absorbed = Values(Result.Value, "absorbed", "amplification"), market = Values(Result.Value, "market-order", "amplification");
        Assert.All(absorbed, value => Assert.True(value >= 1));
        Assert.Contains(absorbed, value => value > 1.001);
        Assert.All(absorbed.Zip(market), pair => Assert.True(pair.First < pair.Second, $"{pair.First} of absorbed, {pair.Second} of market-order"));
        Assert.True(Result.Value.Policies.Single(outcome => outcome.Name == "absorbed").Flows["stopNotional"].Mean > 0);
    }

    [Fact]
    public void Exogenous_WhereStopsWouldTrade_HasNone()
    {
        Assert.Equal(0, Result.Value.Policies.Single(outcome => outcome.Name == "exogenous").Flows["stopNotional"].Mean);
        Assert.All(Values(Result.Value, "exogenous", "amplification"), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Absorbed_WhereNobodyReacts_IsTheCounterfactual()
    {
        SimulationResult result = Checkout.Run(Checkout.Request(Checkout.Small, Checkout.Policy("absorbed")));
        Assert.All(Values(result, "absorbed", "amplification"), value => Assert.Equal(1, value));
        Assert.Equal(Values(result, "exogenous", "liquidatedNotional"), Values(result, "absorbed", "liquidatedNotional"));
    }
}

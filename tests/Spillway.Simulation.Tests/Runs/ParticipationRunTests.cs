using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Simulation.Tests;

/// <summary>A crash under a cap on participation, and one in which cases share the room.</summary>
public sealed class ParticipationRunTests
{
    private static PolicyDocument Variant(string release) => Checkout.Variant(
        $$"""{ "name": "variant", "extends": "spillway", "netting": { "enabled": false }, "takers": { "enabled": false }, "release": { {{release}} } }""");

    private static RunObservation Run(PolicyDocument policy, VenueRunOptions options)
    {
        VenueScenario scenario = VenueScenario.Of(Checkout.Small);
        using VenueRun run = new(scenario, policy, SimulationRunner.PathsOf(scenario, 1), 1, options);
        return run.Run(CancellationToken.None);
    }

    [Fact]
    public void Cap_InACrash_SellsLess()
    {
        Shares watched = new();
        double open = Sold(Run(Variant("\"participation\": 0"), new VenueRunOptions())), capped = Sold(Run(Variant("\"participation\": 0.02"), new VenueRunOptions { Events = watched }));
        Assert.True(watched.Capped > 10, $"{watched.Capped} times bound by the cap");
        Assert.InRange(capped, 0.01 * open, 0.9 * open);
    }

    [Fact]
    public void Narrator_WhenTheCapBinds_TellsWhatWasTraded()
    {
        List<Decision> decisions = [];
        Run(Variant("\"participation\": 0.02, \"participationSeconds\": 30"), new VenueRunOptions { Events = new Narrator(decisions.Add) });
        Assert.Contains(decisions, decision => decision.Event == "ReleaseDecided" && decision.Text.Contains("Within 30 s others traded", StringComparison.Ordinal));
        Assert.Contains(decisions, decision => decision.Event == "HandedOver" && decision.Text.EndsWith("reason: participation.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"participation\": 0.05, \"participationIn\": \"stress\"")]
    [InlineData("\"order\": \"proportional\", \"participation\": 0.02")]
    public void Runner_WhenEnginesAreRestoredMidCrash_GivesTheSameBits(string release)
    {
        SimulationRequest request = Checkout.Request(Checkout.Small, Variant(release));
        Assert.Equal(Checkout.Run(request).StateHash, Checkout.Run(request with { RestartAtSecond = 700 }).StateHash);
    }

    private static double Sold(RunObservation run) => run.ForcedCloses.Where(close => close.Route == TradeRoute.Book).Sum(close => close.Notional);

    private sealed class Shares : IEngineEvents
    {
        public int Capped { get; private set; }

        public void On(in ReleaseDecided e) => Capped += e.Bound == ReleaseBound.Participation ? 1 : 0;
    }
}

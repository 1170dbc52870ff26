using Spillway.Core;

namespace Spillway.Simulation.Tests;

/// <summary>Circuit breakers in a small crash: counted, told, and the same after a restart.</summary>
public sealed class BreakerRunTests
{
    private static readonly VenueScenario Scenario = VenueScenario.Of(Checkout.Small);

    private static readonly Lazy<(RunObservation Run, List<Decision> Decisions)> Halted = new(() =>
    {
        List<Decision> decisions = [];
        return (Run("halt", new VenueRunOptions { Events = new Narrator(decisions.Add) }), decisions);
    });

    [Fact]
    public void HaltSeconds_AreThoseBetweenTripAndEnd()
    {
        (RunObservation run, List<Decision> decisions) = Halted.Value;
        double told = 0;
        Timestamp since = default;
        foreach (Decision decision in decisions)
        {
            if (decision.Event == "BreakerTripped") since = decision.Time;
            if (decision.Event == "BreakerExpired") told += (decision.Time - since) / (double)Timestamp.NanosPerSecond;
        }
        Assert.True(told >= 60, $"only {told} s");
        Assert.Equal(told, run.Markets[0].HaltSeconds, 2.0); // looked at once a second
        Assert.Equal(run.Markets[0].HaltSeconds, RunMetrics.Of(run, run, run).Venue["haltSeconds"]);
    }

    [Fact]
    public void HaltSeconds_WhenABreakerOnlyCutsForcedOrders_AreNone() => Assert.Equal(0, Run("cutRelease", new VenueRunOptions()).Markets[0].HaltSeconds);

    [Fact]
    public void Narrator_TellsRuleInputsAndBoundOfEachTripAndThePriceOfEachReopening()
    {
        Decision[] told = [.. Halted.Value.Decisions.Where(decision => decision.Market == "BTC-PERP")];
        Assert.Equal(["BreakerTripped", "BreakerExpired", "MarketReopened"], told.Take(3).Select(decision => decision.Event));
        Assert.Contains("bound 100 bp, mark", told[0].Text, StringComparison.Ordinal);
        Assert.Contains("rests until", told[1].Text, StringComparison.Ordinal);
        Assert.Contains("at one price of", told[2].Text, StringComparison.Ordinal);
        Assert.Equal("BTC-PERP", told[0].ToJson("p")["market"]!.GetValue<string>());
    }

    [Fact]
    public void Run_WhenTheEngineIsRestoredWithinAHalt_EndsInTheSameState()
    {
        (RunObservation run, List<Decision> decisions) = Halted.Value;
        Timestamp tripped = decisions.First(decision => decision.Event == "BreakerTripped").Time;
        int second = (int)((tripped - Checkout.Small.Prices.Start) / Timestamp.NanosPerSecond) + 20;
        Assert.Equal(run.Hash, Run("halt", new VenueRunOptions { RestartAtSecond = second }).Hash);
    }

    private static RunObservation Run(string action, VenueRunOptions options)
    {
        string json = $$"""{ "name": "broken", "extends": "market-order", "breakers": { "velocity": 0.01, "velocityAction": "{{action}}", "renewalsMax": 0 } }""";
        using VenueRun run = new(Scenario, Checkout.Variant(json), SimulationRunner.PathsOf(Scenario, 1), 1, options);
        return run.Run(CancellationToken.None);
    }
}

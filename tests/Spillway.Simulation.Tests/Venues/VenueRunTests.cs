namespace Spillway.Simulation.Tests;

/// <summary>What several markets do to each other, and that runs of several are as exact as runs of one.</summary>
public sealed class VenueRunTests
{
    private const ulong Seed = 3;

    private const int MidCrash = 700;

    private static readonly VenueScenario Joined = TwoMarkets.With(crossShare: 0.4, hedgedShare: 0.2, sharedMakers: 2);

    private static SimulationRequest Request => Checkout.Request(TwoMarkets.Crash, Checkout.Policy("spillway"), Checkout.Policy("market-order")) with { Scenario = Joined };

    private static readonly Lazy<SimulationResult> First = new(() => Checkout.Run(Request));

    [Fact]
    public void Runner_WithTwoThreadsOrARestartMidCrash_GivesTheSameBits()
    {
        Assert.Equal(First.Value.StateHash, Checkout.Run(Request with { Threads = 2 }).StateHash);
        Assert.Equal(First.Value.StateHash, Checkout.Run(Request with { RestartAtSecond = MidCrash }).StateHash);
    }

    [Fact]
    public void Metrics_OfTheVenue_AreSumsMeansAndExtremesOfItsMarkets()
    {
        foreach (PolicyOutcome policy in First.Value.Policies)
        {
            Assert.Equal(["BTC-PERP", "CALM-PERP"], policy.Markets.Select(market => market.Market));
            Near(Sum(policy, "liquidatedNotional"), policy.Metrics["liquidatedNotional"].Mean);
            Near(Sum(policy, "deleveragedNotional"), policy.Metrics["deleveragedNotional"].Mean);
            Near(((2 * Mean(policy, 0, "amplification")) + Mean(policy, 1, "amplification")) / 3, policy.Metrics["amplification"].Mean);
            Near(((2 * Mean(policy, 0, "liquidatedShareOfOi")) + Mean(policy, 1, "liquidatedShareOfOi")) / 3, policy.Metrics["liquidatedShareOfOi"].Mean);
            Assert.All(policy.Markets, market => Assert.DoesNotContain("badDebt", market.Metrics.Keys));
            Assert.All(policy.Markets, market => Assert.True(market.Metrics["maxLoopGain"].Mean <= policy.Metrics["maxLoopGain"].Mean));
        }
    }

    [Fact]
    public void CrossMargin_CarriesTheFallIntoTheCalmMarket()
    {
        double apart = CalmLiquidations(TwoMarkets.With()), joined = CalmLiquidations(TwoMarkets.With(crossShare: 1));
        Assert.True(joined > apart + (0.01 * TwoMarkets.Calm.OpenInterestUsd), $"{joined:0} USD joined, {apart:0} USD apart");
    }

    [Fact]
    public void CrossMargin_WhenBothPositionsLose_NamesTheMarketThatLostMost()
    {
        RunObservation run = Checkout.Run(TwoMarkets.With(crossShare: 1), "market-order", Seed, new VenueRunOptions());
        Assert.Contains(run.ForcedCloses, close => close is { Market: 1, Origin: 0 });
        Assert.DoesNotContain(Checkout.Run(TwoMarkets.With(), "market-order", Seed, new VenueRunOptions()).ForcedCloses, close => close.Market != close.Origin);
    }

    [Fact]
    public void Hedges_InTheCalmMarket_LendTheirEquityToTheFallingOne()
    {
        VenueScenario WithEquity(double share) => TwoMarkets.With(crossShare: share, hedgedShare: 1).Each(market => market with { Accounts = TwoMarkets.Crash.Accounts });
        int apart = Liquidated(WithEquity(0)), hedged = Liquidated(WithEquity(1));
        Assert.True(hedged < apart / 2, $"{hedged} accounts hedged, {apart} apart");

        static int Liquidated(VenueScenario scenario) => Checkout.Run(scenario, "market-order", Seed, new VenueRunOptions()).LiquidatedAccounts.Count;
    }

    [Fact]
    public void SharedMakers_WithdrawFromTheCalmMarketToo()
    {
        double own = LeastDepth(TwoMarkets.With()), shared = LeastDepth(TwoMarkets.With(sharedMakers: 4));
        Assert.True(shared < 0.6 * own, $"{shared:0} USD with shared makers, {own:0} USD without");
    }

    [Fact]
    public void Exogenous_InEveryMarket_LeavesThePriceAlone()
    {
        PolicyOutcome exogenous = First.Value.Policies[^1];
        Assert.All(exogenous.Markets, market => Assert.Equal(1, market.Metrics["amplification"].Mean));
        Assert.All(exogenous.Markets, market => Assert.Equal(0, market.Metrics["falseLiquidationShare"].Mean ?? 0));
    }

    [Fact]
    public void Report_OfSeveralMarkets_ShowsEach()
    {
        System.Text.Json.Nodes.JsonObject report = ReportDocument.Write(First.Value, sensitivity: null, []);
        foreach (string section in (string[])["heatmaps", "gain"]) Assert.Equal(2, report[section]!.AsArray().Count);
        Assert.Equal(2, report["series"]!["markets"]!.AsArray().Count);
        Assert.Equal(2, report["result"]!["calibration"]!["markets"]!.AsArray().Count);
        Dictionary<string, string> assumptions = report["assumptions"]!.AsArray().ToDictionary(row => row!["name"]!.GetValue<string>().Split(':')[0], row => row!["value"]!.GetValue<string>());
        Assert.Equal("0.4", assumptions["crossShare"]);
        Assert.Equal("BTC-PERP 1, CALM-PERP 0.02", assumptions["theta"]);
        Assert.Equal("4", assumptions["liquidity.makers"]);
    }

    private static double CalmLiquidations(VenueScenario scenario) =>
        Checkout.Run(scenario, "market-order", Seed, new VenueRunOptions()).ForcedCloses.Where(close => close.Market == 1).Sum(close => close.Notional);

    private static double LeastDepth(VenueScenario scenario) =>
        Checkout.Run(scenario, "market-order", Seed, new VenueRunOptions()).Markets[1].Series.Depth.Chunk(6).Min(minute => minute.Average());

    private static double Sum(PolicyOutcome policy, string metric) => policy.Markets.Sum(market => market.Metrics[metric].Mean!.Value);

    private static double Mean(PolicyOutcome policy, int market, string metric) => policy.Markets[market].Metrics[metric].Mean!.Value;

    private static void Near(double expected, double? actual) => Assert.InRange(actual!.Value, expected - (1e-9 * Math.Abs(expected)) - 1e-12, expected + (1e-9 * Math.Abs(expected)) + 1e-12);
}

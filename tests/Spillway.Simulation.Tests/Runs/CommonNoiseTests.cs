using Spillway.Liquidation;

namespace Spillway.Simulation.Tests;

public sealed class CommonNoiseTests
{
    private const ulong Seed = 5;

    [Fact]
    public void Runs_OfTwoPoliciesUnderOneSeed_AreTheSameUntilTheFirstCaseOpens()
    {
        (RunObservation left, BeforeFirstCase leftEvents) = Run("spillway");
        (RunObservation right, BeforeFirstCase rightEvents) = Run("exogenous");
        Assert.NotEqual(left.Hash, right.Hash);
        Assert.True(leftEvents.IsOver && rightEvents.IsOver);
        Assert.True(leftEvents.Events.Count > Checkout.Small.Accounts.Count);
        Assert.Equal(leftEvents.Events, rightEvents.Events);
    }

    [Fact]
    public void Runs_OfTwoPoliciesThatForceNobody_AreTheSameToTheEnd()
    {
        // A population at leverage one: a fall of 13 % liquidates nobody.
        Scenario calm = Checkout.Small with
        {
            Accounts = Checkout.Small.Accounts with { LongLeverage = 1, ShortLeverage = 1, LeverageSigma = 0, EntrySigma = 0 },
        };
        RunObservation left = Run(calm, "market-order", new MarketRunOptions());
        RunObservation right = Run(calm, "exogenous", new MarketRunOptions());
        Assert.Empty(left.LiquidatedAccounts);
        Assert.Empty(right.LiquidatedAccounts);
        Assert.Equal(left.Marks, right.Marks);
        Assert.Equal(left.WorstTrade, right.WorstTrade);
        Assert.Equal(left.PositiveEquity, right.PositiveEquity);
        Assert.Equal(left.Commands, right.Commands);
        Assert.Equal(1, RunMetrics.Of(left, right, default, calm.OpenInterestUsd)["amplification"]);
    }

    private static (RunObservation Run, BeforeFirstCase Events) Run(string policy)
    {
        BeforeFirstCase events = new();
        return (Run(Checkout.Small, policy, new MarketRunOptions { Events = events }), events);
    }

    private static RunObservation Run(Scenario scenario, string policy, MarketRunOptions options)
    {
        using MarketRun run = new(scenario, Checkout.Policy(policy), ExogenousPath.Create(scenario.Prices, Seed), Seed, options);
        return run.Run(CancellationToken.None);
    }

    // Accounts, money, trades and marks: population and noise, as the venue saw them.
    private sealed class BeforeFirstCase : IEngineEvents
    {
        public List<object> Events { get; } = [];

        public bool IsOver { get; private set; }

        public void On(in AccountOpened e) => Add(e);

        public void On(in BalanceMoved e) => Add(e);

        public void On(in Traded e) => Add(e);

        public void On(in MarkMoved e) => Add(e);

        public void On(in CaseOpened e) => IsOver = true;

        private void Add(object e)
        {
            if (!IsOver) Events.Add(e);
        }
    }
}

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
        RunObservation left = Checkout.Run(calm, "market-order", Seed, new VenueRunOptions());
        RunObservation right = Checkout.Run(calm, "exogenous", Seed, new VenueRunOptions());
        Assert.Empty(left.LiquidatedAccounts);
        Assert.Empty(right.LiquidatedAccounts);
        Assert.Equal(left.Markets[0].Marks, right.Markets[0].Marks);
        Assert.Equal(left.Markets[0].WorstTrade, right.Markets[0].WorstTrade);
        Assert.Equal(left.PositiveEquity, right.PositiveEquity);
        Assert.Equal(left.Commands, right.Commands);
        Assert.Equal(1, RunMetrics.Of(left, right, left).Venue["amplification"]);
    }

    private static (RunObservation Run, BeforeFirstCase Events) Run(string policy)
    {
        BeforeFirstCase events = new();
        return (Checkout.Run(Checkout.Small, policy, Seed, new VenueRunOptions { Events = events }), events);
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

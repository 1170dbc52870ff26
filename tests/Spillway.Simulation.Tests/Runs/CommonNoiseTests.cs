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

    // X, the baseline and the policy under test, with everybody who trades in the shipped crash: until somebody is forced to trade, what makers quote is the same to
    // the tick and to the lot, so that its correlation is exactly one.
    [Fact]
    public void Quotes_OfMakersUnderEveryPolicy_AreTheSameUntilTheFirstForcedOrder()
    {
        Scenario crash = Checkout.Small with { Liquidity = Checkout.Shipped.Liquidity, Traders = Checkout.Shipped.Traders };
        QuotesBeforeForce exogenous = Quotes(crash, "exogenous"), baseline = Quotes(crash, "market-order"), policy = Quotes(crash, "spillway");
        int common = Math.Min(exogenous.Orders.Count, Math.Min(baseline.Orders.Count, policy.Orders.Count));
        Assert.True(common > 10_000, $"{common} quotes before the first forced order");
        Assert.Equal(exogenous.Orders.Take(common), baseline.Orders.Take(common));
        Assert.Equal(exogenous.Orders.Take(common), policy.Orders.Take(common));
        Assert.Equal(1, Correlation([.. exogenous.Orders.Take(common).Select(order => (double)order.Price.Ticks)], [.. baseline.Orders.Take(common).Select(order => (double)order.Price.Ticks)]), 12);
    }

    private static QuotesBeforeForce Quotes(Scenario scenario, string policy)
    {
        QuotesBeforeForce quotes = new(scenario.Accounts.Count);
        Checkout.Run(scenario, policy, Seed, new VenueRunOptions { Events = quotes });
        return quotes;
    }

    private static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double xy = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return xy / Math.Sqrt(x.Sum(a => (a - meanX) * (a - meanX)) * y.Sum(b => (b - meanY) * (b - meanY)));
    }

    // Orders of houses, who are not leveraged accounts. A trade of a leveraged account is a forced one: a liquidation, or a stop before it.
    private sealed class QuotesBeforeForce(int holders) : IEngineEvents
    {
        private bool isOver;

        public List<OrderRested> Orders { get; } = [];

        public void On(in CaseOpened e) => isOver = true;

        public void On(in Traded e) => isOver |= e.Route == TradeRoute.Book && (e.Buyer.Index < holders || e.Seller.Index < holders);

        public void On(in OrderRested e)
        {
            if (!isOver) Orders.Add(e);
        }
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

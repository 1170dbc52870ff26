namespace Spillway.Simulation.Tests;

/// <summary>Each kind of trader and each property of the market beside the leveraged accounts: switched on it does what it is there for, switched off nothing.</summary>
public sealed class TraderTests
{
    private const ulong Seed = 11;

    private static readonly Scenario Crash = Checkout.Small;

    [Fact]
    public void Predators_SellAheadOfForcedSalesAndDeepenTheFall()
    {
        // A book that the liquidations alone do not empty: what is sold ahead of them shows.
        Scenario alone = Crash with { Liquidity = Checkout.Shipped.Liquidity, Theta = 0.5 };
        SimulationResult without = Simulate(alone), with = Simulate(alone with { Traders = Crash.Traders with { PredatorShare = 0.05 } });
        Assert.Equal(0, without.Policies[0].Flows["predatorNotional"].Mean);
        Assert.True(with.Policies[0].Flows["predatorNotional"].Mean > 0.02 * Crash.OpenInterestUsd);
        MetricSummary deeper = MetricSummary.OfDifferences(with.Policies[0].PerSeed["excessDrawdown"], without.Policies[0].PerSeed["excessDrawdown"]);
        Assert.True(deeper.Mean > 0, $"{deeper}");

        static SimulationResult Simulate(Scenario scenario) => Checkout.Run(Checkout.Request(scenario, Checkout.Policy("market-order")) with { Seeds = 6, Threads = 2 });
    }

    [Fact]
    public void Predators_WhereNobodyIsForced_DoNothing()
    {
        Scenario calm = Crash with { Theta = 0.02, Traders = Crash.Traders with { PredatorShare = 0.05 } };
        Assert.Equal(0, Run(calm).Markets[0].PredatorNotional);
    }

    // Where orders are collected all the time there is no feed of forced trades: predators go by the prices of batches, and a quiet market deceives them.
    [Theory]
    [InlineData(0.02, false)]
    [InlineData(1, true)]
    public void Predators_WhereOrdersAreCollected_GoByThePricesOfBatches(double theta, bool isCrash)
    {
        const string batches = """
            { "extends": "market-order", "name": "opaque", "breakers": { "velocity": 0.0001, "velocityAction": "batchOnly", "releaseShare": 1, "expirySeconds": 3600, "renewalsMax": 100, "restSeconds": 0 } }
            """;
        Scenario scenario = Crash with { Theta = theta, Traders = Crash.Traders with { PredatorShare = 0.05 } };
        using VenueRun run = new(VenueScenario.Of(scenario), Checkout.Variant(batches), SimulationRunner.PathsOf(VenueScenario.Of(scenario), Seed), Seed, new VenueRunOptions());
        MarketObservation market = run.Run(CancellationToken.None).Markets[0];
        Assert.True(market.HaltSeconds > 0);
        Assert.True(market.PredatorNotional > 0);
        Assert.Equal(isCrash, market.ForcedNotional > 0);
    }

    [Fact]
    public void Predators_WhenTheEpisodeIsOver_UnwindWhatTheyHold()
    {
        // They trade their largest position on the way in; what is clearly more than that was traded on the way out.
        RunObservation run = Run(Crash with { Traders = Crash.Traders with { PredatorShare = 0.01 } });
        Assert.True(run.Markets[0].PredatorNotional > 1.5 * 0.01 * Crash.OpenInterestUsd, $"{run.Markets[0].PredatorNotional:0} USD");
    }

    [Fact]
    public void OutsideVenues_UnderStress_StandApart()
    {
        // The mark follows the median of three venues: with a basis that moves it, the mark does too.
        RunObservation apart = Run(Crash with { Liquidity = Crash.Liquidity with { VenueBasis = 0.02 } }), together = Run(Crash);
        int first = together.Markets[0].Marks.Zip(apart.Markets[0].Marks).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.InRange(first, 1, together.Markets[0].Marks.Count - 1);
        double noise = Roughness(apart.Markets[0].Marks), calm = Roughness(together.Markets[0].Marks);
        Assert.True(noise > 1.2 * calm, $"{noise} apart, {calm} together");
    }

    [Fact]
    public void Delay_MakesMakersQuoteAnOldPrice()
    {
        RunObservation late = Run(Crash with { Liquidity = Crash.Liquidity with { DelayMilliseconds = 30_000 } }), prompt = Run(Crash);
        // Half a minute late, the book of a falling market stands above it.
        Assert.Contains(late.Markets[0].Marks.Zip(prompt.Markets[0].Marks), pair => pair.First > 1.005 * pair.Second);
        Assert.NotEqual(prompt.Hash, late.Hash);
    }

    [Fact]
    public void CoinMargin_LosesTwiceInAFall()
    {
        RunObservation dollars = Run(Crash), coins = Run(Crash with { Accounts = Crash.Accounts with { CoinShare = 1 } });
        Assert.All(dollars.ForcedCloses, close => Assert.False(close.IsByCollateral));
        Assert.Contains(coins.ForcedCloses, close => close.IsByCollateral);
        Assert.True(coins.LiquidatedAccounts.Count > dollars.LiquidatedAccounts.Count);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0.000001")] // a coin of eleven cents is traded in contracts of ten
    public void CoinMargin_IsWorthTheSameAtTheFirstOpen(string scale)
    {
        // A price that never moves: whoever holds coins has the equity it was drawn with, and nobody is liquidated.
        MinuteBar first = Crash.Prices.Bars[0];
        decimal open = first.Open * decimal.Parse(scale, System.Globalization.CultureInfo.InvariantCulture);
        MinuteBar flat = first with { Open = open, High = open, Low = open, Close = open, Volume = 0, QuoteVolume = 0, Trades = 0, TakerBuyVolume = 0 };
        Scenario still = Crash with { Prices = new PriceTable("flat", [flat]), Accounts = Crash.Accounts with { CoinShare = 1 } };
        RunObservation dollars = Run(still with { Accounts = Crash.Accounts }), coins = Run(still);
        Assert.Empty(coins.LiquidatedAccounts);
        Assert.InRange(coins.PositiveEquity / dollars.PositiveEquity, 0.998, 1.002);
    }

    [Fact]
    public void CalledAccounts_WhoAnswer_SellBeforeTheyAreLiquidated()
    {
        Scenario deep = Crash with { Liquidity = Crash.Liquidity with { DepthShare = 60 } };
        RunObservation without = Run(deep), with = Run(deep with { Traders = deep.Traders with { CallShare = 1 } });
        Assert.Equal(0, without.Markets[0].CallNotional);
        Assert.InRange(with.Markets[0].CallNotional, 0.001 * deep.OpenInterestUsd, deep.OpenInterestUsd);
    }

    [Theory]
    [InlineData("spillway")]
    [InlineData("hyperliquid")]
    public void Everybody_AtOnce_GivesTheSameBitsTwiceAndAfterARestart(string policy)
    {
        Scenario busy = Crash with
        {
            Accounts = Crash.Accounts with { CoinShare = 0.3, SoftShare = 0.3, ReservedShare = 0.3, ReserveShare = 0.3 },
            Liquidity = Crash.Liquidity with { DelayMilliseconds = 1_500, VenueBasis = 0.01 },
            Traders = new TraderTerms(0.01, 0.2, 0.5, 10, 0.5, 0.2, 0.01),
        };
        RunObservation once = Checkout.Run(busy, policy, Seed, new VenueRunOptions());
        Assert.Equal(once.Hash, Checkout.Run(busy, policy, Seed, new VenueRunOptions()).Hash);
        Assert.Equal(once.Hash, Checkout.Run(busy, policy, Seed, new VenueRunOptions { RestartAtSecond = 700 }).Hash);
        Assert.True(once.BadDebt >= 0);
    }

    private static double Roughness(IReadOnlyList<double> marks)
    {
        double sum = 0;
        for (int i = 1; i < marks.Count; i++) sum += Math.Abs(Math.Log(marks[i] / marks[i - 1]));
        return sum;
    }

    private static RunObservation Run(Scenario scenario) => Checkout.Run(scenario, "market-order", Seed, new VenueRunOptions());
}

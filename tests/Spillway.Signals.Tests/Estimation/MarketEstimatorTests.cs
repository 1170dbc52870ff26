using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Signals.Tests.Estimation;

public sealed class MarketEstimatorTests
{
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_760_000_000_000);

    [Fact]
    public void Estimate_BeforeTheFirstMark_KnowsNothing()
    {
        Venue venue = new();
        MarketEstimator estimator = Of(venue);
        estimator.Observe(Start);
        Assert.Equal(new MarketSignals(0, 0, 0, 0, 0, 0, Start), estimator.Estimate(Start));
        Assert.Null(estimator.Read());
    }

    [Fact]
    public void Estimate_OfAHandMadeMarket_IsWorkedByHand()
    {
        Venue venue = Quoted();
        venue.OpenWith(5_000, Venue.Linear, 1_000, Venue.Mark); // 50,000 turns liquidatable at 0.08004
        MarketSignals signals = Of(venue).Estimate(Start);
        // 100 lots of 50 USD every 10 bp to 10 %: 5 M USD per unit of log-price. Gain in the cell: 50,000 / 0.001 / 5 M, φ = 1.
        Assert.InRange(signals.BidDepthUnits, 4_990_000_000_000, 5_010_000_000_000);
        Assert.InRange(signals.AskDepthUnits, 4_990_000_000_000, 5_010_000_000_000);
        Assert.InRange(signals.LongGainPpm, 9_900_000, 10_100_000);
        Assert.Equal((0, 0, 0), (signals.ShortGainPpm, signals.ResiliencePpm, signals.VolatilityPpm));
        Assert.Equal(Start, signals.AsOf);
    }

    [Fact]
    public void Read_AfterAnEstimate_ShowsWhatTheSignalsRestOn()
    {
        Venue venue = Quoted();
        for (int i = 0; i < 40; i++) venue.OpenWith(5_000 + (10 * i), Venue.Linear, 1_000, Venue.Mark);
        MarketEstimator estimator = Of(venue);
        MarketSignals signals = estimator.Estimate(Start);
        MarketReading reading = estimator.Read()!;
        Assert.Equal(signals, reading.Signals);
        Assert.Equal((Venue.Mark, 1.0, false), (reading.Mark.Ticks, reading.ImpactShare, reading.IsIndexStale));
        Assert.Equal((Side.Sell, Side.Buy), (reading.Falls.Forced, reading.Squeezes.Forced));
        Assert.Equal(40, reading.Falls.TriggeredAccounts);
        Assert.Equal(2_000_000, reading.Falls.OpenInterest, 1e-6);
        Assert.Equal(0.080, reading.Falls.Cliff!.Value, 1e-12);
        Assert.Equal(0.080, reading.Falls.CriticalShock!.Value, 1e-12);
        Assert.True(reading.Falls.Gap > 0.3);
        Assert.Null(reading.Squeezes.Cliff);
        Assert.Equal(signals.LongGainPpm, (int)Math.Ceiling(reading.Falls.MaxGain * 1e6));
        Assert.Equal(LogPriceGrid.Cells, reading.Falls.Ends.Count);
    }

    [Fact]
    public void Estimate_WithALiveMap_SaysWhatAMapMadeAnewSays()
    {
        Venue venue = Quoted();
        LiveLiquidationMap live = new(venue.House, venue.NoCases, Venue.Linear, AccountChanges.Of(venue.House));
        MarketEstimator estimator = new(venue.Exchange[Venue.Linear], venue.House, venue.NoCases, EstimatorOptions.Default, live);
        for (int i = 0; i < 5; i++)
        {
            venue.OpenWith(5_240 + i, Venue.Linear, 1_000, Venue.Mark);
            MarketSignals anew = Of(venue).Estimate(Start);
            Assert.Equal(anew.LongGainPpm, estimator.Estimate(Start).LongGainPpm);
        }
        Assert.Equal(5, estimator.Falls.Map.TriggeredAccounts);
    }

    [Fact]
    public void Estimate_WhenTheBidsAreGone_ReportsNoDepthAndTheLargestGain()
    {
        Venue venue = new();
        venue.Price(Venue.Mark, Start);
        venue.OpenWith(5_000, Venue.Linear, 1_000, Venue.Mark);
        MarketSignals signals = Of(venue).Estimate(Start);
        Assert.Equal((0L, int.MaxValue, 0), (signals.BidDepthUnits, signals.LongGainPpm, signals.ShortGainPpm));
    }

    [Fact]
    public void Estimate_WhileACaseIsOpen_CountsItsAccountAsBacklogEvenIfThePriceHasRecovered()
    {
        Venue venue = Quoted();
        venue.OpenWith(5_000, Venue.Linear, 1_000, Venue.Mark);
        LiquidationDesk desk = new(venue.Exchange, new ScanWatch(venue.House), MarketOrder, EngineLimits.Default, new Silent());
        desk.AddMarket();
        venue.SetMark(Venue.Linear, 440_000);
        desk.PricesMoved([venue.Exchange[Venue.Linear].Id], [], Start);
        venue.SetMark(Venue.Linear, Venue.Mark);
        MarketEstimator estimator = new(venue.Exchange[Venue.Linear], venue.House, desk.Cases, EstimatorOptions.Default);
        estimator.Estimate(Start);
        DirectionReading falls = estimator.Read()!.Falls;
        Assert.Equal((1, 0), (falls.BacklogAccounts, falls.TriggeredAccounts));
        Assert.Equal(50_000, falls.Backlog, 1e-9);
        Assert.Equal(0, falls.MaxGain);
    }

    [Fact]
    public void Observe_OnceASecond_LearnsVolatilityAndResilienceAndLowersTheImpact()
    {
        Venue venue = new();
        MarketEstimator estimator = Of(venue);
        NormalDraws draws = new(11);
        double log = 0, displaced = 0;
        for (int i = 0; i < 8_000; i++)
        {
            Timestamp now = Start.AddNanos(i * Timestamp.NanosPerSecond);
            log += 0.04 / Math.Sqrt(86_400) * draws.Next();
            displaced = (displaced * Math.Exp(-Math.Log(2) / 30)) + (0.0002 * draws.Next());
            double own = Venue.Mark * Math.Exp(log + displaced);
            OrderId bid = venue.Quote(Side.Buy, (long)own - 5, 1_000), ask = venue.Quote(Side.Sell, (long)own + 5, 1_000);
            venue.Price((long)(Venue.Mark * Math.Exp(log)), now);
            estimator.Observe(now);
            if (i == 7_999) break;
            venue.Exchange.Cancel(venue.Exchange[Venue.Linear], bid, OrderEnd.Unfilled);
            venue.Exchange.Cancel(venue.Exchange[Venue.Linear], ask, OrderEnd.Unfilled);
        }
        MarketSignals signals = estimator.Estimate(Start.AddNanos(8_000 * Timestamp.NanosPerSecond));
        Assert.InRange(signals.ResiliencePpm, 15_000, 36_000); // ln 2 / 30 s = 23,105
        Assert.InRange(signals.VolatilityPpm, 35_000, 60_000); // the mark is a median: mostly the index
        MarketReading reading = estimator.Read()!;
        Assert.Equal(LoopGain.ImpactShare(0.2, reading.Resilience, 5), reading.ImpactShare);
        Assert.InRange(reading.ImpactShare, 0.85, 0.97);
    }

    [Fact]
    public void Observe_WhileTheIndexIsStale_SamplesNothing()
    {
        Venue venue = Quoted();
        MarketEstimator estimator = Of(venue);
        venue.Exchange[Venue.Linear].Index.Refresh(Start.AddNanos(60 * Timestamp.NanosPerSecond));
        for (int i = 0; i < 100; i++) estimator.Observe(Start.AddNanos((60 + i) * Timestamp.NanosPerSecond));
        estimator.Estimate(Start.AddNanos(160 * Timestamp.NanosPerSecond));
        Assert.Null(estimator.Read()!.Volatility);
        Assert.True(estimator.Read()!.IsIndexStale);
    }

    [Fact]
    public void ObserveAndEstimate_OnceWarm_AllocateNothing()
    {
        Venue venue = Quoted();
        for (int i = 0; i < 40; i++) venue.OpenWith(5_000 + (10 * i), Venue.Linear, 1_000, Venue.Mark);
        MarketEstimator estimator = Of(venue);
        estimator.Observe(Start);
        estimator.Estimate(Start);
        Assert.Equal(0, Allocations.OfSteadyState(round =>
        {
            Timestamp now = Start.AddNanos((1 + round) * Timestamp.NanosPerSecond);
            estimator.Observe(now);
            estimator.Estimate(now);
        }));
    }

    // 100 lots every 10 bp to 10 % on both sides; a counterparty that nothing liquidates.
    private static Venue Quoted()
    {
        Venue venue = new();
        venue.House.Post(Venue.Usd, LedgerAccount.External, LedgerAccount.Wallet(venue.Counterparty), Money.FromUnits(1L << 50));
        for (int i = 1; i <= 100; i++)
        {
            venue.Quote(Side.Buy, (long)(Venue.Mark * Math.Exp(-i * 0.001)), 100);
            venue.Quote(Side.Sell, (long)(Venue.Mark * Math.Exp(i * 0.001)), 100);
        }
        venue.Price(Venue.Mark, Start);
        return venue;
    }

    private static MarketEstimator Of(Venue venue) => new(venue.Exchange[Venue.Linear], venue.House, venue.NoCases, EstimatorOptions.Default);

    private static Policy MarketOrder { get; } = new(
        "market order",
        new WarningPolicy(RatePpm.FromPpm(1_000_000), Timestamp.NanosPerSecond),
        new TopUpPolicy(false),
        new PreLiquidationPolicy(false, RatePpm.FromPpm(1_000_000), RatePpm.Zero),
        new StressPolicy(0, RatePpm.Zero, RatePpm.FromPpm(1_000_000)),
        new SizingPolicy(SizingMethod.WholePosition, RatePpm.FromPpm(1_000_000), RatePpm.FromPpm(1_000_000), RatePpm.Zero, RatePpm.FromPpm(1_000_000), 0),
        new PacingPolicy(0, RatePpm.FromPpm(1_000_000), 0, CooldownRule.Pause, RatePpm.FromPpm(1_000_000), 0, 0, false),
        new ReleasePolicy(
            ReleaseMethod.Unlimited, RatePpm.Zero, 0, 3_600, RatePpm.Zero, 60 * Timestamp.NanosPerSecond, RatePpm.Zero, ReleaseOrder.InTurn, RatePpm.Zero, 60, ParticipationTime.Always,
            RatePpm.FromPpm(1_000_000), RatePpm.Zero),
        new SchedulePolicy(ScheduleShape.Immediate, 0, RatePpm.Zero),
        new RoutingPolicy(Pools: false, AwayBooks: false, RatePpm.Zero, QuoteNanos: 0),
        new NettingPolicy(false, RatePpm.Zero),
        new TakersPolicy(false, 0),
        new AuctionPolicy(false, AuctionShape.Flat, RatePpm.Zero, RatePpm.Zero, Timestamp.NanosPerSecond, 0, 0, RatePpm.Zero, RatePpm.Zero, 0),
        new PoolPolicy(false, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero, 1, 0, 0),
        new DefaultAuctionPolicy(false, RatePpm.Zero, 0, 0, RatePpm.Zero, RatePpm.Zero, 0, 0, RatePpm.Zero, RatePpm.Zero),
        new VaultPolicy(RatePpm.Zero),
        new HandOverPolicy(HandOverRoute.Wait, HandOverTime.AtOnce, DeleveragingRanking.ProRata, DeleveragingPrice.Mark, 0, RatePpm.Zero),
        new InsurancePolicy(InsuranceMethod.Fee, RatePpm.Zero, 0, DebtPayer.Fund, RatePpm.FromPpm(1_000_000), RatePpm.FromPpm(1_000_000), 3_600, RatePpm.Zero, RatePpm.Zero),
        new BreakerPolicy(
            0, RatePpm.Zero, 300, 0, BreakerAction.Halt, 0, 10, BreakerAction.Halt, RatePpm.Zero, 0, 60, BreakerAction.Halt, 0, 0, BreakerAction.Halt, RatePpm.Zero, BreakerAction.Halt, RatePpm.Zero, 1, 1, 1, 0, 0),
        new OpenInterestPolicy(0, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero),
        new FundingPolicy(false, Timestamp.NanosPerSecond, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero, RatePpm.Zero),
        new AdaptivePolicy(false, RatePpm.FromPpm(1), 1, 1, RatePpm.FromPpm(1_000_000), RatePpm.FromPpm(1_000_000), RatePpm.FromPpm(1), 1));

    private sealed class Silent : IEngineEvents
    {
    }
}

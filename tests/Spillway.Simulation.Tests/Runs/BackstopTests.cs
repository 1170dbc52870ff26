using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Simulation.Tests;

/// <summary>What was chosen beforehand (takers, reserves, pre-liquidation) and money that leaves: switched on each does what it is there for, switched off nothing.</summary>
public sealed class BackstopTests
{
    private const ulong Seed = 11;

    // Nobody nets, so that what is tested here is reached.
    private static readonly Scenario Crash = Checkout.Small with { NettingShare = 0, Takers = Checkout.Small.Takers with { Share = 0 } };

    [Fact]
    public void Takers_TakeWhatWouldBeDeleveragedAndWorkItOff()
    {
        RunObservation without = Run(Crash), with = Run(Crash with { Takers = new TakerTerms(0.025, 0.001m, 600, 0) });
        Assert.Equal((0, 0), (Routed(without, TradeRoute.Taker), without.Markets[0].TakerNotional));
        double taken = Routed(with, TradeRoute.Taker);
        Assert.InRange(taken, 0.005 * Crash.OpenInterestUsd, 0.025 * Crash.OpenInterestUsd);
        Assert.True(Routed(with, TradeRoute.Deleveraging) < Routed(without, TradeRoute.Deleveraging));
        Assert.InRange(with.Markets[0].TakerNotional, 0.3 * taken, 1.5 * taken); // an hour of rest is six half-lives
    }

    [Fact]
    public void Takers_UnderAPolicyThatDoesNotUseThem_HoldTheirMoneyAndNothingElse()
    {
        RunObservation run = Run(Crash with { Takers = new TakerTerms(0.025, 0.001m, 600, 0) }, "market-order");
        Assert.Equal((0, 0, 0), (Routed(run, TradeRoute.Taker), run.Markets[0].TakerNotional, run.TakerLoss));
    }

    [Fact]
    public void Reserves_KeepAccountsFromLiquidation()
    {
        Scenario reserved = Crash with { Accounts = Crash.Accounts with { ReservedShare = 1, ReserveShare = 0.5 } };
        RunObservation without = Run(reserved, "market-order"), with = Run(reserved);
        Assert.Equal(0, without.ToppedUp);
        Assert.True(with.ToppedUp > 0);
        Assert.True(with.LiquidatedAccounts.Count < Run(Crash).LiquidatedAccounts.Count);
    }

    [Fact]
    public void PreLiquidation_ClosesPartsOfThoseWhoAgreed()
    {
        Scenario deep = Crash with { Liquidity = Crash.Liquidity with { DepthShare = 60 }, Accounts = Crash.Accounts with { SoftShare = 1 } };
        Assert.Equal(0, Run(deep with { Accounts = Crash.Accounts }).Markets[0].SoftNotional);
        Assert.True(Run(deep).Markets[0].SoftNotional > 0);
    }

    [Fact]
    public void Gate_InStress_KeepsMoneyFromLeaving()
    {
        Scenario run = Crash with { Traders = Crash.Traders with { WithdrawShare = 1 } };
        Assert.Equal(0, Run(Crash).Withdrawn);
        RunObservation gated = Run(run), open = Run(run, "market-order");
        Assert.InRange(gated.Withdrawn, 1, 0.995 * open.Withdrawn); // most of it leaves before the stress
    }

    [Fact]
    public void BufferPool_TakesWhatWouldBeDeleveragedAndWorksItOff()
    {
        PolicyDocument pooled = Checkout.Variant("""{ "name": "pooled", "extends": "spillway", "pool": { "enabled": true, "unwindHalfLifeSeconds": 600 } }""");
        Scenario funded = Crash with { BufferShare = 0.02 };
        PoolCounter counter = new();
        RunObservation without = Run(funded), with = Run(funded, pooled, counter);
        Assert.Equal(0, Routed(without, TradeRoute.Pool));
        double taken = Routed(with, TradeRoute.Pool);
        Assert.InRange(taken, 0.005 * Crash.OpenInterestUsd, 0.04 * Crash.OpenInterestUsd);
        Assert.True(Routed(with, TradeRoute.Deleveraging) < Routed(without, TradeRoute.Deleveraging));
        Assert.True(counter.Unwound > 0);
        Assert.True(with.PoolUsedPeak > 0);
        Assert.InRange(with.PoolLoss, 0, 0.02 * Crash.OpenInterestUsd);
    }

    [Fact]
    public void BufferPool_UnderAPolicyThatDoesNotUseIt_HoldsItsMoneyAndNothingElse()
    {
        RunObservation run = Run(Crash with { BufferShare = 0.02 }, "market-order");
        Assert.Equal((0, 0, 0), (Routed(run, TradeRoute.Pool), run.PoolUsedPeak, run.PoolLoss));
    }

    [Fact]
    public void Members_TakeWhatWouldBeDeleveragedAndWorkItOff()
    {
        PolicyDocument auctioned = Checkout.Variant("""{ "name": "auctioned", "extends": "spillway", "defaultAuction": { "windowSeconds": 2 } }""");
        PolicyDocument unasked = Checkout.Variant("""{ "name": "unasked", "extends": "spillway", "defaultAuction": { "enabled": false } }""");
        Scenario cleared = Crash with { Members = new MemberTerms(4, 0.005, 0.02, 0.005m, 600) };
        RunObservation without = Run(cleared, unasked, new PoolCounter()), with = Run(cleared, auctioned, new PoolCounter());
        Assert.Equal((0, 0), (Routed(without, TradeRoute.Member), without.MemberLoss));
        double taken = Routed(with, TradeRoute.Member);
        Assert.InRange(taken, 0.005 * Crash.OpenInterestUsd, 0.5 * Crash.OpenInterestUsd);
        Assert.True(Routed(with, TradeRoute.Deleveraging) < Routed(without, TradeRoute.Deleveraging));
        Assert.True(with.Markets[0].TakerNotional > 0.2 * taken);
        Assert.InRange(with.MemberLoss, 0, 0.025 * Crash.OpenInterestUsd);
    }

    // Discounts that are there at once: what is tested here is reached.
    private static readonly PolicyDocument Auctioned = Checkout.Variant(
        """{ "name": "auctioned", "extends": "spillway", "auction": { "enabled": true, "shape": "flat", "startDiscount": 0.01, "durationSeconds": 15, "healthFloor": 0.7, "leastValue": 0 } }""");

    [Fact]
    public void Keepers_TakeWhatWouldBeDeleveragedAndWorkItOff()
    {
        KeeperTerms terms = new(5, 0.025, 0, 0, 0, 600);
        RunObservation without = Run(Crash with { Keepers = terms }), with = Run(Crash with { Keepers = terms }, Auctioned, new PoolCounter());
        Assert.Equal((0, 0, 0), (Routed(without, TradeRoute.Auction), without.Markets[0].KeeperNotional, without.KeeperProfit));
        double taken = Routed(with, TradeRoute.Auction);
        Assert.InRange(taken, 0.001 * Crash.OpenInterestUsd, 0.2 * Crash.OpenInterestUsd);
        Assert.InRange(with.Markets[0].KeeperNotional, 0.3 * taken, 1.5 * taken);
        Assert.NotEqual(0, with.KeeperProfit);
    }

    [Theory]
    [InlineData(1_000_000, 0, 0)] // a bid costs more than it brings
    [InlineData(0, 0, 30)] // and thirty seconds are too late for fifteen
    public void Keepers_WhoseBidsCostOrLastTooMuch_TakeNothing(double gas, double congestion, double delay)
    {
        RunObservation run = Run(Crash with { Keepers = new KeeperTerms(5, 0.025, gas, congestion, delay, 600) }, Auctioned, new PoolCounter());
        Assert.Equal(0, Routed(run, TradeRoute.Auction));
    }

    [Fact]
    public void Keepers_InACrowd_TakeLess()
    {
        RunObservation free = Run(Crash with { Keepers = new KeeperTerms(5, 0.025, 1, 0, 1, 600) }, Auctioned, new PoolCounter());
        RunObservation crowded = Run(Crash with { Keepers = new KeeperTerms(5, 0.025, 1, 1_000, 1, 600) }, Auctioned, new PoolCounter());
        Assert.True(Routed(crowded, TradeRoute.Auction) < Routed(free, TradeRoute.Auction));
    }

    private sealed class PoolCounter : IEngineEvents
    {
        public int Unwound { get; private set; }

        public void On(in PoolUnwound e) => Unwound++;
    }

    private static RunObservation Run(Scenario scenario, PolicyDocument policy, IEngineEvents events)
    {
        VenueScenario venue = VenueScenario.Of(scenario);
        using VenueRun run = new(venue, policy, SimulationRunner.PathsOf(venue, Seed), Seed, new VenueRunOptions { Events = events });
        return run.Run(CancellationToken.None);
    }

    private static double Routed(RunObservation run, TradeRoute route) => run.ForcedCloses.Where(close => close.Route == route).Sum(close => close.Notional);

    private static RunObservation Run(Scenario scenario, string policy = "spillway") => Checkout.Run(scenario, policy, Seed, new VenueRunOptions());
}

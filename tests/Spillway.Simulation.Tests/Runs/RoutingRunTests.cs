using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Simulation.Tests;

/// <summary>A liquidity pool beside the makers: forced orders reach it where the policy says so, an arbitrageur holds it near the book, and without one nothing changes.</summary>
public sealed class RoutingRunTests
{
    private const ulong Seed = 11;

    private static readonly Scenario Crash = Checkout.Small with { NettingShare = 0, Takers = Checkout.Small.Takers with { Share = 0 } };

    private static readonly Scenario Pooled = Crash with { Amm = new AmmTerms(0.2, 0.0005m, 0.7) };

    private static readonly PolicyDocument Routed = Checkout.Variant("""{ "name": "routed", "extends": "market-order", "routing": { "pools": true } }""");

    [Fact]
    public void Routing_WithAPool_SellsThereOnlyWhereThePolicySaysSo()
    {
        SwapCounter on = new(), off = new();
        RunObservation with = Run(Pooled, Routed, on), without = Run(Pooled, Checkout.Policy("market-order"), off);
        double share = ThroughPools(with) / with.ForcedCloses.Sum(close => close.Notional);
        Assert.InRange(share, 0.05, 0.9);
        Assert.True(on.Forced > 0);
        Assert.Equal(0, with.Markets[0].Series.OffBook.Sum()); // a sale to a pool moves the price like one through the book
        Assert.Equal((0, 0), (off.Forced, ThroughPools(without)));
        Assert.True(on.Voluntary > 10 && off.Voluntary > 10, "the arbitrageur trades in both");
    }

    // The pool follows the fall: by the end of it, it is within both fees and what moves in a second of the book.
    [Fact]
    public void Arbitrageur_KeepsThePoolNearTheBook()
    {
        SwapCounter counter = new();
        RunObservation run = Run(Pooled, Checkout.Policy("market-order"), counter);
        double market = Math.Log(run.Markets[0].Marks[^1] / run.Markets[0].FirstOpen), moved = 2 * Math.Log((double)counter.FirstReserve / counter.LastReserve);
        Assert.Equal(market, moved, 0.01);
    }

    [Fact]
    public void Routing_WithoutAPool_ChangesNothing()
    {
        RunObservation on = Run(Crash, Routed, new SwapCounter()), off = Run(Crash, Checkout.Policy("market-order"), new SwapCounter());
        Assert.Equal((off.Commands, off.Markets[0].WorstTrade, off.ForcedCloses.Count), (on.Commands, on.Markets[0].WorstTrade, on.ForcedCloses.Count));
    }

    private static double ThroughPools(RunObservation run) => run.ForcedCloses.Where(close => close.Route == TradeRoute.LiquidityPool).Sum(close => close.Notional);

    private static RunObservation Run(Scenario scenario, PolicyDocument policy, IEngineEvents events)
    {
        VenueScenario venue = VenueScenario.Of(scenario);
        using VenueRun run = new(venue, policy, SimulationRunner.PathsOf(venue, Seed), Seed, new VenueRunOptions { Events = events });
        return run.Run(CancellationToken.None);
    }

    private sealed class SwapCounter : IEngineEvents
    {
        public int Forced { get; private set; }

        public int Voluntary { get; private set; }

        public long FirstReserve { get; private set; }

        public long LastReserve { get; private set; }

        public void On(in LiquidityPoolSet e) => FirstReserve = e.Curve.Reserve.Lots;

        public void On(in LiquidityPoolTraded e)
        {
            LastReserve = e.Reserve.Lots;
            if (e.Case == CaseId.None) Voluntary++;
            else Forced++;
        }
    }
}

using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation.Tests;

/// <summary>What is sold at another venue moves it, the wider market and, by arbitrage, the book here.</summary>
public sealed class OutsideVenueTests
{
    private const ulong Seed = 11;

    private static readonly Scenario Quiet = Checkout.Small with { Theta = 0.02, PermanentShare = 0.2, Brokers = new BrokerTerms(2, 0.5, 0, 0, 0, 0.3) };

    // 1 % of the depth of one venue, which is half of that here: that venue falls by 1 %, all of them for good by 0.2 · 0.5 %.
    [Theory]
    [InlineData(Side.Sell)]
    [InlineData(Side.Buy)]
    public void ForceElsewhere_MovesThatVenueAndTheWiderMarketForGood(Side side)
    {
        double[] moved = Moved(market => market.ForceElsewhere(0, side, 0.01 * market.Outside.Depth));
        Assert.Equal([side.Sign() * 0.011, side.Sign() * 0.001, side.Sign() * 0.001, side.Sign() * 0.001], moved, Near);
    }

    // A sweep here of 1 %: 0.2 of it for good everywhere, and 0.3 of it at once at the two venues where the same makers quote.
    [Theory]
    [InlineData(Side.Sell)]
    [InlineData(Side.Buy)]
    public void AddForcedImpact_WithSharedMakers_MovesTheirVenuesAtOnce(Side side)
    {
        double[] moved = Moved(market => market.AddForcedImpact(side, 0.01));
        Assert.Equal([side.Sign() * 0.005, side.Sign() * 0.005, side.Sign() * 0.002, side.Sign() * 0.002], moved, Near);
    }

    // Two of three venues stand 2 % lower while nothing else happens. Whoever looks only at the dearest one finds nothing to do as soon as the book is a tick below the wider market.
    [Fact]
    public void Arbitrage_SellsHereWhatIsCheaperAtSomeVenues()
    {
        double apart = 0;
        Run((market, now) =>
        {
            for (int venue = 0; venue < 2; venue++) market.Outside.Displace(venue, Side.Sell, (0.02 - Math.Log(market.WiderPrice(now) / market.Outside.Price(venue, now))) * market.Outside.Depth);
            apart = Math.Log(market.WiderPrice(now) / market.MiddlePrice(now));
        });
        Assert.InRange(apart, 0.003, 0.02);
    }

    // Of the three venues and the wider market, log.
    private static double[] Moved(Action<SimulatedMarket> act)
    {
        double[]? moved = null;
        Run((market, now) =>
        {
            if (moved is not null) return;
            double[] before = Prices(market, now);
            act(market);
            moved = [.. Prices(market, now).Zip(before, (after, was) => Math.Log(after / was))];
        });
        return moved!;
    }

    private static double[] Prices(SimulatedMarket market, Timestamp now) => [.. Enumerable.Range(0, OutsideVenues.Count).Select(venue => market.Outside.Price(venue, now)), market.WiderPrice(now)];

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-9;

    private static void Run(Action<SimulatedMarket, Timestamp> act)
    {
        VenueScenario venue = VenueScenario.Of(Quiet);
        VenueRunOptions options = new() { EndsWithPrices = true, Guests = [(market, _) => new Guest(market, act)] };
        using VenueRun run = new(venue, Checkout.Policy("market-order"), SimulationRunner.PathsOf(venue, Seed), Seed, options);
        run.Run(CancellationToken.None);
    }

    private sealed class Guest(SimulatedMarket market, Action<SimulatedMarket, Timestamp> act) : IAgent
    {
        public Timestamp? Wake(Timestamp now)
        {
            act(market, now);
            return now.AddNanos(Timestamp.NanosPerSecond);
        }
    }
}

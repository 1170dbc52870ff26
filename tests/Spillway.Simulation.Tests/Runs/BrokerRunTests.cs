using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Simulation.Tests;

/// <summary>Books of other venues beside the one here: forced orders reach them where the policy says so, brokers hedge there, and without brokers nothing changes.</summary>
public sealed class BrokerRunTests
{
    private const ulong Seed = 11;

    private static readonly Scenario Crash = Checkout.Small with { NettingShare = 0, Takers = Checkout.Small.Takers with { Share = 0 } };

    private static readonly BrokerTerms Two = new(2, 0.5, 0.0002m, 0, 200, 0);

    private static readonly PolicyDocument Routed = Checkout.Variant("""{ "name": "routed", "extends": "market-order", "routing": { "awayBooks": true } }""");

    [Fact]
    public void Routing_WithBrokers_SellsThereOnlyWhereThePolicySaysSo()
    {
        Listener on = new(), off = new();
        RunObservation with = Run(Crash with { Brokers = Two }, Routed, on), without = Run(Crash with { Brokers = Two }, Checkout.Policy("market-order"), off);
        Assert.InRange(Away(with) / with.ForcedCloses.Sum(close => close.Notional), 0.05, 0.95);
        Assert.Equal(2, on.Brokers.Count);
        Assert.Equal(0, with.Markets[0].Series.OffBook.Sum()); // a sale elsewhere is a sale
        Assert.Equal((0, 0.0, 0), (off.Trades, Away(without), off.Brokers.Count));
        Assert.True(off.Quotes > 1_000, "brokers quote whether or not they are asked");
        Assert.NotEqual(0, with.BrokerProfit);
        Assert.Equal(0, without.BrokerProfit);
    }

    // Who quotes older prices in a fall is hit at them: the slower broker loses more, or gains less, on each dollar that it took.
    [Fact]
    public void Broker_ThatIsSlow_PaysForIt()
    {
        RunObservation fast = Run(Crash with { Brokers = Two with { DelayMilliseconds = 0 } }, Routed, new Listener()), slow = Run(Crash with { Brokers = Two with { DelayMilliseconds = 900 } }, Routed, new Listener());
        Assert.True(slow.BrokerProfit / Away(slow) < fast.BrokerProfit / Away(fast), $"{slow.BrokerProfit / Away(slow):0.00000} slow, {fast.BrokerProfit / Away(fast):0.00000} fast");
    }

    // A hedge is paid for by what it displaces.
    [Fact]
    public void Hedging_IntoLittleDepth_CostsTheBrokerMore()
    {
        RunObservation deep = Run(Crash with { Brokers = Two with { DepthShare = 20 } }, Routed, new Listener()), shallow = Run(Crash with { Brokers = Two with { DepthShare = 0.2 } }, Routed, new Listener());
        Assert.True(Away(deep) > 0 && Away(shallow) > 0);
        Assert.True(deep.BrokerProfit / Away(deep) > shallow.BrokerProfit / Away(shallow), "who hedges into little depth pays more");
    }

    // A broker is one account at the venue, whatever the number of markets in which it relays: four of them would be more than the venue lets relay.
    [Fact]
    public void Brokers_OfAVenueOfSeveralMarkets_RelayEachOfThem()
    {
        VenueScenario two = TwoMarkets.With();
        two = two with { Markets = [.. two.Markets.Select(market => market with { Brokers = Two with { Count = 3 } })] };
        Listener listener = new();
        using VenueRun run = new(two, Routed, SimulationRunner.PathsOf(two, Seed), Seed, new VenueRunOptions { Events = listener });
        RunObservation observed = run.Run(CancellationToken.None);
        Assert.Equal((3, 2), (listener.Quoting.Count, listener.Markets.Count));
        Assert.True(observed.BrokerProfit != 0 && Math.Abs(observed.BrokerProfit) < 0.01 * Checkout.Small.OpenInterestUsd, $"{observed.BrokerProfit:0} USD"); // the deposit is counted once
    }

    [Fact]
    public void Routing_WithoutBrokers_ChangesNothing()
    {
        RunObservation on = Run(Crash, Routed, new Listener()), off = Run(Crash, Checkout.Policy("market-order"), new Listener());
        Assert.Equal((off.Commands, off.Markets[0].WorstTrade, off.ForcedCloses.Count), (on.Commands, on.Markets[0].WorstTrade, on.ForcedCloses.Count));
    }

    // The restored engine has the quotes that stood, with what was used of them.
    [Fact]
    public void Restart_InTheMiddle_GoesOnAlike()
    {
        Scenario scenario = Crash with { Brokers = Two with { FixedCostUsd = 20, SharedShare = 0.3 } };
        Assert.Equal(Run(scenario, Routed, new Listener()).Hash, Run(scenario, Routed, new Listener(), restartAtSecond: 700).Hash);
    }

    private static double Away(RunObservation run) => run.ForcedCloses.Where(close => close.Route == TradeRoute.AwayBook).Sum(close => close.Notional);

    private static RunObservation Run(Scenario scenario, PolicyDocument policy, Listener events, int restartAtSecond = -1)
    {
        VenueScenario venue = VenueScenario.Of(scenario);
        using VenueRun run = new(venue, policy, SimulationRunner.PathsOf(venue, Seed), Seed, new VenueRunOptions { Events = events, RestartAtSecond = restartAtSecond });
        return run.Run(CancellationToken.None);
    }

    private sealed class Listener : IEngineEvents
    {
        public HashSet<AccountId> Brokers { get; } = [];

        public int Trades { get; private set; }

        public int Quotes { get; private set; }

        public HashSet<AccountId> Quoting { get; } = [];

        public HashSet<InstrumentId> Markets { get; } = [];

        public void On(in AwayQuoted e)
        {
            Quotes++;
            Quoting.Add(e.Terms.Account);
            Markets.Add(e.Instrument);
        }

        public void On(in AwayTraded e)
        {
            Trades++;
            Brokers.Add(e.Account);
        }
    }
}

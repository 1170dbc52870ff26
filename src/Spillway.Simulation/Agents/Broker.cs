using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>Relays the order book of another venue and hedges there what its quotes were hit for.</summary>
/// <remarks>
/// Its quotes arrive just before cases are served, and are as old then as they were on the way; its hedge takes as long to get there. So in a fall it is hit at prices that are gone, and hedges later, into
/// the book that it sells down. Hedging moves that venue at once, comes back with the half-life of makers' inventories, and moves the wider market for good about as much as the same sale would here.
/// </remarks>
internal sealed class Broker : IAgent
{
    private readonly SimulatedMarket market;
    private readonly AccountId account;
    private readonly int venue;
    private readonly AwayLevel[] bids = new AwayLevel[MarketMaker.LevelCount], asks = new AwayLevel[MarketMaker.LevelCount];
    private int bidCount, askCount;
    private Timestamp nextLook, nextRelay, nextHedge, seenAt;
    private long hedgedLots;
    private double hedgeCash;

    /// <param name="market">Market here.</param>
    /// <param name="account">Its account, with which the same venue may be relayed in other markets too.</param>
    /// <param name="venue">Number of the venue that it relays.</param>
    /// <param name="served">A time at which cases are served, the first of one a second.</param>
    public Broker(SimulatedMarket market, AccountId account, int venue, Timestamp served)
    {
        (this.market, this.account, this.venue) = (market, account, venue);
        long delay = Terms.DelayMilliseconds * Timestamp.NanosPerMillisecond;
        nextRelay = served.AddNanos(-1);
        nextLook = nextRelay.AddNanos(-delay);
        nextHedge = served.AddNanos(1 + delay);
    }

    private BrokerTerms Terms => market.Scenario.Brokers;

    /// <summary>When it looks for the first time.</summary>
    public Timestamp Begins => nextLook;

    /// <summary>What the hedge elsewhere has gained or lost, at the price of the wider market, quote units.</summary>
    /// <param name="now">Time.</param>
    public double HedgeProfit(Timestamp now) => hedgeCash - market.Grid.Usd(hedgedLots, market.WiderPrice(now));

    public Timestamp? Wake(Timestamp now)
    {
        if (IsDue(ref nextHedge, now)) Hedge(now);
        if (IsDue(ref nextLook, now)) Look(now);
        if (IsDue(ref nextRelay, now))
        {
            Relay(now, Side.Buy, bids.AsSpan(0, bidCount));
            Relay(now, Side.Sell, asks.AsSpan(0, askCount));
        }
        return Earlier(nextHedge, Earlier(nextLook, nextRelay));
    }

    private static bool IsDue(ref Timestamp next, Timestamp now)
    {
        if (now < next) return false;
        next = next.AddNanos(Timestamp.NanosPerSecond);
        return true;
    }

    private static Timestamp Earlier(Timestamp one, Timestamp other) => one < other ? one : other;

    // What it is long here it sells there, and the other way round; on average half way down what that displaces.
    private void Hedge(Timestamp now)
    {
        long lots = market.Engine.House.Size(account, market.Instrument).Lots - hedgedLots;
        if (lots == 0) return;
        double before = market.Outside.Price(venue, now);
        Side side = lots > 0 ? Side.Sell : Side.Buy;
        double displaced = market.ForceElsewhere(venue, side, market.Grid.Usd(Math.Abs(lots), before));
        hedgeCash += market.Grid.Usd(lots, before * PortableMath.Exp(side.Sign() * 0.5 * displaced));
        hedgedLots += lots;
    }

    private void Look(Timestamp now)
    {
        seenAt = now;
        double price = market.Outside.Price(venue, now), depth = market.Outside.Depth;
        bidCount = Fill(bids, Side.Buy, price, depth);
        askCount = Fill(asks, Side.Sell, price, depth);
    }

    private int Fill(AwayLevel[] levels, Side side, double price, double depth)
    {
        int count = 0;
        long left = market.Grid.MaxPositionLots;
        for (int i = 0; i < MarketMaker.LevelCount; i++)
        {
            PriceTicks ticks = PriceTicks.FromTicks(market.Grid.TicksOf(price * PortableMath.Exp(side.Sign() * -MarketMaker.Offset(i))));
            long lots = Math.Min(left, market.Grid.LotsOf(depth * MarketMaker.Width(i), price));
            bool isFree = count == 0 || (side == Side.Buy ? ticks < levels[count - 1].Price : ticks > levels[count - 1].Price);
            if (lots < 1 || !isFree || ticks.Ticks > market.Grid.MaxPriceTicks) continue;
            levels[count++] = new AwayLevel(ticks, QuantityLots.FromLots(lots));
            left -= lots;
        }
        return count;
    }

    private void Relay(Timestamp now, Side side, ReadOnlySpan<AwayLevel> levels)
    {
        QuoteAway terms = new(
            account, market.Instrument, side, RatePpm.FromPpm((int)(Terms.Fee * RatePpm.Whole)), seenAt, Money.FromUnits((long)(Terms.FixedCostUsd * 1e6)));
        market.Venue.Execute(Command.RelayAway(now, in terms), MemoryMarshal.AsBytes(levels));
    }
}

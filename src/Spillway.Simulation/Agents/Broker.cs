using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>Relays the order book of another venue and hedges there what its quotes were hit for.</summary>
/// <remarks>
/// Once a second it looks, hedges what it has come to hold, and relays the book as it then stands; the quotes arrive after a delay, and are firm. So in a fall it is hit at prices that are gone, and hedges
/// into the book that it sells down. Hedging moves that venue at once, comes back with the half-life of makers' inventories, and moves the wider market for good as much as the same sale would here.
/// </remarks>
internal sealed class Broker(SimulatedMarket market, AccountId account, int venue, double deposit) : IAgent
{
    private readonly AwayLevel[] bids = new AwayLevel[MarketMaker.LevelCount], asks = new AwayLevel[MarketMaker.LevelCount];
    private int bidCount, askCount;
    private Timestamp seenAt;
    private bool isOnTheWay;
    private long hedgedLots;
    private double hedgeCash;

    private BrokerTerms Terms => market.Scenario.Brokers;

    /// <summary>What it gained here and lost elsewhere, or the reverse, quote units: the hedge at the price of the wider market.</summary>
    /// <param name="now">Time.</param>
    public double Profit(Timestamp now) =>
        (market.Engine.House.Health(account).Equity.Units / 1e6) - deposit + hedgeCash - market.Grid.Usd(hedgedLots, market.WiderPrice(now));

    public Timestamp? Wake(Timestamp now)
    {
        long delay = Terms.DelayMilliseconds * Timestamp.NanosPerMillisecond;
        if (!isOnTheWay)
        {
            Hedge(now);
            Look(now);
            isOnTheWay = true;
            if (delay > 0) return now.AddNanos(delay);
        }
        Relay(now, Side.Buy, bids.AsSpan(0, bidCount));
        Relay(now, Side.Sell, asks.AsSpan(0, askCount));
        isOnTheWay = false;
        return seenAt.AddNanos(Timestamp.NanosPerSecond);
    }

    // What it is long here it sells there, and the other way round.
    private void Hedge(Timestamp now)
    {
        long lots = market.Engine.House.Size(account, market.Instrument).Lots - hedgedLots;
        if (lots == 0) return;
        double before = market.Outside.Price(venue, now), usd = market.Grid.Usd(Math.Abs(lots), before);
        Side side = lots > 0 ? Side.Sell : Side.Buy;
        market.ForceElsewhere(venue, side, usd);
        hedgeCash += market.Grid.Usd(lots, Math.Sqrt(before * market.Outside.Price(venue, now)));
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

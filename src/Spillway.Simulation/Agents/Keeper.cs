using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Simulation;

/// <summary>Bids in auctions as soon as one pays: what it gets below what the book would give for it must cover the bid and the way out.</summary>
/// <remarks>
/// Never holds more than its cash is worth. A bid arrives after a delay with the worst price at which it would still have paid, and costs its gas whether or not it
/// takes anything. Works off what it took with a half-life; these sales would not be there without liquidations, so the wider market follows them like forced ones.
/// </remarks>
internal sealed class Keeper(SimulatedMarket market, AccountId account, KeeperTraffic traffic, double capital) : IAgent
{
    private readonly record struct Bid(Timestamp Due, AuctionId Auction, PriceTicks Worst, long Lots);

    private readonly List<Bid> bids = [];
    private int second;
    private double gasPaid;

    /// <summary>Equity now less capital and what bids cost, quote units.</summary>
    public double Profit => Equity - capital - gasPaid;

    private double Equity => market.Engine.House.Health(account).Equity.Units / 1e6;

    public Timestamp? Wake(Timestamp now)
    {
        Send(now);
        Decide(now);
        Send(now); // where bids take no time
        if (second++ % Taker.PeriodSeconds == 0) market.KeeperNotional += Taker.WorkOff(market, account, now, market.Scenario.Keepers.UnwindSeconds);
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    private void Send(Timestamp now)
    {
        for (int i = 0; i < bids.Count; i++)
        {
            Bid bid = bids[i];
            if (bid.Due > now) continue;
            bids.RemoveAt(i--);
            gasPaid += traffic.Gas(now);
            traffic.Sent(now);
            market.Execute(Command.Take(now, new TakeAuction(account, bid.Auction, bid.Worst, QuantityLots.FromLots(bid.Lots))));
        }
    }

    private void Decide(Timestamp now)
    {
        ReadOnlySpan<Auction> running = market.Engine.Desk.Auctions.Running;
        if (running.Length == 0) return;
        double gas = traffic.Gas(now);
        long delay = traffic.DelayNanos(now), held = Math.Abs(market.Engine.House.Size(account, market.Instrument).Lots) + bids.Sum(bid => bid.Lots);
        long most = market.Grid.LotsOf(Math.Max(0, Math.Min(capital, Equity)), market.MarkPrice);
        foreach (ref readonly Auction auction in running)
        {
            if (held >= most) return;
            if (auction.Instrument != market.Instrument || IsBidFor(auction.Id)) continue;
            long lots = Math.Min(most - held, market.Engine.Desk.LotsOnOffer(in auction, now).Lots);
            if (lots == 0 || Worst(in auction, lots, held, gas) is not { IsSet: true } worst || !Pays(in auction, now, worst)) continue;
            bids.Add(new Bid(now.AddNanos(delay), auction.Id, worst, lots));
            held += lots;
        }
    }

    private bool IsBidFor(AuctionId auction)
    {
        foreach (Bid bid in bids)
        {
            if (bid.Auction == auction) return true;
        }
        return false;
    }

    private bool Pays(in Auction auction, Timestamp now, PriceTicks worst)
    {
        PriceTicks price = market.Engine.Desk.PriceOf(in auction, now);
        return auction.Side == Side.Sell ? price < worst : price > worst;
    }

    // The price at which nothing is earned: what the book gives for the first of the orders that work all of it off, less the bid.
    private PriceTicks Worst(in Auction auction, long lots, long held, double gas)
    {
        Side resting = auction.Side == Side.Sell ? Side.Buy : Side.Sell;
        DepthWalk walk = market.Book.Walk(resting, QuantityLots.FromLots(Taker.Due(held + lots, market.Scenario.Keepers.UnwindSeconds)), PriceTicks.None);
        if (walk.Quantity == QuantityLots.Zero) return PriceTicks.None;
        double exit = market.Grid.PriceOf(PriceTicks.FromTicks(1)) * (double)walk.TickLots / walk.Quantity.Lots, each = gas / market.Grid.Usd(lots, 1);
        double worst = auction.Side == Side.Sell ? exit - each : exit + each;
        return worst > 0 ? PriceTicks.FromTicks(market.Grid.TicksOf(worst)) : PriceTicks.None;
    }
}

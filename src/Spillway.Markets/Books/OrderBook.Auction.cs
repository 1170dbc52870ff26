using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Markets;

/// <content>Auctions: orders are collected without trading, bids may meet asks, and at the end all trade at one price.</content>
public sealed partial class OrderBook
{
    private readonly List<int> auctionOnly = []; // rows of orders that were placed for this auction alone; derived
    private AuctionOrder[] demand = [], supply = [];
    private long[] promised = []; // lots of an owner's orders before the one in work, by owner row; zero between auctions
    private int[] ownAsks = []; // one more than the index of an owner's best ask that is not used up, by owner row; zero between auctions

    /// <summary>Whether orders are collected for an auction: nothing trades, and bids may meet asks.</summary>
    /// <remarks>An order that would not rest takes part in the auction at its limit and leaves with it. Market orders, having no limit, are invalid.</remarks>
    public bool IsCollecting { get; private set; }

    /// <summary>Begins to collect. What rests takes part, older than all that comes.</summary>
    public void Collect() => IsCollecting = true;

    /// <summary>Ends the auction: one price, price-time priority, and what is left rests or leaves. O(orders that meet).</summary>
    /// <remarks>
    /// Reduce-only orders count with what the position behind them allows after the account's better ones on that side; what it does not allow is removed if it was
    /// reached, so afterwards no bid meets an ask. Nobody trades worse than the limit of the order. What an account could trade with itself leaves both its orders
    /// before the price is formed, so it cannot count for the price.
    /// </remarks>
    /// <param name="reference">Decides between prices that are as good; set.</param>
    /// <param name="participants">Asked before and told after, within this call.</param>
    public AuctionOutcome Uncross<T>(PriceTicks reference, ref T participants)
        where T : struct, IAuctionParticipants
    {
        AuctionOutcome outcome = default;
        if (bestBid != NoBid && bestAsk <= bestBid)
        {
            (long lowest, long highest) = (bestAsk, bestBid);
            Span<AuctionOrder> buys = Gather(Side.Buy, lowest, ref demand, ref participants), sells = Gather(Side.Sell, highest, ref supply, ref participants);
            NetOwn(buys, sells, ref participants);
            UncrossingPrice.Candidate price = UncrossingPrice.Of(buys, sells, reference.Ticks);
            if (price.Volume > 0) outcome = new(PriceTicks.FromTicks(price.Ticks), QuantityLots.FromLots(price.Volume), price.Surplus);
            Execute(buys, sells, price.Volume, outcome.Price, ref participants);
            RemoveSpent(buys, ref participants);
            RemoveSpent(sells, ref participants);
        }
        RemoveAuctionOnly(ref participants);
        IsCollecting = false;
        return outcome;
    }

    // All orders of a side from its best to the best of the other, in the order of price and time.
    private Span<AuctionOrder> Gather<T>(Side side, long last, scoped ref AuctionOrder[] gathered, scoped ref T participants)
        where T : struct, IAuctionParticipants
    {
        if (promised.Length < owners.Length) Array.Resize(ref promised, owners.Length);
        int count = 0;
        for (long ticks = BestOf(side); IsWithin(side, ticks, PriceTicks.FromTicks(last)); ticks = After(side, ticks))
        {
            for (int row = LevelAt(side, ticks).First; row != 0; row = orders[row].Next)
            {
                if (count == gathered.Length) Array.Resize(ref gathered, Math.Max(64, count * 2));
                gathered[count++] = new AuctionOrder(ticks, Tradable(row, ref participants), row, orders[row].Owner);
            }
        }
        Span<AuctionOrder> all = gathered.AsSpan(0, count);
        foreach (ref AuctionOrder order in all) promised[order.Owner] = 0;
        return all;
    }

    private long Tradable<T>(int row, scoped ref T participants)
        where T : struct, IAuctionParticipants
    {
        ref OrderSlot slot = ref orders[row];
        ref long before = ref promised[slot.Owner];
        long lots = slot.Lots;
        if (slot.IsReduceOnly) lots = Math.Clamp(participants.ReducibleLots(Describe(row, slot)) - before, 0, lots);
        before += lots;
        return lots;
    }

    // Best bid against best ask of each account until they no longer meet: what is left of it cannot trade with itself at any price. Work proportional to the orders.
    private void NetOwn<T>(Span<AuctionOrder> buys, Span<AuctionOrder> sells, scoped ref T participants)
        where T : struct, IAuctionParticipants
    {
        if (ownAsks.Length < owners.Length) Array.Resize(ref ownAsks, owners.Length);
        for (int s = sells.Length - 1; s >= 0; s--) // backwards: the best ask ends up first
        {
            ref int first = ref ownAsks[sells[s].Owner];
            (sells[s].NextOwn, first) = (first, s + 1);
        }
        foreach (ref AuctionOrder buy in buys) NetBid(ref buy, ref ownAsks[buy.Owner], sells, ref participants);
        foreach (ref AuctionOrder sell in sells) ownAsks[sell.Owner] = 0;
    }

    private void NetBid<T>(ref AuctionOrder buy, ref int ask, Span<AuctionOrder> sells, scoped ref T participants)
        where T : struct, IAuctionParticipants
    {
        while (buy.Lots > 0 && ask != 0 && sells[ask - 1].Ticks <= buy.Ticks)
        {
            ref AuctionOrder sell = ref sells[ask - 1];
            long lots = Math.Min(buy.Lots, sell.Lots);
            if (lots > 0)
            {
                (RestingOrder bid, RestingOrder offer) = (Describe(buy.Row, orders[buy.Row]), Describe(sell.Row, orders[sell.Row]));
                Take(ref buy, lots);
                Take(ref sell, lots);
                participants.Netted(in bid, in offer, QuantityLots.FromLots(lots));
            }
            if (sell.Lots == 0) ask = sell.NextOwn;
        }
    }

    private void Execute<T>(Span<AuctionOrder> buys, Span<AuctionOrder> sells, long volume, PriceTicks price, scoped ref T participants)
        where T : struct, IAuctionParticipants
    {
        for (int b = 0, s = 0; volume > 0;)
        {
            ref AuctionOrder buy = ref buys[b], sell = ref sells[s];
            long lots = Math.Min(volume, Math.Min(buy.Lots, sell.Lots));
            if (lots > 0)
            {
                AuctionFill fill = new(Describe(buy.Row, orders[buy.Row]), Describe(sell.Row, orders[sell.Row]), price, QuantityLots.FromLots(lots));
                Take(ref buy, lots);
                Take(ref sell, lots);
                volume -= lots;
                participants.Crossed(in fill);
            }
            if (buy.Lots == 0) b++;
            if (sell.Lots == 0) s++;
        }
    }

    private void Take(ref AuctionOrder order, long lots)
    {
        ref OrderSlot slot = ref orders[order.Row];
        order.Lots -= lots;
        if (slot.Lots == lots) Remove(order.Row);
        else Lower(ref slot, slot.Lots - lots);
    }

    // What may not trade any more and still rests is the part of a reduce-only order that has no position behind it.
    private void RemoveSpent<T>(Span<AuctionOrder> gathered, scoped ref T participants)
        where T : struct, IAuctionParticipants
    {
        foreach (ref AuctionOrder order in gathered)
        {
            if (order.Lots == 0 && orders[order.Row].IsResting) Expel(order.Row, OrderRemoval.ReduceOnly, ref participants);
        }
    }

    // In the order of rows, which a restored book knows as well. A row may be listed twice: given back and taken again.
    private void RemoveAuctionOnly<T>(scoped ref T participants)
        where T : struct, IAuctionParticipants
    {
        auctionOnly.Sort();
        foreach (int row in auctionOnly)
        {
            if (orders[row].IsAuctionOnly) Expel(row, OrderRemoval.AuctionOver, ref participants);
        }
        auctionOnly.Clear();
    }

    private void MarkForAuction(int row, ref OrderSlot slot)
    {
        slot.Marks |= OrderMarks.AuctionOnly;
        if (auctionOnly.Count > 2 * orders.Count + 64) ForgetGone();
        auctionOnly.Add(row);
    }

    // Who places and cancels all the time must not make the list grow: at most twice the orders are in it.
    private void ForgetGone()
    {
        auctionOnly.Sort();
        Span<int> rows = CollectionsMarshal.AsSpan(auctionOnly);
        int kept = 0, last = 0;
        foreach (int row in rows)
        {
            if (row == last || !orders[row].IsAuctionOnly) continue;
            last = row;
            rows[kept++] = row;
        }
        auctionOnly.RemoveRange(kept, auctionOnly.Count - kept);
    }

    private void Expel<T>(int row, OrderRemoval reason, scoped ref T participants)
        where T : struct, IAuctionParticipants
    {
        RestingOrder order = Describe(row, orders[row]);
        Remove(row);
        participants.Removed(in order, reason);
    }
}

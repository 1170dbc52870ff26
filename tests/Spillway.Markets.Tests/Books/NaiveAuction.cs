using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>The rule of the auction written down plainly: net own orders one lot at a time, look at every price, and let the best orders trade one lot at a time.</summary>
internal sealed record NaiveAuction(long Price, long Volume, long Surplus, long Own, List<(OrderId Bid, OrderId Ask, long Lots)> Fills)
{
    /// <param name="book">Just before it is uncrossed.</param>
    /// <param name="arrivals">Handles of its orders from the oldest on; those of orders that are gone do no harm.</param>
    /// <param name="reference">As in the book.</param>
    /// <param name="positions">Of the accounts, for reduce-only orders.</param>
    public static NaiveAuction Of(OrderBook book, List<OrderId> arrivals, long reference, Dictionary<int, long> positions)
    {
        List<Entry> bids = Queue(book, arrivals, Side.Buy, positions), asks = Queue(book, arrivals, Side.Sell, positions);
        long own = 0;
        while (Pair(bids, asks) is { } pair)
        {
            pair.Bid.Lots--;
            pair.Ask.Lots--;
            own++;
        }
        (long price, long volume, long surplus) best = default;
        for (long price = 70; price <= 140; price++)
        {
            long demand = bids.Where(bid => bid.Ticks >= price).Sum(bid => bid.Lots), supply = asks.Where(ask => ask.Ticks <= price).Sum(ask => ask.Lots);
            (long, long, long, long) rank = (Math.Min(demand, supply), -Math.Abs(demand - supply), -Math.Abs(price - reference), -price);
            if (best.price == 0 || rank.CompareTo((best.volume, -Math.Abs(best.surplus), -Math.Abs(best.price - reference), -best.price)) > 0) best = (price, Math.Min(demand, supply), demand - supply);
        }
        List<(OrderId, OrderId, long)> fills = [];
        for (long left = best.volume; left > 0; left--)
        {
            Entry bid = bids.First(entry => entry.Lots > 0), ask = asks.First(entry => entry.Lots > 0);
            bid.Lots--;
            ask.Lots--;
            if (fills.Count > 0 && fills[^1].Item1 == bid.Id && fills[^1].Item2 == ask.Id) fills[^1] = (bid.Id, ask.Id, fills[^1].Item3 + 1);
            else fills.Add((bid.Id, ask.Id, 1));
        }
        return new NaiveAuction(best.price, best.volume, best.surplus, own, fills);
    }

    // Of each account its best bid and its best ask with lots, while they meet.
    private static (Entry Bid, Entry Ask)? Pair(List<Entry> bids, List<Entry> asks)
    {
        foreach (int account in bids.Select(bid => bid.Account).Distinct())
        {
            Entry? bid = bids.Find(entry => entry.Account == account && entry.Lots > 0), ask = asks.Find(entry => entry.Account == account && entry.Lots > 0);
            if (bid is not null && ask is not null && bid.Ticks >= ask.Ticks) return (bid, ask);
        }
        return null;
    }

    private static List<Entry> Queue(OrderBook book, List<OrderId> arrivals, Side side, Dictionary<int, long> positions)
    {
        bool isBuy = side == Side.Buy;
        (long first, long last) = isBuy ? (book.BestBid.Ticks, book.BestAsk.Ticks) : (book.BestAsk.Ticks, book.BestBid.Ticks);
        List<Entry> queue = [];
        if (first == 0 || last == 0) return queue;
        List<RestingOrder> resting = [];
        foreach (OrderId id in arrivals)
        {
            if (book.TryGet(id, out RestingOrder order) && order.Side == side) resting.Add(order);
        }
        // The sort is stable, so equal prices stay in order of arrival.
        foreach (RestingOrder order in resting.Where(order => isBuy ? order.Price.Ticks >= last : order.Price.Ticks <= last).OrderBy(order => isBuy ? -order.Price.Ticks : order.Price.Ticks))
        {
            long lots = order.Remaining.Lots;
            if (order.ReduceOnly)
            {
                long held = positions.GetValueOrDefault(order.Account.Index), before = queue.Where(entry => entry.Account == order.Account.Index).Sum(entry => entry.Lots);
                lots = Math.Clamp((isBuy ? -held : held) - before, 0, lots);
            }
            queue.Add(new Entry(order.Id, order.Account.Index, order.Price.Ticks) { Lots = lots });
        }
        return queue;
    }

    private sealed class Entry(OrderId id, int account, long ticks)
    {
        public OrderId Id { get; } = id;

        public int Account { get; } = account;

        public long Ticks { get; } = ticks;

        public long Lots { get; set; }
    }
}

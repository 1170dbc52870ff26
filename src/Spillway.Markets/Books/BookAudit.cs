using Spillway.Core;

namespace Spillway.Markets;

/// <summary>The laws of a book, checked from scratch: free list, queues, owners' lists, sums, and the order of the sides.</summary>
/// <remarks>
/// It must hold against a damaged snapshot: links are rows of the table, nothing more is trusted, and every walk is bounded by the count it must reach.
/// A walk that finds each order's backward link at the order before cannot meet an order twice, so the count proves that every order was met once.
/// </remarks>
internal readonly ref struct BookAudit(OrderTable orders, OwnerIndex owners, PriceLadder bids, PriceLadder asks)
{
    private readonly ReadOnlySpan<OrderSlot> rows = orders.Rows;

    /// <summary>The first law found broken, in words; null when all hold.</summary>
    /// <param name="bestBid">Highest bid in ticks, 0 when there is none.</param>
    /// <param name="bestAsk">Lowest ask in ticks, 0 when there is none.</param>
    /// <param name="restingLots">Sum of all resting orders.</param>
    /// <param name="isCollecting">Whether an auction collects orders: only then bids may meet asks.</param>
    public string? FindBrokenLaw(long bestBid, long bestAsk, long restingLots, bool isCollecting)
    {
        if (!bids.IsConsistent() || !asks.IsConsistent()) return "the price ladder disagrees with its levels";
        if (!IsFreeListWhole()) return "the free list is not the list of free rows";
        return FindBrokenQueue(bestBid, bestAsk, restingLots, isCollecting) ?? FindBrokenOwner();
    }

    private bool IsFreeListWhole()
    {
        int expected = 0;
        for (int row = 1; row < rows.Length; row++)
        {
            if (!rows[row].IsResting && !OrderTable.IsSpent(rows[row].Generation)) expected++;
            else if (!rows[row].IsResting && rows[row].Next != 0) return false;
        }
        // A walk that comes to the end after exactly the expected number of rows has met each of them once.
        int free = orders.FirstFree;
        for (; expected > 0 && free != 0; expected--)
        {
            if (rows[free].IsResting || OrderTable.IsSpent(rows[free].Generation)) return false;
            free = rows[free].Next;
        }
        return expected == 0 && free == 0;
    }

    private string? FindBrokenQueue(long bestBid, long bestAsk, long restingLots, bool isCollecting)
    {
        int met = 0;
        long lots = 0;
        string? broken = FindBrokenQueue(bids, Side.Buy, ref met, ref lots) ?? FindBrokenQueue(asks, Side.Sell, ref met, ref lots);
        if (broken is not null) return broken;
        if (met != orders.Count) return $"{met} of {orders.Count} orders are in queues";
        if (lots != restingLots) return $"{lots} of {restingLots} lots are in queues";
        if (bids.Highest(none: 0) != bestBid || asks.Lowest(none: 0) != bestAsk) return "the best prices are not those of the queues";
        return isCollecting || bestAsk == 0 || bestBid < bestAsk ? null : $"a bid at {bestBid} ticks meets an ask at {bestAsk}";
    }

    private string? FindBrokenQueue(PriceLadder ladder, Side side, ref int met, ref long lots)
    {
        for (long ticks = ladder.Lowest(none: 0); ticks != 0; ticks = ladder.Above(ticks, none: 0))
        {
            ref readonly PriceLevel level = ref ladder[ladder.Find(ticks)];
            if (!IsQueueWhole(level, ticks, side)) return $"the queue at {ticks} ticks disagrees with its level";
            met += level.Orders;
            lots += level.Lots;
        }
        return null;
    }

    private bool IsQueueWhole(in PriceLevel level, long ticks, Side side)
    {
        int met = 0;
        long lots = 0;
        int last = 0;
        for (int row = level.First; row != 0; row = rows[row].Next)
        {
            ref readonly OrderSlot slot = ref rows[row];
            if (!slot.IsResting || slot.Ticks != ticks || slot.Side != side) return false;
            if (slot.Previous != last || ++met > level.Orders) return false;
            lots += slot.Lots;
            last = row;
        }
        return met > 0 && met == level.Orders && lots == level.Lots && last == level.Last;
    }

    private string? FindBrokenOwner()
    {
        int met = 0;
        for (int owner = 0; owner < owners.Length; owner++)
        {
            int last = 0;
            for (int row = owners[owner].First; row != 0; row = rows[row].OwnerNext)
            {
                if (rows[row].Owner != owner || rows[row].OwnerPrevious != last || ++met > orders.Count) return $"the list of owner {owner} is broken";
                last = row;
            }
            if (owners[owner].Last != last) return $"the list of owner {owner} has another end";
        }
        return met == orders.Count ? null : $"{met} of {orders.Count} orders are in owners' lists";
    }
}

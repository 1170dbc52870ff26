using Spillway.Core;

namespace Spillway.Benchmarks.Book.Peers;

/// <summary>A book as one would write it from the class library: a sorted set of price levels, each with a linked list of orders, and a dictionary of all orders.</summary>
internal sealed class SortedBook : IPeerBook
{
    private readonly SortedSet<Level> bids = new(Comparer<Level>.Create((left, right) => right.Price.CompareTo(left.Price)));
    private readonly SortedSet<Level> asks = new(Comparer<Level>.Create((left, right) => left.Price.CompareTo(right.Price)));
    private readonly Dictionary<long, Level> bidAt = [], askAt = [];
    private readonly Dictionary<int, LinkedListNode<Order>> orders = [];

    public long Fills { get; private set; }

    public long FilledLots { get; private set; }

    public void Play(in PeerOperation operation)
    {
        if (operation.Call is PeerCall.Cancel or PeerCall.Replace) Cancel(operation.Target);
        if (operation.Call == PeerCall.Cancel) return;
        long left = Match(operation.Side, operation.Call == PeerCall.Market ? null : operation.Price, operation.Lots);
        if (left > 0 && operation.Call is PeerCall.Limit or PeerCall.Replace) Rest(operation.Id, operation.Side, operation.Price, left);
    }

    private long Match(Side side, long? limit, long lots)
    {
        (SortedSet<Level> levels, Dictionary<long, Level> byPrice) = side == Side.Buy ? (asks, askAt) : (bids, bidAt);
        while (lots > 0 && levels.Min is { } best && (limit is not { } price || (side == Side.Buy ? best.Price <= price : best.Price >= price)))
        {
            Order maker = best.Orders.First!.Value;
            long traded = Math.Min(lots, maker.Lots);
            (maker.Lots, lots) = (maker.Lots - traded, lots - traded);
            Fills++;
            FilledLots += traded;
            if (maker.Lots > 0) continue;
            best.Orders.RemoveFirst();
            orders.Remove(maker.Id);
            if (best.Orders.Count > 0) continue;
            levels.Remove(best);
            byPrice.Remove(best.Price);
        }
        return lots;
    }

    private void Rest(int id, Side side, long price, long lots)
    {
        (SortedSet<Level> levels, Dictionary<long, Level> byPrice) = side == Side.Buy ? (bids, bidAt) : (asks, askAt);
        if (!byPrice.TryGetValue(price, out Level? level))
        {
            level = new Level(price);
            byPrice.Add(price, level);
            levels.Add(level);
        }
        orders.Add(id, level.Orders.AddLast(new Order(id, side, level) { Lots = lots }));
    }

    private void Cancel(int id)
    {
        if (!orders.Remove(id, out LinkedListNode<Order>? node)) return;
        Level level = node.Value.Level;
        level.Orders.Remove(node);
        if (level.Orders.Count > 0) return;
        (SortedSet<Level> levels, Dictionary<long, Level> byPrice) = node.Value.Side == Side.Buy ? (bids, bidAt) : (asks, askAt);
        levels.Remove(level);
        byPrice.Remove(level.Price);
    }

    private sealed record Level(long Price)
    {
        public LinkedList<Order> Orders { get; } = [];
    }

    private sealed class Order(int id, Side side, Level level)
    {
        public int Id => id;

        public Side Side => side;

        public Level Level => level;

        public long Lots { get; set; }
    }
}

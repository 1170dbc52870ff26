using Spillway.Core;

namespace Spillway.Benchmarks.Book.Peers;

/// <summary>A book of two priority queues: best price first, then the order of arrival. What was cancelled stays in the queue until it comes to the top.</summary>
internal sealed class HeapBook : IPeerBook
{
    private readonly PriorityQueue<Order, (long Price, long Sequence)> bids = new(), asks = new();
    private readonly Dictionary<int, Order> orders = [];
    private long sequence;

    public long Fills { get; private set; }

    public long FilledLots { get; private set; }

    public void Play(in PeerOperation operation)
    {
        if (operation.Call is PeerCall.Cancel or PeerCall.Replace && orders.Remove(operation.Target, out Order? gone)) gone.Lots = 0;
        if (operation.Call == PeerCall.Cancel) return;
        long left = Match(operation.Side, operation.Call == PeerCall.Market ? null : operation.Price, operation.Lots);
        if (left > 0 && operation.Call is PeerCall.Limit or PeerCall.Replace) Rest(operation.Id, operation.Side, operation.Price, left);
    }

    private long Match(Side side, long? limit, long lots)
    {
        PriorityQueue<Order, (long Price, long Sequence)> queue = side == Side.Buy ? asks : bids;
        while (lots > 0 && queue.TryPeek(out Order? maker, out _))
        {
            if (maker.Lots == 0)
            {
                queue.Dequeue();
                continue;
            }
            if (limit is { } price && (side == Side.Buy ? maker.Price > price : maker.Price < price)) break;
            long traded = Math.Min(lots, maker.Lots);
            (maker.Lots, lots) = (maker.Lots - traded, lots - traded);
            Fills++;
            FilledLots += traded;
            if (maker.Lots > 0) continue;
            queue.Dequeue();
            orders.Remove(maker.Id);
        }
        return lots;
    }

    private void Rest(int id, Side side, long price, long lots)
    {
        Order order = new(id, price) { Lots = lots };
        orders.Add(id, order);
        (side == Side.Buy ? bids : asks).Enqueue(order, (side == Side.Buy ? -price : price, sequence++));
    }

    private sealed class Order(int id, long price)
    {
        public int Id => id;

        public long Price => price;

        /// <summary>What is left; zero once it was cancelled.</summary>
        public long Lots { get; set; }
    }
}

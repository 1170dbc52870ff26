using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>Draws operations and compares the book with its naive twin after each of them.</summary>
internal sealed class TwinRun(ulong seed, int prices, long step, OrderBookLimits limits)
{
    private const int Accounts = 10;

    private readonly NaiveOrderBook naive = new(limits);
    private readonly Dictionary<int, long> heldByBook = [];
    private readonly Dictionary<int, long> heldByNaive = [];
    private readonly List<OrderId> handles = [OrderId.None];
    private readonly SortedDictionary<string, int> tally = new(StringComparer.Ordinal);
    private readonly PriceTicks[] limitsOfWalks = [PriceTicks.None, PriceTicks.FromTicks(1 + (step * prices / 2)), PriceTicks.FromTicks(1 + (step * prices / 4))];
    private OrderBook book = new(limits, orderCapacity: 4);
    private ulong state = seed;
    private int steps;

    public string Tally => string.Join(", ", tally.Select(entry => $"{entry.Key} {entry.Value}"));

    /// <summary>Whether the run met every answer and every kind of callback: a comparison of what never happens proves nothing.</summary>
    public bool AllKindsMet =>
        Enum.GetNames<PlaceStatus>().Concat(["cancelled", "reduced", "removed SelfTrade", "removed ReduceOnly"]).All(tally.ContainsKey);

    public void Step(int snapshotEvery)
    {
        List<string> expected = [];
        List<string> actual = [];
        var naiveTape = new Tape(expected, heldByNaive);
        var bookTape = new Tape(actual, heldByBook);
        int roll = Draw(100);
        OrderId id = Draw(4) == 0 || handles.Count < 40 ? handles[Draw(handles.Count)] : handles[^(1 + Draw(40))];
        if (roll < 55) Compare(naive.Place(DrawRequest(out OrderRequest request), naiveTape), book.Place(request, ref bookTape));
        else if (roll < 68) Compare(naive.Replace(id, DrawReplacement(id, out OrderRequest request), naiveTape), book.Replace(id, request, ref bookTape));
        else if (roll < 88) CompareCancel(id);
        else if (roll < 95) CompareReduce(id, QuantityLots.FromLots(Draw(12) - 1));
        else Hold(Draw(Accounts), Draw(30));

        Assert.Equal(expected, actual);
        foreach (string line in expected.Where(line => line.StartsWith("removed", StringComparison.Ordinal))) Count($"removed {line[(line.LastIndexOf(' ') + 1)..]}");
        CompareViews(id);
        if (++steps % 50 == 0) CompareAllHandles();
        if (steps % snapshotEvery == 0) book = Desk.Restored(book.Bytes());
    }

    private void Compare(PlaceOutcome expected, PlaceOutcome actual)
    {
        Assert.Equal(expected, actual);
        Count(actual.Status.ToString());
        if (actual.OrderId != OrderId.None) handles.Add(actual.OrderId);
    }

    private void CompareCancel(OrderId id)
    {
        RestingOrder? expected = naive.Cancel(id);
        Assert.Equal(expected is not null, book.Cancel(id, out RestingOrder removed));
        Assert.Equal(expected ?? default, removed);
        if (expected is not null) Count("cancelled");
    }

    private void CompareReduce(OrderId id, QuantityLots lots)
    {
        bool expected = naive.Reduce(id, lots);
        Assert.Equal(expected, book.Reduce(id, lots));
        if (expected) Count("reduced");
    }

    private void CompareViews(OrderId id)
    {
        Assert.Equal(naive.Count, book.Count);
        Assert.Equal(naive.Best(Side.Buy), book.BestBid);
        Assert.Equal(naive.Best(Side.Sell), book.BestAsk);
        Assert.Equal(naive.Get(id) is not null, book.TryGet(id, out _));
        var side = (Side)(steps & 1);
        Assert.Equal(naive.Levels(side), book.Levels(side));
        PriceTicks limit = limitsOfWalks[Draw(limitsOfWalks.Length)];
        var quantity = QuantityLots.FromLots(Draw(200));
        Assert.Equal(naive.Walk(side, quantity, limit), book.Walk(side, quantity, limit));
        Assert.Equal(naive.QuantityWithin(side, limit), book.QuantityWithin(side, limit));
    }

    private void CompareAllHandles()
    {
        book.CheckInvariants();
        foreach (OrderId handle in handles.TakeLast(400))
        {
            RestingOrder? expected = naive.Get(handle);
            Assert.Equal(expected is not null, book.TryGet(handle, out RestingOrder order));
            Assert.Equal(expected ?? default, order);
        }
        for (int owner = 0; owner < Accounts; owner++)
        {
            List<OrderId> listed = [];
            for (OrderId handle = book.FirstOf(owner); handle != OrderId.None; handle = book.NextOf(handle)) listed.Add(handle);
            Assert.Equal(naive.OrdersOf(owner), listed);
        }
    }

    private OrderRequest DrawRequest(out OrderRequest request)
    {
        int account = Draw(Accounts);
        var side = (Side)Draw(2);
        int centre = prices / 2;
        int offset = Draw(centre + 1);
        bool isAggressive = Draw(6) == 0;
        int position = (side == Side.Buy) ^ isAggressive ? centre - offset : centre + offset;
        request = new OrderRequest
        {
            Account = AccountId.FromIndex(account),
            OwnerSlot = account,
            Side = side,
            Type = Draw(12) == 0 ? OrderType.Market : OrderType.Limit,
            TimeInForce = (TimeInForce)Math.Max(0, Draw(6) - 3),
            Limit = PriceTicks.FromTicks(Draw(100) == 0 ? 0 : 1 + (position * step)),
            Quantity = QuantityLots.FromLots(Draw(80) switch { 0 => 0, 1 => long.MaxValue, _ => 1 + Draw(20) }),
            ReduceOnly = Draw(3) == 0,
            SelfTrade = (SelfTradePrevention)Draw(3),
        };
        return request;
    }

    private OrderRequest DrawReplacement(OrderId id, out OrderRequest request)
    {
        DrawRequest(out request);
        if (naive.Get(id) is not { } old || Draw(10) == 0) return request;
        request = request with { Account = old.Account, OwnerSlot = old.OwnerSlot, Side = old.Side };
        if (Draw(2) == 0) request = request with { Limit = old.Price, ReduceOnly = old.ReduceOnly };
        return request;
    }

    private void Hold(int account, long lots)
    {
        heldByBook[account] = lots;
        heldByNaive[account] = lots;
    }

    private void Count(string what) => tally[what] = tally.GetValueOrDefault(what) + 1;

    private int Draw(int below)
    {
        unchecked // SplitMix64 is arithmetic modulo 2^64
        {
            state += 0x9E3779B97F4A7C15;
            ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) >> 33) % below;
        }
    }
}

using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>The rule of the book written down plainly: one list in order of arrival, sorted again for every question.</summary>
/// <remarks>Handles are predicted from the documented rule: a freed slot is the next to be given out, under its next generation.</remarks>
internal sealed class NaiveOrderBook(OrderBookLimits limits)
{
    private readonly List<Resting> arrivals = [];
    private readonly Stack<int> freeSlots = new();
    private readonly Dictionary<int, uint> generations = [];

    public int Count => arrivals.Count;

    public IEnumerable<OrderId> Handles => arrivals.Select(order => order.Id);

    public PriceTicks Best(Side side) => Queue(side).Select(order => order.Price).FirstOrDefault();

    public PlaceOutcome Place(OrderRequest request, IBookParticipants participants)
    {
        PlaceStatus? rejection = RejectionOf(request, leaving: null);
        return rejection is null ? Trade(request, participants) : Rejected(rejection.Value, request);
    }

    public PlaceOutcome Replace(OrderId id, OrderRequest request, IBookParticipants participants)
    {
        Resting? old = Find(id);
        if (old is null) return Rejected(PlaceStatus.RejectedUnknownOrder, request);
        if (!IsValid(request) || old.Account != request.Account || old.OwnerSlot != request.OwnerSlot || old.Side != request.Side)
        {
            return Rejected(PlaceStatus.RejectedInvalid, request);
        }
        bool staysInTheBook = request.Type == OrderType.Limit && request.TimeInForce != TimeInForce.ImmediateOrCancel;
        if (staysInTheBook && old.Price == request.Limit && request.Quantity.Lots <= old.Lots && old.ReduceOnly == request.ReduceOnly)
        {
            old.Lots = request.Quantity.Lots;
            return new PlaceOutcome(PlaceStatus.Rested, id, QuantityLots.Zero, request.Quantity);
        }
        PlaceStatus? rejection = RejectionOf(request, leaving: old);
        if (rejection is not null) return Rejected(rejection.Value, request);
        Remove(old);
        return Trade(request, participants);
    }

    public RestingOrder? Get(OrderId id) => Find(id)?.Describe();

    public RestingOrder? Cancel(OrderId id)
    {
        Resting? order = Find(id);
        if (order is not null) Remove(order);
        return order?.Describe();
    }

    public bool Reduce(OrderId id, QuantityLots newRemaining)
    {
        Resting? order = Find(id);
        if (order is null || newRemaining.Lots <= 0 || newRemaining.Lots > order.Lots) return false;
        order.Lots = newRemaining.Lots;
        return true;
    }

    public OrderId[] OrdersOf(int owner) => [.. arrivals.Where(order => order.OwnerSlot == owner).Select(order => order.Id)];

    public BookLevel[] Levels(Side side) =>
        [.. Queue(side).GroupBy(order => order.Price).Select(level => new BookLevel(level.Key, QuantityLots.FromLots(level.Sum(order => order.Lots)), level.Count()))];

    public DepthWalk Walk(Side side, QuantityLots quantity, PriceTicks limit)
    {
        long left = quantity.Lots;
        long found = 0;
        Int128 tickLots = 0;
        PriceTicks worst = PriceTicks.None;
        foreach (Resting order in Queue(side).Where(order => IsWithin(order, limit)))
        {
            if (left <= 0) break;
            long taken = Math.Min(left, order.Lots);
            left -= taken;
            found += taken;
            tickLots += (Int128)taken * order.Price.Ticks;
            worst = order.Price;
        }
        return new DepthWalk(QuantityLots.FromLots(found), tickLots, worst);
    }

    public QuantityLots QuantityWithin(Side side, PriceTicks limit) =>
        QuantityLots.FromLots(Queue(side).Where(order => IsWithin(order, limit)).Sum(order => order.Lots));

    private static bool IsWithin(Resting order, PriceTicks limit) =>
        limit == PriceTicks.None || (order.Side == Side.Buy ? order.Price >= limit : order.Price <= limit);

    private PlaceOutcome Trade(OrderRequest request, IBookParticipants participants)
    {
        long left = request.Quantity.Lots;
        bool stopped = false;
        while (left > 0 && !stopped && Touched(request) is { } maker)
        {
            if (maker.Account == request.Account)
            {
                if (request.SelfTrade is SelfTradePrevention.CancelMaker or SelfTradePrevention.CancelBoth)
                {
                    Remove(maker);
                    participants.Removed(maker.Describe(), OrderRemoval.SelfTrade);
                }
                stopped = request.SelfTrade is SelfTradePrevention.CancelTaker or SelfTradePrevention.CancelBoth;
                continue;
            }
            long offered = Math.Min(left, maker.Lots);
            long allowed = participants.FillableLots(maker.Describe(), offered);
            left -= allowed;
            maker.Lots -= allowed;
            if (maker.Lots == 0) Remove(maker);
            if (allowed > 0)
            {
                participants.Filled(new Fill(
                    maker.Id, maker.Account, maker.OwnerSlot, request.Account, request.Side, maker.Price, QuantityLots.FromLots(allowed), QuantityLots.FromLots(maker.Lots)));
            }
            if (allowed < offered)
            {
                Remove(maker);
                participants.Removed(maker.Describe(), OrderRemoval.ReduceOnly);
            }
        }
        var filled = QuantityLots.FromLots(request.Quantity.Lots - left);
        var remaining = QuantityLots.FromLots(left);
        if (left == 0) return new PlaceOutcome(PlaceStatus.Filled, OrderId.None, filled, remaining);
        if (stopped || request.Type == OrderType.Market || request.TimeInForce == TimeInForce.ImmediateOrCancel)
        {
            return new PlaceOutcome(PlaceStatus.Cancelled, OrderId.None, filled, remaining);
        }
        var rest = new Resting(TakeHandle(), request, left);
        arrivals.Add(rest);
        return new PlaceOutcome(PlaceStatus.Rested, rest.Id, filled, remaining);
    }

    private PlaceStatus? RejectionOf(OrderRequest request, Resting? leaving)
    {
        if (!IsValid(request)) return PlaceStatus.RejectedInvalid;
        if (request.Type == OrderType.Market || request.TimeInForce == TimeInForce.ImmediateOrCancel) return null;
        if (request.TimeInForce == TimeInForce.PostOnly && Touched(request) is not null) return PlaceStatus.RejectedPostOnly;
        Int128 others = arrivals.Where(order => order != leaving).Aggregate(Int128.Zero, (sum, order) => sum + order.Lots);
        bool fits = others + request.Quantity.Lots <= OrderBook.MaxRestingLots
            && arrivals.Count(order => order != leaving) < limits.MaxOrders
            && request.OwnerSlot < limits.MaxOwners
            && arrivals.Select(order => (order.Side, order.Price.Ticks / 256)).Append((request.Side, request.Limit.Ticks / 256)).Distinct().Count() <= limits.MaxPages;
        return fits ? null : PlaceStatus.RejectedCapacity;
    }

    private static bool IsValid(OrderRequest request)
    {
        if (request.Account.Index < 0 || request.OwnerSlot < 0 || request.Quantity.Lots <= 0) return false;
        if (!Enum.IsDefined(request.Side) || !Enum.IsDefined(request.Type) || !Enum.IsDefined(request.TimeInForce) || !Enum.IsDefined(request.SelfTrade)) return false;
        if (request.Type == OrderType.Market) return request.TimeInForce != TimeInForce.PostOnly;
        return request.Limit.Ticks > 0 && request.Limit.Ticks <= OrderBook.MaxTicks;
    }

    private static PlaceOutcome Rejected(PlaceStatus status, OrderRequest request) => new(status, OrderId.None, QuantityLots.Zero, request.Quantity);

    private Resting? Touched(OrderRequest request) =>
        Queue(request.Side.Opposite()).FirstOrDefault(maker =>
            request.Type == OrderType.Market || (request.Side == Side.Buy ? maker.Price <= request.Limit : maker.Price >= request.Limit));

    /// <summary>A side, best first; the sort is stable, so equal prices stay in order of arrival.</summary>
    private IEnumerable<Resting> Queue(Side side) =>
        arrivals.Where(order => order.Side == side).OrderBy(order => side == Side.Buy ? -order.Price.Ticks : order.Price.Ticks);

    private Resting? Find(OrderId id) => arrivals.Find(order => order.Id == id);

    private void Remove(Resting order)
    {
        Assert.True(arrivals.Remove(order));
        freeSlots.Push(order.Id.Slot);
    }

    private OrderId TakeHandle()
    {
        int slot = freeSlots.Count > 0 ? freeSlots.Pop() : generations.Count + 1;
        uint generation = generations.GetValueOrDefault(slot) + 1;
        generations[slot] = generation;
        return OrderId.FromSlot(slot, generation);
    }

    private sealed class Resting(OrderId id, OrderRequest request, long lots)
    {
        public OrderId Id { get; } = id;

        public AccountId Account { get; } = request.Account;

        public int OwnerSlot { get; } = request.OwnerSlot;

        public Side Side { get; } = request.Side;

        public PriceTicks Price { get; } = request.Limit;

        public bool ReduceOnly { get; } = request.ReduceOnly;

        public long Lots { get; set; } = lots;

        public RestingOrder Describe() => new(Id, Account, OwnerSlot, Side, Price, QuantityLots.FromLots(Lots), ReduceOnly);
    }
}

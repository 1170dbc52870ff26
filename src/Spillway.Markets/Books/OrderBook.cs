using Spillway.Core;

namespace Spillway.Markets;

/// <summary>A limit order book with price-time priority: one market, one writer, the same result and the same handles on every replay.</summary>
/// <remarks>
/// Orders rest in one array of rows; each price has a queue of them, each owner a list of them, and handles name a row and its generation. Placing,
/// reducing and cancelling cost O(1) plus the makers met, see <c>docs/order-book.md</c>. Nothing is allocated once the arrays have grown to the population.
/// All resting quantity together stays within <see cref="MaxRestingLots"/>, so no sum of lots in here can overflow. Not thread-safe.
/// </remarks>
public sealed partial class OrderBook
{
    /// <summary>Highest price a resting order may have, in ticks: 2^40.</summary>
    public const long MaxTicks = 1L << 40;

    /// <summary>Bound on the sum of all resting orders of both sides, in lots: 2^62.</summary>
    public const long MaxRestingLots = 1L << 62;

    private const int FormatVersion = 2;
    private const long NoBid = 0; // below every price, so that comparisons need no case for an empty side
    private const long NoAsk = long.MaxValue;

    private readonly OrderTable orders;
    private readonly OwnerIndex owners;
    private readonly PriceLadder bids;
    private readonly PriceLadder asks;
    private long bestBid = NoBid;
    private long bestAsk = NoAsk;
    private long restingLots;

    /// <summary>An empty book with <see cref="OrderBookLimits.Default"/>.</summary>
    /// <param name="orderCapacity">Orders that fit before the table first grows (it doubles); not negative.</param>
    public OrderBook(int orderCapacity = 1024)
        : this(OrderBookLimits.Default, orderCapacity)
    {
    }

    /// <summary>An empty book.</summary>
    /// <param name="limits">Its bounds; an <see cref="ArgumentException"/> when they are out of range.</param>
    /// <param name="orderCapacity">Orders that fit before the table first grows (it doubles); not negative.</param>
    public OrderBook(OrderBookLimits limits, int orderCapacity = 1024)
    {
        if (!limits.IsValid) throw new ArgumentException($"bounds out of range: {limits}", nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegative(orderCapacity);
        Limits = limits;
        orders = new OrderTable(orderCapacity, limits.MaxOrders);
        owners = new OwnerIndex(limits.MaxOwners);
        bids = new PriceLadder(limits.MaxPages);
        asks = new PriceLadder(limits.MaxPages);
    }

    private OrderBook(OrderBookLimits limits, OrderTable orders)
    {
        Limits = limits;
        this.orders = orders;
        owners = new OwnerIndex(limits.MaxOwners);
        bids = new PriceLadder(limits.MaxPages);
        asks = new PriceLadder(limits.MaxPages);
    }

    /// <summary>The bounds of this book.</summary>
    public OrderBookLimits Limits { get; }

    /// <summary>Orders that rest.</summary>
    public int Count => orders.Count;

    /// <summary>Highest bid; <see cref="PriceTicks.None"/> when there is none.</summary>
    public PriceTicks BestBid => PriceTicks.FromTicks(bestBid);

    /// <summary>Lowest ask; <see cref="PriceTicks.None"/> when there is none.</summary>
    public PriceTicks BestAsk => bestAsk == NoAsk ? PriceTicks.None : PriceTicks.FromTicks(bestAsk);

    /// <summary>Trades an order against the other side, best price first and oldest order first, and lets the rest of it rest if it may.</summary>
    /// <param name="request">The order.</param>
    /// <param name="participants">Asked before and told after each trade, within this call.</param>
    /// <returns>What became of it. A rejection comes before anything has changed: an order that might rest is accepted only if all of it could.</returns>
    /// <exception cref="InvariantException"><paramref name="participants"/> allowed more than was offered.</exception>
    public PlaceOutcome Place<T>(in OrderRequest request, ref T participants)
        where T : struct, IBookParticipants, allows ref struct
    {
        if (!IsAcceptable(request)) return Rejected(PlaceStatus.RejectedInvalid, request);
        if (request.MayRest || IsCollecting)
        {
            if (WouldTake(request)) return Rejected(PlaceStatus.RejectedPostOnly, request);
            if (!HasRoomFor(request)) return Rejected(PlaceStatus.RejectedCapacity, request);
        }
        return Accept(request, ref participants);
    }

    /// <summary>Changes an order that rests.</summary>
    /// <remarks>
    /// At the same price, with no more quantity and the same reduce-only mark, the order keeps its handle and its place in the queue. Any other change
    /// removes it and places <paramref name="request"/> as a new order, which may trade. A rejected replacement leaves the order as it was.
    /// </remarks>
    /// <param name="id">The order.</param>
    /// <param name="request">The order as it shall be, its quantity being what shall remain; account, owner and side are those of the order.</param>
    /// <param name="participants">As in <see cref="Place"/>.</param>
    public PlaceOutcome Replace<T>(OrderId id, in OrderRequest request, ref T participants)
        where T : struct, IBookParticipants, allows ref struct
    {
        int row = orders.Find(id);
        if (row == 0) return Rejected(PlaceStatus.RejectedUnknownOrder, request);
        ref OrderSlot slot = ref orders[row];
        if (!IsAcceptable(request) || !IsSameParty(slot, request)) return Rejected(PlaceStatus.RejectedInvalid, request);
        if (KeepsPriority(slot, request))
        {
            Lower(ref slot, request.Quantity.Lots);
            return new PlaceOutcome(PlaceStatus.Rested, id, QuantityLots.Zero, request.Quantity);
        }
        if (request.MayRest || IsCollecting)
        {
            if (WouldTake(request)) return Rejected(PlaceStatus.RejectedPostOnly, request);
            if (!HasRoomInstead(slot, request)) return Rejected(PlaceStatus.RejectedCapacity, request);
        }
        Remove(row);
        return Accept(request, ref participants);
    }

    /// <summary>Looks an order up. O(1).</summary>
    /// <returns>False when it does not rest any more or never did.</returns>
    public bool TryGet(OrderId id, out RestingOrder order)
    {
        int row = orders.Find(id);
        order = row == 0 ? default : Describe(row, orders[row]);
        return row != 0;
    }

    /// <summary>Removes an order. O(1), and O(log pages) when its page of prices empties.</summary>
    /// <returns>False when it does not rest any more or never did.</returns>
    public bool Cancel(OrderId id, out RestingOrder removed)
    {
        int row = orders.Find(id);
        if (row == 0)
        {
            removed = default;
            return false;
        }
        removed = Describe(row, orders[row]);
        Remove(row);
        return true;
    }

    /// <summary>Lowers what remains of an order; it keeps its place in the queue. O(1).</summary>
    /// <param name="id">The order.</param>
    /// <param name="newRemaining">1 … what remains now.</param>
    /// <returns>False, and nothing changed, when the order does not rest or <paramref name="newRemaining"/> is out of range; to remove it use <see cref="Cancel"/>.</returns>
    public bool Reduce(OrderId id, QuantityLots newRemaining)
    {
        int row = orders.Find(id);
        if (row == 0 || newRemaining.Lots < 1 || newRemaining.Lots > orders[row].Lots) return false;
        Lower(ref orders[row], newRemaining.Lots);
        return true;
    }

    /// <summary>Oldest order of an owner; <see cref="OrderId.None"/> when none rests. O(1).</summary>
    public OrderId FirstOf(int ownerSlot) => HandleOf(owners.FirstOf(ownerSlot));

    /// <summary>The next younger order of the same owner; <see cref="OrderId.None"/> after the youngest, and when <paramref name="id"/> does not rest. O(1).</summary>
    /// <remarks>To cancel while going through the list, take the next handle first.</remarks>
    public OrderId NextOf(OrderId id) => HandleOf(orders[orders.Find(id)].OwnerNext); // the nil row links to nothing

    /// <summary>What taking a quantity would meet, without taking it. O(levels met).</summary>
    /// <remarks>Counts all that rests: reduce-only trimming and self-trade prevention are not foreseen.</remarks>
    /// <param name="restingSide">The side that would be taken from.</param>
    /// <param name="quantity">How much; nothing when not positive.</param>
    /// <param name="limit">Worst price that counts; <see cref="PriceTicks.None"/> for any.</param>
    public DepthWalk Walk(Side restingSide, QuantityLots quantity, PriceTicks limit)
    {
        long wanted = Math.Max(0, quantity.Lots);
        long found = 0;
        long worst = 0;
        Int128 tickLots = 0; // at most 2^40 · 2^62
        for (long ticks = BestOf(restingSide); found < wanted && IsWithin(restingSide, ticks, limit); ticks = After(restingSide, ticks))
        {
            long taken = Math.Min(wanted - found, LevelAt(restingSide, ticks).Lots);
            found += taken;
            tickLots += (Int128)ticks * taken;
            worst = ticks;
        }
        return new DepthWalk(QuantityLots.FromLots(found), tickLots, PriceTicks.FromTicks(worst));
    }

    /// <summary>All that rests from the best price to a limit. O(levels met).</summary>
    /// <param name="restingSide">The side that is summed.</param>
    /// <param name="limit">Worst price that counts; <see cref="PriceTicks.None"/> for any.</param>
    public QuantityLots QuantityWithin(Side restingSide, PriceTicks limit)
    {
        long sum = 0;
        for (long ticks = BestOf(restingSide); IsWithin(restingSide, ticks, limit); ticks = After(restingSide, ticks))
        {
            sum += LevelAt(restingSide, ticks).Lots;
        }
        return QuantityLots.FromLots(sum);
    }

    /// <summary>Copies the best levels of a side, best first. O(levels copied).</summary>
    /// <returns>How many were copied: all of the side, or as many as fit.</returns>
    public int CopyLevels(Side side, Span<BookLevel> levels)
    {
        int copied = 0;
        for (long ticks = BestOf(side); copied < levels.Length && IsWithin(side, ticks, PriceTicks.None); ticks = After(side, ticks))
        {
            ref PriceLevel level = ref LevelAt(side, ticks);
            levels[copied++] = new BookLevel(PriceTicks.FromTicks(ticks), QuantityLots.FromLots(level.Lots), level.Orders);
        }
        return copied;
    }

    /// <summary>Writes the canonical state: bounds, phase, rows, free list. Equal books write equal bytes. O(rows ever used).</summary>
    public void Save(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(FormatVersion);
        writer.Write(Limits.MaxOrders);
        writer.Write(Limits.MaxPages);
        writer.Write(Limits.MaxOwners);
        writer.Write(IsCollecting ? 1 : 0);
        orders.Save(writer);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote. The book goes on exactly as the saved one would have, down to the handles it gives out. O(rows).</summary>
    /// <exception cref="InvalidStateException">The bytes are not the state of a book.</exception>
    public static OrderBook Restore(ref StateReader reader)
    {
        int version = reader.Read<int>();
        if (version != FormatVersion) throw new InvalidStateException($"order book format {version}, {FormatVersion} is understood");
        var limits = new OrderBookLimits(reader.Read<int>(), reader.Read<int>(), reader.Read<int>());
        if (!limits.IsValid) throw new InvalidStateException($"order book bounds out of range: {limits}");

        int phase = reader.Read<int>();
        if (phase is not (0 or 1)) throw new InvalidStateException($"order book phase {phase}");
        var book = new OrderBook(limits, OrderTable.Restore(ref reader, limits)) { IsCollecting = phase == 1 };
        for (int row = 1; row < book.orders.Rows.Length; row++)
        {
            if (book.orders[row].IsResting) book.Reindex(row);
        }
        if (book.auctionOnly.Count > 0 && !book.IsCollecting) throw new InvalidStateException("an order for an auction rests outside of one");
        string? broken = book.FindBrokenLaw();
        return broken is null ? book : throw new InvalidStateException($"order book: {broken}");
    }

    /// <summary>Checks every link, sum and order of the book. O(rows + owners + pages); for snapshots and tests.</summary>
    /// <exception cref="InvariantException">The book is broken; the message says where.</exception>
    public void CheckInvariants()
    {
        string? broken = FindBrokenLaw();
        if (broken is not null) throw new InvariantException($"order book: {broken}");
    }

    private string? FindBrokenLaw() => new BookAudit(orders, owners, bids, asks).FindBrokenLaw(bestBid, bestAsk == NoAsk ? 0 : bestAsk, restingLots, IsCollecting);

    private PlaceOutcome Accept<T>(in OrderRequest request, ref T participants)
        where T : struct, IBookParticipants, allows ref struct
    {
        long wanted = request.Quantity.Lots;
        long left = wanted;
        bool mayGoOn = IsCollecting || !Crosses(request) || Match(request, ref left, ref participants);
        PlaceStatus status = left == 0 ? PlaceStatus.Filled : mayGoOn && (request.MayRest || IsCollecting) ? PlaceStatus.Rested : PlaceStatus.Cancelled;
        OrderId id = status == PlaceStatus.Rested ? Rest(request, left) : OrderId.None;
        return new PlaceOutcome(status, id, QuantityLots.FromLots(wanted - left), QuantityLots.FromLots(left));
    }

    /// <summary>Trades until the order is filled or nothing within its limit is left.</summary>
    /// <returns>False when self-trade prevention stopped it.</returns>
    private bool Match<T>(in OrderRequest taker, ref long left, ref T participants)
        where T : struct, IBookParticipants, allows ref struct
    {
        do
        {
            long ticks = taker.Side == Side.Buy ? bestAsk : bestBid;
            int maker = LevelAt(taker.Side.Opposite(), ticks).First;
            if (orders[maker].Account == taker.Account.Index)
            {
                if (taker.SelfTrade != SelfTradePrevention.CancelTaker) Discard(maker, OrderRemoval.SelfTrade, ref participants);
                if (taker.SelfTrade != SelfTradePrevention.CancelMaker) return false;
            }
            else
            {
                left -= Trade(maker, taker, left, ref participants);
            }
        }
        while (left > 0 && Crosses(taker));
        return true;
    }

    /// <summary>Trades with one maker as far as it may; removes it when it is used up or may not do what was asked.</summary>
    /// <returns>Lots traded.</returns>
    private long Trade<T>(int row, in OrderRequest taker, long wanted, ref T participants)
        where T : struct, IBookParticipants, allows ref struct
    {
        ref OrderSlot maker = ref orders[row];
        long offered = Math.Min(wanted, maker.Lots);
        long allowed = participants.FillableLots(Describe(row, maker), offered);
        if (allowed < 0 || allowed > offered) throw new InvariantException($"{allowed} of {offered} offered lots were allowed to trade");

        bool isTrimmed = allowed < offered;
        if (allowed > 0)
        {
            long remaining = maker.Lots - allowed;
            var fill = new Fill(
                OrderTable.IdOf(row, maker),
                AccountId.FromIndex(maker.Account),
                maker.Owner,
                taker.Account,
                taker.Side,
                PriceTicks.FromTicks(maker.Ticks),
                QuantityLots.FromLots(allowed),
                QuantityLots.FromLots(remaining));
            if (remaining == 0) Remove(row);
            else Lower(ref maker, remaining);
            participants.Filled(in fill);
        }
        if (isTrimmed) Discard(row, OrderRemoval.ReduceOnly, ref participants);
        return allowed;
    }

    private void Discard<T>(int row, OrderRemoval reason, ref T participants)
        where T : struct, IBookParticipants, allows ref struct
    {
        RestingOrder order = Describe(row, orders[row]);
        Remove(row);
        participants.Removed(in order, reason);
    }

    /// <summary>Puts an order at the end of the queue of its price. The room was checked.</summary>
    private OrderId Rest(in OrderRequest request, long lots)
    {
        int row = orders.Take();
        ref OrderSlot slot = ref orders[row];
        slot.Ticks = request.Limit.Ticks;
        slot.Lots = lots;
        slot.Account = request.Account.Index;
        slot.Owner = request.OwnerSlot;
        slot.Side = request.Side;
        slot.Marks = request.ReduceOnly ? OrderMarks.Resting | OrderMarks.ReduceOnly : OrderMarks.Resting;
        if (!request.MayRest) MarkForAuction(row, ref slot);

        PriceLadder ladder = LadderOf(slot.Side);
        ref PriceLevel level = ref ladder[ladder.Occupy(slot.Ticks)];
        slot.Previous = level.Last;
        if (level.Last == 0) level.First = row;
        else orders[level.Last].Next = row;
        level.Last = row;
        level.Lots += lots;
        level.Orders++;

        owners.Append(orders, row);
        restingLots += lots;
        RaiseBest(slot);
        return OrderTable.IdOf(row, slot);
    }

    private void Remove(int row)
    {
        ref OrderSlot slot = ref orders[row];
        PriceLadder ladder = LadderOf(slot.Side);
        int index = ladder.Find(slot.Ticks);
        ref PriceLevel level = ref ladder[index];
        if (slot.Previous == 0) level.First = slot.Next;
        else orders[slot.Previous].Next = slot.Next;
        if (slot.Next == 0) level.Last = slot.Previous;
        else orders[slot.Next].Previous = slot.Previous;
        level.Lots -= slot.Lots;
        level.Orders--;

        owners.Remove(orders, slot);
        restingLots -= slot.Lots;
        if (level.Orders == 0) Vacate(slot.Side, slot.Ticks, index);
        orders.Release(row);
    }

    private void Vacate(Side side, long ticks, int level)
    {
        if (side == Side.Buy && ticks == bestBid) bestBid = bids.Below(ticks, NoBid);
        else if (side == Side.Sell && ticks == bestAsk) bestAsk = asks.Above(ticks, NoAsk);
        LadderOf(side).Vacate(ticks, level);
    }

    private void Lower(ref OrderSlot slot, long lots)
    {
        long less = slot.Lots - lots;
        slot.Lots = lots;
        LevelAt(slot.Side, slot.Ticks).Lots -= less;
        restingLots -= less;
    }

    private void RaiseBest(in OrderSlot slot)
    {
        if (slot.Side == Side.Buy) bestBid = Math.Max(bestBid, slot.Ticks);
        else bestAsk = Math.Min(bestAsk, slot.Ticks);
    }

    /// <summary>Derives what one restored row means to its level and its owner. Wrong links are left to the audit; here they only must not do harm.</summary>
    private void Reindex(int row)
    {
        ref OrderSlot slot = ref orders[row];
        if (!HasPageFor(slot.Side, slot.Ticks)) throw new InvalidStateException("an order book holds more pages of prices than its bound");
        if (slot.Lots > MaxRestingLots - restingLots) throw new InvalidStateException("an order book holds more lots than its bound");
        PriceLadder ladder = LadderOf(slot.Side);
        ref PriceLevel level = ref ladder[ladder.Occupy(slot.Ticks)];
        level.Orders++;
        level.Lots += slot.Lots;
        if (slot.Previous == 0) level.First = row;
        if (slot.Next == 0) level.Last = row;

        owners.Admit(slot.Owner);
        ref OwnerIndex.Ends owner = ref owners[slot.Owner];
        if (slot.OwnerPrevious == 0) owner.First = row;
        if (slot.OwnerNext == 0) owner.Last = row;
        restingLots += slot.Lots;
        RaiseBest(slot);
        if (slot.IsAuctionOnly) auctionOnly.Add(row);
    }

    private PriceLadder LadderOf(Side side) => side == Side.Buy ? bids : asks;

    /// <summary>The level of an occupied price.</summary>
    private ref PriceLevel LevelAt(Side side, long ticks)
    {
        PriceLadder ladder = LadderOf(side);
        return ref ladder[ladder.Find(ticks)];
    }

    // One bound for the pages of both sides together.
    private bool HasPageFor(Side side, long ticks) => bids.Pages + asks.Pages < Limits.MaxPages || LadderOf(side).Find(ticks) >= 0;

    private bool HasRoomFor(in OrderRequest request) => orders.HasRoom && HasRoomAround(request, restingLots);

    /// <summary>Room for a replacement: the row of the old order will be free, its page is not counted on.</summary>
    private bool HasRoomInstead(in OrderSlot old, in OrderRequest request) =>
        (orders.HasRoom || !OrderTable.IsSpent(old.Generation)) && HasRoomAround(request, restingLots - old.Lots);

    private bool HasRoomAround(in OrderRequest request, long otherLots) =>
        request.Quantity.Lots <= MaxRestingLots - otherLots && owners.Accepts(request.OwnerSlot) && HasPageFor(request.Side, request.Limit.Ticks);

    // What is collected has no order to meet yet, so it must state a price.
    private bool IsAcceptable(in OrderRequest request) => request.IsValid && !(IsCollecting && request.Type == OrderType.Market);

    // In an auction nobody takes: all trade at one price.
    private bool WouldTake(in OrderRequest request) => request.TimeInForce == TimeInForce.PostOnly && !IsCollecting && Crosses(request);

    private bool Crosses(in OrderRequest request)
    {
        if (request.Side == Side.Buy) return bestAsk <= (request.Type == OrderType.Market ? MaxTicks : request.Limit.Ticks);
        return bestBid >= (request.Type == OrderType.Market ? 1 : request.Limit.Ticks);
    }

    private static bool IsSameParty(in OrderSlot slot, in OrderRequest request) =>
        slot.Account == request.Account.Index && slot.Owner == request.OwnerSlot && slot.Side == request.Side;

    private static bool KeepsPriority(in OrderSlot slot, in OrderRequest request) =>
        request.MayRest && slot.Ticks == request.Limit.Ticks && request.Quantity.Lots <= slot.Lots && slot.IsReduceOnly == request.ReduceOnly && !slot.IsAuctionOnly;

    private long BestOf(Side side) => side == Side.Buy ? bestBid : bestAsk;

    private long After(Side side, long ticks) => side == Side.Buy ? bids.Below(ticks, NoBid) : asks.Above(ticks, NoAsk);

    private static bool IsWithin(Side side, long ticks, PriceTicks limit)
    {
        if (side == Side.Buy) return ticks != NoBid && ticks >= limit.Ticks;
        return ticks != NoAsk && (ticks <= limit.Ticks || !limit.IsSet);
    }

    private OrderId HandleOf(int row) => row == 0 ? OrderId.None : OrderTable.IdOf(row, orders[row]);

    private static RestingOrder Describe(int row, in OrderSlot slot) => new(
        OrderTable.IdOf(row, slot),
        AccountId.FromIndex(slot.Account),
        slot.Owner,
        slot.Side,
        PriceTicks.FromTicks(slot.Ticks),
        QuantityLots.FromLots(slot.Lots),
        slot.IsReduceOnly);

    private static PlaceOutcome Rejected(PlaceStatus status, in OrderRequest request) =>
        new(status, OrderId.None, QuantityLots.Zero, request.Quantity);
}

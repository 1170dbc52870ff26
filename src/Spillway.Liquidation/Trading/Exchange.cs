using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>Where trades happen: brings order books, clearing house and marks together. Checks nothing; the doors in front of it do.</summary>
/// <remarks>
/// A fill is settled the moment it happens, before the next maker is looked at, so a reduce-only order always sees the position it may reduce.
/// Single writer.
/// </remarks>
public sealed partial class Exchange(ClearingHouse house, IEngineEvents events)
{
    private readonly List<Market> markets = [];
    private readonly List<PriceIndex> indexes = [];
    private readonly List<int> held = []; // instruments of the account in work

    /// <summary>Accounts, positions and ledger.</summary>
    public ClearingHouse House => house;

    /// <summary>Markets by instrument.</summary>
    public IReadOnlyList<Market> Markets => markets;

    /// <summary>Markets by instrument, for loops: an enumerator of <see cref="Markets"/> would be allocated at each command.</summary>
    public ReadOnlySpan<Market> AllMarkets => CollectionsMarshal.AsSpan(markets);

    /// <summary>Price indexes by id.</summary>
    public IReadOnlyList<PriceIndex> Indexes => indexes;

    /// <summary>Adds an index.</summary>
    public PriceIndexId AddIndex(PriceIndex index)
    {
        indexes.Add(index);
        return PriceIndexId.FromIndex(indexes.Count - 1);
    }

    /// <summary>Opens the market of an instrument that the clearing house has just listed.</summary>
    public Market AddMarket(InstrumentId id, InstrumentSpec spec, OrderBookLimits limits)
    {
        Market market = new(id, spec, indexes[spec.PriceIndex.Index], new OrderBook(limits), new MarkPrice(spec.BasisHalfLifeNanos), new(Side.Sell), new(Side.Buy));
        markets.Add(market);
        return market;
    }

    /// <summary>The market of an instrument.</summary>
    public Market this[InstrumentId instrument] => markets[instrument.Index];

    /// <summary>Forms the mark of a market anew from index and book.</summary>
    /// <returns>Whether the mark moved; the caller sweeps the holders if so.</returns>
    public bool RefreshMark(Market market, Timestamp now)
    {
        PriceTicks index = market.IndexTicks;
        if (!index.IsSet || market.Index.IsStale) return false;
        (PriceTicks bid, PriceTicks ask) = market.Book.IsCollecting ? WithoutBook(market, index) : (market.Book.BestBid, market.Book.BestAsk);
        if (!market.Price.Update(index, bid, ask, market.Spec.MaxPrice, now)) return false;
        house.SetMark(market.Id, market.Price.Mark);
        events.On(new MarkMoved(market.Id, market.Price.Mark, market.Index.Price));
        return true;
    }

    /// <summary>Places an order of an account. Fills are settled, fees charged, what rests is margined.</summary>
    /// <param name="market">The market.</param>
    /// <param name="request">Checked by the caller but for the owner slot, which is filled in here.</param>
    /// <param name="forced">Liquidation case behind a forced order (it pays no trading fee); none for a voluntary one.</param>
    public PlaceOutcome Place(Market market, in OrderRequest request, CaseId forced)
    {
        int slot = house.HoldOwnerSlot(request.Account, market.Id);
        Settlement settlement = new(this, market, request.Account, forced);
        PlaceOutcome outcome = market.Book.Place(request with { OwnerSlot = slot }, ref settlement);
        if (outcome.Status == PlaceStatus.Rested)
        {
            house.OrderRested(market.Id, slot, request.Side, request.Limit, outcome.Remaining);
            house.DropOwnerSlot(market.Id, slot);
            events.On(new OrderRested(request.Account, market.Id, outcome.OrderId, request.Side, request.Limit, outcome.Remaining));
            return outcome;
        }
        house.DropOwnerSlot(market.Id, slot);
        if (outcome.Status != PlaceStatus.Filled && forced == CaseId.None)
            events.On(new OrderEnded(request.Account, market.Id, OrderId.None, outcome.Remaining, EndOf(outcome.Status, settlement.MetItself)));
        return outcome;
    }

    /// <summary>Takes a resting order out of its book.</summary>
    public bool Cancel(Market market, OrderId order, OrderEnd reason)
    {
        if (!market.Book.Cancel(order, out RestingOrder removed)) return false;
        OrderLeft(market, in removed, reason);
        return true;
    }

    /// <summary>Takes all resting orders of an account out of one book.</summary>
    public void CancelAll(Market market, AccountId account, OrderEnd reason)
    {
        int slot;
        while ((slot = house.FindOwnerSlot(account, market.Id)) >= 0)
        {
            OrderId first = market.Book.FirstOf(slot);
            if (!Cancel(market, first, reason)) throw new InvariantException($"{account} has an owner slot without orders in {market.Spec.Symbol}");
        }
    }

    /// <summary>Takes all resting orders of an account out of all books, market by market. Work proportional to its positions and orders.</summary>
    public void CancelAll(AccountId account, OrderEnd reason)
    {
        held.Clear();
        for (int row = house.Accounts.FirstPosition(account.Index); row >= 0; row = house.Positions.NextOfAccount[row]) held.Add(house.Positions.Instruments[row]);
        held.Sort(); // the account's own list is in another order, and shrinks while its orders go
        foreach (int instrument in held) CancelAll(markets[instrument], account, reason);
    }

    /// <summary>Lowers what rests of an order and keeps its place in the queue; the order exists and rests with more.</summary>
    public void Reduce(Market market, in RestingOrder order, QuantityLots remaining)
    {
        market.Book.Reduce(order.Id, remaining);
        house.OrderShrank(market.Id, order.OwnerSlot, order.Side, order.Price, order.Remaining, remaining);
    }

    /// <summary>Books a trade outside of the book at an agreed price.</summary>
    /// <param name="market">The market.</param>
    /// <param name="closed">Account under liquidation, or the buyer of an import.</param>
    /// <param name="side">What that account does.</param>
    /// <param name="counterparty">The other account.</param>
    /// <param name="price">Price of both.</param>
    /// <param name="lots">Positive.</param>
    /// <param name="route">Why it happens outside of the book.</param>
    /// <param name="forced">The case; none for an import.</param>
    /// <returns>The value of the trade.</returns>
    public Money TradeOffBook(Market market, AccountId closed, Side side, AccountId counterparty, PriceTicks price, QuantityLots lots, TradeRoute route, CaseId forced)
    {
        (AccountId buyer, AccountId seller) = side == Side.Buy ? (closed, counterparty) : (counterparty, closed);
        Money value = house.Trade(market.Id, buyer, seller, price, lots);
        events.On(new Traded(market.Id, buyer, seller, price, lots, side, route, forced));
        return value;
    }

    /// <summary>Takes the latest signals of a market.</summary>
    public void SetSignals(InstrumentId instrument, in MarketSignals figures) => markets[instrument.Index].Signals = figures;

    /// <summary>Writes indexes, books, marks, budgets, volumes and signals.</summary>
    public void Save(StateWriter writer)
    {
        foreach (PriceIndex index in indexes) index.Save(writer);
        foreach (Market market in markets)
        {
            market.Book.Save(writer);
            market.Price.Save(writer);
            market.Falls.Save(writer);
            market.Squeezes.Save(writer);
            market.Volume.Save(writer);
            writer.Write(market.Signals);
            writer.Write(market.PreviousMark.Ticks);
        }
    }

    /// <summary>Reads back what <see cref="Save"/> wrote, into an empty exchange.</summary>
    /// <param name="reader">At the state of the exchange.</param>
    /// <param name="instruments">Listed instruments.</param>
    /// <param name="listed">Listed indexes, for comparison.</param>
    /// <param name="now">Time of the state.</param>
    /// <exception cref="InvalidStateException">The bytes are not the state of such an exchange.</exception>
    public void Restore(ref StateReader reader, IReadOnlyList<InstrumentSpec> instruments, IReadOnlyList<PriceIndex> listed, Timestamp now)
    {
        for (int i = 0; i < listed.Count; i++)
        {
            indexes.Add(PriceIndex.Restore(ref reader));
            if (!indexes[i].IsPossible(listed[i], now)) throw new InvalidStateException($"index {i} cannot be in this state");
        }
        for (int i = 0; i < instruments.Count; i++)
        {
            OrderBook book = OrderBook.Restore(ref reader);
            MarkPrice price = MarkPrice.Restore(ref reader);
            AmplificationBudget falls = AmplificationBudget.Restore(ref reader, Side.Sell), squeezes = AmplificationBudget.Restore(ref reader, Side.Buy);
            markets.Add(new Market(InstrumentId.FromIndex(i), instruments[i], indexes[instruments[i].PriceIndex.Index], book, price, falls, squeezes)
            {
                Volume = TradedVolume.Restore(ref reader),
                Signals = reader.Read<MarketSignals>(),
                PreviousMark = PriceTicks.FromTicks(reader.Read<long>()),
            });
            if (!IsPossible(markets[i], now)) throw new InvalidStateException($"the market of {instruments[i].Symbol} cannot be in this state");
        }
    }

    private bool IsPossible(Market market, Timestamp now) =>
        market.Price.IsPossible(market.Spec.BasisHalfLifeNanos, market.Spec.MaxPrice, now)
        && market.Price.Mark == house.Rates.Mark(market.Id)
        && market.PreviousMark.Ticks >= 0 && market.PreviousMark <= market.Spec.MaxPrice
        && market.Falls.IsPossible(now, market.Spec.MaxPrice)
        && market.Squeezes.IsPossible(now, market.Spec.MaxPrice)
        && market.Volume.IsPossible(now)
        && market.Signals is { BidDepthUnits: >= 0, AskDepthUnits: >= 0, ResiliencePpm: >= 0, VolatilityPpm: >= 0, LongGainPpm: >= 0, ShortGainPpm: >= 0, AsOf.Nanos: >= 0 }
        && market.Signals.AsOf <= now
        && OrdersFit(market);

    // Every order in the book is margined, at its owner, and nothing else is.
    private bool OrdersFit(Market market)
    {
        int seen = 0;
        ReadOnlySpan<int> instruments = house.Positions.Instruments, slots = house.Positions.OpenOrders;
        for (int row = 0; row < instruments.Length; row++)
        {
            int slot = slots[row];
            if (instruments[row] != market.Id.Index || house.Positions.Accounts[row] < 0 || slot < 0) continue;
            int orders = 0;
            long bidLots = 0, bidUnits = 0, askLots = 0, askUnits = 0;
            for (OrderId id = market.Book.FirstOf(slot); market.Book.TryGet(id, out RestingOrder order); id = market.Book.NextOf(id))
            {
                if (order.Account.Index != house.Positions.Accounts[row] || order.Price > market.Spec.MaxPrice || order.Remaining > market.Spec.MaxPosition) return false;
                orders++;
                long units = house.OrderUnits(market.Id, order.Side, order.Price, order.Remaining);
                if (order.Side == Side.Buy) (bidLots, bidUnits) = (bidLots + order.Remaining.Lots, bidUnits + units);
                else (askLots, askUnits) = (askLots + order.Remaining.Lots, askUnits + units);
            }
            if (orders == 0 || !house.HoldsExactly(market.Id, slot, orders, bidLots, bidUnits, askLots, askUnits)) return false;
            seen += orders;
        }
        return seen == market.Book.Count;
    }

    private void OrderLeft(Market market, in RestingOrder order, OrderEnd reason)
    {
        house.OrderShrank(market.Id, order.OwnerSlot, order.Side, order.Price, order.Remaining, QuantityLots.Zero);
        events.On(new OrderEnded(order.Account, market.Id, order.Id, order.Remaining, reason));
    }

    private static OrderEnd EndOf(PlaceStatus status, bool metItself) => status switch
    {
        PlaceStatus.RejectedPostOnly => OrderEnd.PostOnly,
        PlaceStatus.RejectedCapacity => OrderEnd.Capacity,
        _ => metItself ? OrderEnd.SelfTrade : OrderEnd.Unfilled,
    };

    private struct Settlement(Exchange exchange, Market market, AccountId taker, CaseId forced) : IBookParticipants
    {
        public bool MetItself { get; private set; }

        public readonly long FillableLots(in RestingOrder maker, long offeredLots)
        {
            if (!maker.ReduceOnly) return offeredLots;
            long size = exchange.House.Size(maker.Account, market.Id).Lots;
            long reducible = maker.Side == Side.Sell ? Math.Max(0, size) : Math.Max(0, -size);
            return Math.Min(offeredLots, reducible);
        }

        public readonly void Filled(in Fill fill)
        {
            ClearingHouse house = exchange.House;
            Side makerSide = fill.TakerSide.Opposite();
            house.OrderShrank(market.Id, fill.MakerOwnerSlot, makerSide, fill.Price, fill.MakerRemaining + fill.Quantity, fill.MakerRemaining);
            (AccountId buyer, AccountId seller) = fill.TakerSide == Side.Buy ? (taker, fill.MakerAccount) : (fill.MakerAccount, taker);
            Money value = house.Trade(market.Id, buyer, seller, fill.Price, fill.Quantity);
            // The taker pays first: a rebate is never larger than the taker fee, so the fee account never owes.
            if (forced == CaseId.None)
            {
                house.ChargeFee(market.Id, taker, value, market.Spec.TakerFee);
                house.ChargeFee(market.Id, fill.MakerAccount, value, market.Spec.MakerFee);
            }
            else if (market.Spec.MakerFee > RatePpm.Zero)
            {
                house.ChargeFee(market.Id, fill.MakerAccount, value, market.Spec.MakerFee);
            }
            market.Price.Last = fill.Price;
            if (forced == CaseId.None) market.Volume.AddOthers(fill.Quantity);
            exchange.Report(new Traded(market.Id, buyer, seller, fill.Price, fill.Quantity, fill.TakerSide, TradeRoute.Book, forced));
        }

        public void Removed(in RestingOrder order, OrderRemoval reason)
        {
            MetItself |= reason == OrderRemoval.SelfTrade;
            exchange.OrderLeft(market, in order, reason == OrderRemoval.SelfTrade ? OrderEnd.SelfTrade : OrderEnd.ReduceOnly);
        }
    }

    private void Report(in Traded trade) => events.On(trade);
}

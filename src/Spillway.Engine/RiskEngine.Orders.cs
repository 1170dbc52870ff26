using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine;

/// <content>Orders: every check in front of the book.</content>
public sealed partial class RiskEngine
{
    private CommandResult Place(PlaceOrder order)
    {
        RejectReason reason = CheckOwner(order.Account, order.Instrument);
        if (reason == RejectReason.None) reason = CheckTerms(in order);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        Market market = Exchange[order.Instrument];
        if (!TryLimit(market, ref order, out reason)) return CommandResult.Rejected(reason);
        reason = CheckBreaker(market, in order, QuantityLots.Zero);
        if (reason == RejectReason.None) reason = CheckOpenInterest(market, in order, QuantityLots.Zero);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        order = Priced(market, in order);
        reason = CheckMargin(market, in order, PriceTicks.None, QuantityLots.Zero);
        return reason == RejectReason.None ? Submit(market, in order) : CommandResult.Rejected(reason);
    }

    private CommandResult Submit(Market market, in PlaceOrder order)
    {
        OrderRequest request = new()
        {
            Account = order.Account,
            Side = order.Side,
            Type = order.Type,
            TimeInForce = order.TimeInForce,
            Limit = order.Type == OrderType.Market ? PriceTicks.None : order.Limit,
            Quantity = order.Quantity,
            ReduceOnly = order.ReduceOnly,
            SelfTrade = order.SelfTrade,
        };
        PlaceOutcome outcome = Exchange.Place(market, in request, CaseId.None);
        return new CommandResult(RejectReason.None, outcome.OrderId.Value);
    }

    private CommandResult Cancel(CancelOrder body)
    {
        if (!TryFind(body.Account, body.Instrument, body.Order, out RestingOrder order, out RejectReason reason)) return CommandResult.Rejected(reason);
        Exchange.Cancel(Exchange[body.Instrument], order.Id, OrderEnd.Cancelled);
        return CommandResult.Accepted;
    }

    private CommandResult Replace(ReplaceOrder body)
    {
        if (!TryFind(body.Account, body.Instrument, body.Order, out RestingOrder order, out RejectReason reason)) return CommandResult.Rejected(reason);
        Market market = Exchange[body.Instrument];
        PlaceOrder next = new(
            body.Account, body.Instrument, order.Side, OrderType.Limit, TimeInForce.GoodTillCancel, SelfTradePrevention.CancelTaker, order.ReduceOnly, body.Limit, body.Quantity);
        reason = CheckTerms(in next);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        if (body.Limit == order.Price && body.Quantity < order.Remaining)
        {
            Exchange.Reduce(market, in order, body.Quantity);
            return new CommandResult(RejectReason.None, order.Id.Value);
        }
        if (!TryLimit(market, ref next, out reason)) return CommandResult.Rejected(reason);
        // The margin is asked for the difference: an order may always be replaced by one that needs less.
        reason = CheckBreaker(market, in next, order.Remaining);
        if (reason == RejectReason.None) reason = CheckOpenInterest(market, in next, order.Remaining);
        if (reason == RejectReason.None) reason = CheckMargin(market, in next, order.Price, order.Remaining);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        Exchange.Cancel(market, order.Id, OrderEnd.Replaced);
        return Submit(market, in next);
    }

    private CommandResult CancelAll(CancelAll body)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (!IsListed(body.Instrument)) return CommandResult.Rejected(RejectReason.UnknownInstrument);
        Exchange.CancelAll(Exchange[body.Instrument], body.Account, OrderEnd.Cancelled);
        return CommandResult.Accepted;
    }

    private RejectReason CheckOwner(AccountId account, InstrumentId instrument)
    {
        if (!House.Accounts.Exists(account)) return RejectReason.UnknownAccount;
        if (!IsListed(instrument)) return RejectReason.UnknownInstrument;
        if (Desk.IsPool(account)) return RejectReason.PoolAccount;
        if (Desk.Liquidity.Contains(account)) return RejectReason.LiquidityPoolAccount;
        InstrumentId isolated = House.Accounts.IsolatedInstrument(account);
        return isolated == InstrumentId.None || isolated == instrument ? RejectReason.None : RejectReason.NotIsolatedHere;
    }

    // Who is under liquidation, or stands by to take positions over, may only reduce.
    private RejectReason CheckMayOpen(AccountId account)
    {
        if (Desk.Cases.IsOpen(account)) return RejectReason.UnderLiquidation;
        return Desk.Takers.IsPledged(account) ? RejectReason.Pledged : RejectReason.None;
    }

    // What only reduces is cut down to what there is to reduce; what does not, must be allowed to open.
    private bool TryLimit(Market market, ref PlaceOrder order, out RejectReason reason)
    {
        reason = RejectReason.None;
        if (!order.ReduceOnly) return (reason = CheckMayOpen(order.Account)) == RejectReason.None;
        QuantityLots reducible = Reducible(House.Size(order.Account, market.Id), order.Side);
        if (reducible == QuantityLots.Zero) reason = RejectReason.WouldNotReduce;
        if (reducible < order.Quantity) order = order with { Quantity = reducible };
        return reason == RejectReason.None;
    }

    private RejectReason CheckTerms(in PlaceOrder order)
    {
        Market market = Exchange[order.Instrument];
        if (!market.CanLiquidate) return RejectReason.MarketNotOpen;
        if (order.Side > Side.Sell) return RejectReason.InvalidSide;
        bool isKnown = order.Type <= OrderType.Market && order.TimeInForce <= TimeInForce.PostOnly && order.SelfTrade <= SelfTradePrevention.CancelBoth;
        if (!isKnown || (order.Type == OrderType.Market && order.TimeInForce != TimeInForce.ImmediateOrCancel)) return RejectReason.InvalidOrderKind;
        if (order.Type == OrderType.Limit && (order.Limit.Ticks < 1 || order.Limit > market.Spec.MaxPrice)) return RejectReason.InvalidPrice;
        return order.Quantity.Lots < 1 || order.Quantity > market.Spec.MaxPosition ? RejectReason.InvalidQuantity : RejectReason.None;
    }

    /// <summary>Lots of a position of a signed size that a reduce-only order of a side may close.</summary>
    private static QuantityLots Reducible(QuantityLots size, Side side) => QuantityLots.FromLots(Math.Max(0, side == Side.Sell ? size.Lots : -size.Lots));

    // What an order replaces no longer rests when it is placed, so it is taken off first.
    private RejectReason CheckMargin(Market market, in PlaceOrder order, PriceTicks replacedLimit, QuantityLots replaced)
    {
        (QuantityLots size, QuantityLots resting, bool hasRow) = House.Standing(order.Account, market.Id, order.Side);
        resting -= replaced;
        // An order that cannot take the position through zero always passes: the way out must stay open, whatever the margin.
        if (resting + order.Quantity <= Reducible(size, order.Side)) return RejectReason.None;
        if (!hasRow && House.Accounts.PositionCount(order.Account) >= options.Limits.MaxPositionsPerAccount) return RejectReason.TooManyPositions;
        if ((size.Lots * order.Side.Sign()) + resting.Lots + order.Quantity.Lots > market.Spec.MaxPosition.Lots) return RejectReason.PositionTooLarge;

        PriceTicks worst = WorstPrice(market, in order);
        Money fee = market.Spec.TakerFee.Of(ValueAt(market, worst, order.Quantity), Rounding.Up);
        Int128 feeWorth = House.RequirementWorth(market.Spec.SettlementAsset, fee);
        (Int128 equity, Int128 required) = House.EquityAndInitialWith(order.Account, market.Id, order.Side, worst, order.Quantity, replacedLimit, replaced);
        Int128 free = equity - required - feeWorth;
        if (free < 0) return RejectReason.InsufficientMargin;
        QuantityLots after = size + QuantityLots.FromLots((resting + order.Quantity).Lots * order.Side.Sign());
        return Desk.IsOverExposed(order.Account, market, after, equity) ? RejectReason.ExposureLimit : CheckAddOn(market, in order, replaced, free);
    }

    // A market order is margined at the worst price it would meet now; without any depth at the mark.
    private static PriceTicks WorstPrice(Market market, in PlaceOrder order)
    {
        if (order.Type == OrderType.Limit) return order.Limit;
        DepthWalk walk = market.Book.Walk(order.Side.Opposite(), order.Quantity, PriceTicks.None);
        return walk.Worst.IsSet ? walk.Worst : market.Price.Mark;
    }

    private static Money ValueAt(Market market, PriceTicks price, QuantityLots lots)
    {
        Money value = ContractValue.Of(market.Spec, price, lots, Rounding.Down);
        return value < Money.Zero ? -value : value;
    }

    private bool TryFind(AccountId account, InstrumentId instrument, OrderId id, out RestingOrder order, out RejectReason reason)
    {
        order = default;
        reason = CheckOwner(account, instrument);
        if (reason != RejectReason.None) return false;
        reason = RejectReason.UnknownOrder;
        if (!Exchange[instrument].Book.TryGet(id, out order) || order.Account != account) return false;
        reason = RejectReason.None;
        return true;
    }
}

using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Engine;

/// <content>What a circuit breaker lets through. The reduce-only lane is always open.</content>
public sealed partial class RiskEngine
{
    // Who rests supplies what reducers trade against, so post-only may open even where takers may not.
    private RejectReason CheckBreaker(Market market, in PlaceOrder order, QuantityLots replaced)
    {
        BreakerAction action = Desk.Breaker(market.Id).Action;
        if (action < BreakerAction.ReduceOnly || order.ReduceOnly) return RejectReason.None;
        if (action == BreakerAction.Halt) return order.TimeInForce == TimeInForce.ImmediateOrCancel ? RejectReason.MarketHalted : RejectReason.None;
        if (action == BreakerAction.BatchOnly || order.TimeInForce == TimeInForce.PostOnly) return RejectReason.None;
        (QuantityLots size, QuantityLots resting, _) = House.Standing(order.Account, market.Id, order.Side);
        return resting - replaced + order.Quantity <= Reducible(size, order.Side) ? RejectReason.None : RejectReason.ReduceOnlyMarket;
    }

    // A market order meets nothing while orders are collected: it takes part in the auction, no further from the mark than the collar.
    private PlaceOrder Priced(Market market, in PlaceOrder order)
    {
        if (order.Type != OrderType.Market || !market.Book.IsCollecting) return order;
        long collar = Desk.Policy.Breakers.CollarPpb, mark = market.Price.Mark.Ticks;
        long limit = order.Side == Side.Sell ? FixedLog.ShiftPrice(mark, -collar, Rounding.Up) : FixedLog.ShiftPrice(mark, collar, Rounding.Down);
        return order with { Type = OrderType.Limit, Limit = PriceTicks.FromTicks(Math.Clamp(limit, 1, market.Spec.MaxPrice.Ticks)) };
    }
}

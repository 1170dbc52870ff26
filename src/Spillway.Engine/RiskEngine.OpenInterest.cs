using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Engine;

/// <content>Caps on open interest and loop gain, and margin that is needed to open. The way out stays open: what cannot take a position through zero is not asked.</content>
public sealed partial class RiskEngine
{
    // Open interest grows only by what an incoming order opens when it trades, so a cap in front of those is exact, whatever rests. Post-only orders never trade on
    // arrival, and are the depth that the gain is measured over: refusing them would raise it.
    private RejectReason CheckOpenInterest(Market market, in PlaceOrder order, QuantityLots replaced)
    {
        if (!Desk.Policy.OpenInterest.HasCap || order.ReduceOnly || order.TimeInForce == TimeInForce.PostOnly) return RejectReason.None;
        (long opens, bool shrinks) = Opening(market, in order, replaced);
        if (opens == 0) return RejectReason.None;
        OpenInterestCap cap = Desk.OpenInterestCap(market, CommandTime);
        if (cap.IsExceededBy(opens)) return RejectReason.OpenInterestCapped;
        bool feeds = !shrinks && cap.IsGainReached(order.Side) && !IsFarFromLiquidation(market, in order, replaced);
        return feeds ? RejectReason.GainCapped : RejectReason.None;
    }

    // The gain is measured over a range of prices, and who cannot be liquidated within it adds nothing to it. In a fall depth goes and the gain rises; if those were
    // refused too who buy with their own money, the cap would take the buyers away that end the fall.
    private bool IsFarFromLiquidation(Market market, in PlaceOrder order, QuantityLots replaced)
    {
        PriceTicks worst = WorstPrice(market, in order);
        (QuantityLots size, QuantityLots resting, _) = House.Standing(order.Account, market.Id, order.Side);
        long after = (size.Lots * order.Side.Sign()) + (resting - replaced + order.Quantity).Lots;
        if (after > market.Spec.MaxPosition.Lots) return false;
        (Int128 equity, Int128 initial) = House.EquityAndInitialWith(order.Account, market.Id, order.Side, worst, order.Quantity, worst, QuantityLots.Zero);
        Money lost = Desk.Policy.OpenInterest.Range.Of(House.Notional(market.Id, QuantityLots.FromLots(after)), Rounding.Up);
        return equity - initial >= House.RequirementWorth(market.Spec.SettlementAsset, lost);
    }

    private RejectReason CheckAddOn(Market market, in PlaceOrder order, QuantityLots replaced, Int128 free)
    {
        if (!Desk.Policy.OpenInterest.HasAddOn) return RejectReason.None;
        long opens = Opening(market, in order, replaced).Lots;
        Int128 addOn = Desk.AddOnMillionths(order.Account, market.Id, order.Side, order.Quantity - replaced, opens, CommandTime);
        return free >= addOn ? RejectReason.None : RejectReason.InsufficientForAddOn;
    }

    // Lots of the order that would open a position, and whether the position turned around would be no larger than the one before.
    private (long Lots, bool Shrinks) Opening(Market market, in PlaceOrder order, QuantityLots replaced)
    {
        (QuantityLots size, QuantityLots resting, _) = House.Standing(order.Account, market.Id, order.Side);
        QuantityLots reducible = Reducible(size, order.Side);
        long beyond = (resting - replaced + order.Quantity - reducible).Lots;
        return (Math.Clamp(beyond, 0, order.Quantity.Lots), beyond <= reducible.Lots);
    }

    private void TellGainCap(InstrumentId instrument, in MarketSignals before, in MarketSignals after)
    {
        OpenInterestPolicy policy = Desk.Policy.OpenInterest;
        if (policy.GainMost == RatePpm.Zero) return;
        TellGainCap(instrument, Side.Buy, before.LongGainPpm, after.LongGainPpm, policy);
        TellGainCap(instrument, Side.Sell, before.ShortGainPpm, after.ShortGainPpm, policy);
    }

    private void TellGainCap(InstrumentId instrument, Side opens, int before, int after, OpenInterestPolicy policy)
    {
        bool isReached = StressedGain.IsReached(after, policy);
        if (isReached == StressedGain.IsReached(before, policy)) return;
        events.On(new GainCapMoved(instrument, opens, isReached, after, StressedGain.Ppm(after, policy.Withdrawal), policy.GainMost.Ppm));
    }
}

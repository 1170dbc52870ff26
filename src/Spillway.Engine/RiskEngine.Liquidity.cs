using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine;

/// <content>Liquidity pools: accounts that quote by a curve.</content>
public sealed partial class RiskEngine
{
    private CommandResult SetLiquidityPool(SetLiquidityPool body)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (!IsListed(body.Instrument)) return CommandResult.Rejected(RejectReason.UnknownInstrument);
        if (body.Reserve == QuantityLots.Zero) return WithdrawLiquidity(body);
        RejectReason reason = CheckLiquidity(in body, out LiquidityCurve curve, out Money required);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        Desk.Liquidity.Add(body.Instrument, new LiquidityPool(body.Account, curve));
        events.On(new LiquidityPoolSet(body.Instrument, body.Account, curve, required));
        return CommandResult.Accepted;
    }

    private CommandResult WithdrawLiquidity(SetLiquidityPool body)
    {
        if (!Desk.Liquidity.TryGet(body.Instrument, body.Account, out _)) return CommandResult.Rejected(RejectReason.NoLiquidityPool);
        Desk.EndLiquidity(body.Account, CaseId.None);
        return CommandResult.Accepted;
    }

    private RejectReason CheckLiquidity(in SetLiquidityPool body, out LiquidityCurve curve, out Money required)
    {
        (curve, required) = (default, Money.Zero);
        if (Desk.Liquidity.Contains(body.Account)) return RejectReason.AlreadySo;
        InstrumentId isolated = House.Accounts.IsolatedInstrument(body.Account);
        if (isolated != InstrumentId.None && isolated != body.Instrument) return RejectReason.NotIsolatedHere;
        Market market = Exchange[body.Instrument];
        bool isUnfit = market.Spec.Kind != InstrumentKind.LinearPerpetual || House.Accounts.PositionCount(body.Account) > 0
            || Desk.PlaysPart(body.Account) || Desk.Cases.IsOpen(body.Account) || Desk.Netting.Contains(body.Instrument, body.Account) || Desk.Away.Contains(body.Account);
        if (isUnfit) return RejectReason.UnfitForLiquidity;
        if (!market.CanLiquidate) return RejectReason.MarketNotOpen;
        if (Desk.Liquidity.Of(body.Instrument).Length == options.Limits.MaxLiquidityPools) return RejectReason.CapacityReached;
        bool isRange = body.Lower.Ticks >= 1 && body.Lower <= body.Price && body.Price <= body.Upper && body.Upper <= market.Spec.MaxPrice;
        if (!isRange) return RejectReason.InvalidPrice;
        if (body.Fee < RatePpm.Zero || body.Fee > LiquidityCurve.FeeMost) return RejectReason.InvalidRate;
        if (!LiquidityCurve.TryCreate(body.Reserve, body.Price, body.Lower, body.Upper, body.Fee, out curve)) return RejectReason.InvalidQuantity;
        if (curve.Available(Side.Sell) > market.Spec.MaxPosition || curve.Available(Side.Buy) > market.Spec.MaxPosition) return RejectReason.PositionTooLarge;
        required = Desk.Required(market, in curve);
        return House.Ledger.Balance(market.Spec.SettlementAsset, LedgerAccount.Wallet(body.Account)) >= required ? RejectReason.None : RejectReason.InsufficientMargin;
    }

    // The same checks as of an order that takes what is there and does not rest.
    private CommandResult SwapPool(SwapPool body)
    {
        RejectReason reason = CheckOwner(body.Account, body.Instrument);
        PlaceOrder order = new(
            body.Account, body.Instrument, body.Side, OrderType.Limit, TimeInForce.ImmediateOrCancel, SelfTradePrevention.CancelTaker, ReduceOnly: false, body.Worst, body.Quantity);
        if (reason == RejectReason.None) reason = CheckTerms(in order);
        if (reason == RejectReason.None) reason = CheckMayOpen(body.Account);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        Market market = Exchange[body.Instrument];
        if (!Desk.Liquidity.TryGet(body.Instrument, body.Pool, out LiquidityPool pool)) return CommandResult.Rejected(RejectReason.NoLiquidityPool);
        if (market.Book.IsCollecting) return CommandResult.Rejected(RejectReason.MarketHalted);
        QuantityLots lots = Desk.RoomOf(market, in pool, body.Side, body.Quantity, body.Worst);
        if (lots == QuantityLots.Zero) return CommandResult.Rejected(RejectReason.NoDepth);
        order = order with { Quantity = lots };
        reason = CheckBreaker(market, in order, QuantityLots.Zero);
        if (reason == RejectReason.None) reason = CheckOpenInterest(market, in order, QuantityLots.Zero);
        if (reason == RejectReason.None) reason = CheckMargin(market, in order, PriceTicks.None, QuantityLots.Zero);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        Desk.TradeWithPool(market, in pool, body.Account, body.Side, lots, CaseId.None);
        return new CommandResult(RejectReason.None, (ulong)lots.Lots);
    }
}

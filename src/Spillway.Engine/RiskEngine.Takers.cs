using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine;

/// <content>Promises to take positions over.</content>
public sealed partial class RiskEngine
{
    private CommandResult PledgeTaker(PledgeTaker body)
    {
        RejectReason reason = CheckOwner(body.Account, body.Instrument);
        if (reason == RejectReason.None) reason = CheckPledge(in body);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        Pledge pledge = Terms(in body);
        Desk.Takers.Add(body.Instrument, body.Side, in pledge);
        events.On(new TakerPledged(body.Instrument, body.Side, pledge));
        return CommandResult.Accepted;
    }

    private Pledge Terms(in PledgeTaker body)
    {
        Money least = body.LossBudget == Money.Zero ? Pledge.AnyEquity : House.Health(body.Account).Equity - body.LossBudget;
        return new Pledge(body.Account, body.Discount, body.Lowest, body.Highest, body.Lots, default, least);
    }

    private RejectReason CheckPledge(in PledgeTaker body)
    {
        Market market = Exchange[body.Instrument];
        if (!market.CanLiquidate) return RejectReason.MarketNotOpen;
        if (body.Side > Side.Sell) return RejectReason.InvalidSide;
        if (body.Discount < RatePpm.Zero || body.Discount > Pledge.DiscountMost) return RejectReason.InvalidRate;
        bool isBand = body.Lowest.Ticks >= 0 && body.Highest.Ticks >= 0 && body.Lowest <= market.Spec.MaxPrice && body.Highest <= market.Spec.MaxPrice
            && (!body.Lowest.IsSet || !body.Highest.IsSet || body.Lowest <= body.Highest);
        if (!isBand) return RejectReason.InvalidPrice;
        if (body.Lots.Lots < 1 || body.Lots > market.Spec.MaxPosition) return RejectReason.InvalidQuantity;
        if (body.LossBudget < Money.Zero || body.LossBudget.Units > options.Limits.MaxSupplyUnits) return RejectReason.InvalidAmount;
        if (Desk.Takers.IsPledged(body.Account)) return RejectReason.AlreadySo;
        if (Desk.Cases.IsOpen(body.Account)) return RejectReason.UnderLiquidation;
        if (Desk.Takers.Of(body.Instrument, body.Side).Length == options.Limits.MaxTakers) return RejectReason.CapacityReached;
        (QuantityLots size, QuantityLots resting, _) = House.Standing(body.Account, body.Instrument, body.Side);
        if ((size.Lots * body.Side.Sign()) + resting.Lots + body.Lots.Lots > market.Spec.MaxPosition.Lots) return RejectReason.PositionTooLarge;
        Pledge pledge = Terms(in body);
        return Desk.CanKeep(market, body.Side, in pledge) ? RejectReason.None : RejectReason.InsufficientMargin;
    }

    private CommandResult EndPledge(EndPledge body, Timestamp now)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (!Desk.Takers.IsPledged(body.Account)) return CommandResult.Rejected(RejectReason.NotPledged);
        bool isNew = Desk.Takers.GiveNotice(body.Account, now.AddNanos(Desk.Policy.Takers.NoticeNanos), events);
        return isNew ? CommandResult.Accepted : CommandResult.Rejected(RejectReason.AlreadySo);
    }
}

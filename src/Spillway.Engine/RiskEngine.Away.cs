using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine;

/// <content>Order books elsewhere that brokers relay.</content>
public sealed partial class RiskEngine
{
    private CommandResult QuoteAway(QuoteAway body, ReadOnlySpan<byte> payload, Timestamp now)
    {
        RejectReason reason = CheckOwner(body.Account, body.Instrument);
        if (reason == RejectReason.None && body.Side > Side.Sell) reason = RejectReason.InvalidSide;
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        if (payload.Length == 0) return WithdrawAway(body);
        int size = Unsafe.SizeOf<AwayLevel>();
        if (payload.Length % size != 0 || payload.Length / size > options.Limits.MaxAwayLevels) return CommandResult.Rejected(RejectReason.InvalidPayload);
        ReadOnlySpan<AwayLevel> levels = MemoryMarshal.Cast<byte, AwayLevel>(payload);
        reason = CheckAway(in body, levels, now);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        AwayTerms terms = new(body.Account, body.Fee, body.FixedCost, body.SeenAt);
        AwayBook book = Desk.Away.Set(Exchange[body.Instrument], body.Side, in terms, levels);
        events.On(new AwayQuoted(body.Instrument, body.Side, terms, levels[0].Price, book.Left));
        return CommandResult.Accepted;
    }

    private CommandResult WithdrawAway(QuoteAway body)
    {
        if (!Desk.Away.Remove(body.Instrument, body.Side, body.Account)) return CommandResult.Rejected(RejectReason.NoAwayQuotes);
        events.On(new AwayQuotesEnded(body.Instrument, body.Account, body.Side, CaseId.None));
        return CommandResult.Accepted;
    }

    private RejectReason CheckAway(in QuoteAway body, ReadOnlySpan<AwayLevel> levels, Timestamp now)
    {
        Market market = Exchange[body.Instrument];
        bool isUnfit = market.Spec.Kind != InstrumentKind.LinearPerpetual || Desk.PlaysPart(body.Account) || Desk.Cases.IsOpen(body.Account);
        if (isUnfit) return RejectReason.UnfitForAwayQuotes;
        if (!market.CanLiquidate) return RejectReason.MarketNotOpen;
        if (body.SeenAt.Nanos < 0 || body.SeenAt > now || now - body.SeenAt > Desk.Policy.Routing.QuoteNanos) return RejectReason.StaleQuotes;
        if (body.Fee < RatePpm.Zero || body.Fee > AwayBook.FeeMost) return RejectReason.InvalidRate;
        if (body.FixedCost < Money.Zero || body.FixedCost.Units > options.Limits.MaxSupplyUnits) return RejectReason.InvalidAmount;
        if (!AwayBook.AreInOrder(body.Side, levels, market.Spec.MaxPrice)) return RejectReason.InvalidPrice;
        if (!AwayBook.AreLots(levels, market.Spec.MaxPosition)) return RejectReason.InvalidQuantity;
        bool isFull = Desk.Away.Of(body.Instrument, body.Side).Length == options.Limits.MaxAwayBooks && !Desk.Away.Contains(body.Instrument, body.Side, body.Account);
        return isFull ? RejectReason.CapacityReached : RejectReason.None;
    }
}

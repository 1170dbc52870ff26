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
    private CommandResult SetBroker(SetBroker body)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (Desk.Away.IsBroker(body.Account) == body.IsBroker) return CommandResult.Rejected(RejectReason.AlreadySo);
        if (body.IsBroker && Desk.Away.Brokers.Length == options.Limits.MaxBrokers) return CommandResult.Rejected(RejectReason.CapacityReached);
        if (body.IsBroker) Desk.Away.Admit(body.Account);
        else Desk.Away.Dismiss(body.Account, events);
        events.On(new BrokerSet(body.Account, body.IsBroker));
        return CommandResult.Accepted;
    }

    private CommandResult QuoteAway(QuoteAway body, ReadOnlySpan<byte> payload, Timestamp now)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (!IsListed(body.Instrument)) return CommandResult.Rejected(RejectReason.UnknownInstrument);
        if (body.Side > Side.Sell) return CommandResult.Rejected(RejectReason.InvalidSide);
        if (payload.Length == 0) return WithdrawAway(body);
        RejectReason reason = CheckOwner(body.Account, body.Instrument);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
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
        if (!Desk.Away.IsBroker(body.Account)) return RejectReason.NotABroker;
        Market market = Exchange[body.Instrument];
        bool isUnfit = market.Spec.Kind != InstrumentKind.LinearPerpetual || Desk.PlaysPart(body.Account) || Desk.Cases.IsOpen(body.Account);
        if (isUnfit) return RejectReason.UnfitForAwayQuotes;
        if (!market.CanLiquidate) return RejectReason.MarketNotOpen;
        if (body.SeenAt.Nanos < 0 || body.SeenAt > now || now - body.SeenAt > Desk.Policy.Routing.QuoteNanos) return RejectReason.StaleQuotes;
        if (body.Fee < RatePpm.Zero || body.Fee > AwayBook.FeeMost) return RejectReason.InvalidRate;
        if (body.FixedCost < Money.Zero || body.FixedCost.Units > options.Limits.MaxSupplyUnits) return RejectReason.InvalidAmount;
        if (!AwayBook.AreInOrder(body.Side, levels, market.Spec.MaxPrice)) return RejectReason.InvalidPrice;
        return AwayBook.AreLots(levels, market.Spec.MaxPosition) ? RejectReason.None : RejectReason.InvalidQuantity;
    }
}

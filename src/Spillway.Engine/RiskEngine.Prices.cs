using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine;

/// <content>Prices, time and what they set off: no price without a sweep.</content>
public sealed partial class RiskEngine
{
    /// <summary>Reports of one index in one command: each holds up to five sources.</summary>
    private const int ReportsPerIndex = 16;

    private readonly List<PriceIndexId> touched = [];
    private readonly List<InstrumentId> movedMarks = [];
    private readonly List<AssetId> movedAssets = [];

    private CommandResult TakeIndexPrices(ReadOnlySpan<byte> payload, Timestamp now)
    {
        int size = Unsafe.SizeOf<IndexPrice>();
        bool isWhole = payload.Length > 0 && payload.Length % size == 0 && payload.Length / size <= options.Limits.MaxIndexes * ReportsPerIndex;
        return isWhole ? TakeIndexPrices(MemoryMarshal.Cast<byte, IndexPrice>(payload), now) : CommandResult.Rejected(RejectReason.InvalidPayload);
    }

    // All or nothing: one report that is wrong refuses the others of its timestamp with it.
    private CommandResult TakeIndexPrices(ReadOnlySpan<IndexPrice> reports, Timestamp now)
    {
        foreach (ref readonly IndexPrice report in reports)
        {
            RejectReason reason = Check(in report);
            if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        }
        touched.Clear();
        foreach (ref readonly IndexPrice report in reports)
        {
            PriceIndex index = Exchange.Indexes[report.Index.Index];
            for (int i = 0; i < IndexPrice.PriceCount; i++)
            {
                if (report[i].Parts > 0) index.Take(report.FirstSource + i, report[i], now);
            }
            touched.Add(report.Index);
        }
        foreach (PriceIndexId index in touched) Exchange.Indexes[index.Index].Refresh(now);
        SpreadIndexes(now);
        return CommandResult.Accepted;
    }

    private RejectReason Check(in IndexPrice report)
    {
        if (report.Index.Index < 0 || report.Index.Index >= Exchange.Indexes.Count) return RejectReason.UnknownIndex;
        RejectReason reason = CheckPrices(in report, Exchange.Indexes[report.Index.Index].Sources);
        return reason == RejectReason.None && !IsExact(in report) ? RejectReason.InvalidPrice : reason;
    }

    // Zero means "no news", but a report without any news, or with news of a source that is not there, is a mistake of the feed.
    private static RejectReason CheckPrices(in IndexPrice body, int sources)
    {
        bool any = false;
        if (body.FirstSource < 0) return RejectReason.UnknownSource;
        for (int i = 0; i < IndexPrice.PriceCount; i++)
        {
            if (body[i].Parts < 0) return RejectReason.InvalidPrice;
            if (body[i].Parts == 0) continue;
            if (body.FirstSource > sources - 1 - i) return RejectReason.UnknownSource;
            any = true;
        }
        return any ? RejectReason.None : RejectReason.InvalidPrice;
    }

    // A price beyond what exact arithmetic can weigh all collateral with is a mistake of the feed as well.
    private bool IsExact(in IndexPrice body)
    {
        for (int asset = 0; asset < House.Assets.Count; asset++)
        {
            if (House.Assets[asset].PriceIndex != body.Index) continue;
            for (int i = 0; i < IndexPrice.PriceCount; i++)
            {
                if (!RateTable.Fits(House.Assets[asset], body[i], House.Assets[0].Decimals)) return false;
            }
        }
        return true;
    }

    private CommandResult AdvanceTime(Timestamp now)
    {
        touched.Clear();
        for (int i = 0; i < Exchange.Indexes.Count; i++)
        {
            bool wasStale = Exchange.Indexes[i].IsStale;
            Exchange.Indexes[i].Refresh(now);
            if (Exchange.Indexes[i].IsStale && !wasStale) events.On(new IndexStale(PriceIndexId.FromIndex(i)));
            touched.Add(PriceIndexId.FromIndex(i));
        }
        SpreadIndexes(now);
        Now = now;
        Desk.SettleFunding(now);
        Desk.Service(now);
        return CommandResult.Accepted;
    }

    // Everything that reads the touched indexes moves before anybody is looked at: first all marks, then all collateral, then the sweeps.
    private void SpreadIndexes(Timestamp now)
    {
        movedMarks.Clear();
        movedAssets.Clear();
        foreach (Market market in Exchange.AllMarkets)
        {
            if (touched.Contains(market.Spec.PriceIndex) && Exchange.RefreshMark(market, now)) movedMarks.Add(market.Id);
        }
        for (int i = 0; i < House.Assets.Count; i++)
        {
            PriceIndexId id = House.Assets[i].PriceIndex;
            if (!touched.Contains(id) || Exchange.Indexes[id.Index].IsStale) continue;
            if (House.SetAssetPrice(AssetId.FromIndex(i), Exchange.Indexes[id.Index].Price)) movedAssets.Add(AssetId.FromIndex(i));
        }
        Desk.PricesMoved(CollectionsMarshal.AsSpan(movedMarks), CollectionsMarshal.AsSpan(movedAssets), now);
    }

    private CommandResult SettleFunding(Funding body)
    {
        if (!IsListed(body.Instrument)) return CommandResult.Rejected(RejectReason.UnknownInstrument);
        if (!Exchange[body.Instrument].CanLiquidate) return CommandResult.Rejected(RejectReason.MarketNotOpen);
        if (Desk.Policy.Funding.Enabled) return CommandResult.Rejected(RejectReason.FundingByPolicy);
        if (body.RatePpb is < -FundingRate.SettlementMaxPpb or > FundingRate.SettlementMaxPpb) return CommandResult.Rejected(RejectReason.InvalidRate);
        Desk.ApplyFunding(body.Instrument, body.RatePpb);
        return CommandResult.Accepted;
    }

    private CommandResult TakeSignals(Signals body, Timestamp now)
    {
        if (!IsListed(body.Instrument)) return CommandResult.Rejected(RejectReason.UnknownInstrument);
        MarketSignals figures = body.Figures;
        bool isSound = figures is { BidDepthUnits: >= 0, AskDepthUnits: >= 0, ResiliencePpm: >= 0, VolatilityPpm: >= 0, LongGainPpm: >= 0, ShortGainPpm: >= 0 } && figures.AsOf.Nanos >= 0 && figures.AsOf <= now;
        if (!isSound) return CommandResult.Rejected(RejectReason.InvalidSignals);
        MarketSignals before = Exchange[body.Instrument].Signals;
        Exchange.SetSignals(body.Instrument, figures);
        events.On(new SignalsTaken(body.Instrument, figures));
        TellGainCap(body.Instrument, in before, in figures);
        return CommandResult.Accepted;
    }

    private CommandResult Import(ImportTrade body)
    {
        RejectReason reason = CheckOwner(body.Buyer, body.Instrument);
        if (reason == RejectReason.None) reason = CheckOwner(body.Seller, body.Instrument);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        if (body.Buyer == body.Seller) return CommandResult.Rejected(RejectReason.SameAccount);
        Market market = Exchange[body.Instrument];
        if (market.Price.Mark.IsSet) return CommandResult.Rejected(RejectReason.MarketOpen);
        if (body.Price.Ticks < 1 || body.Price > market.Spec.MaxPrice) return CommandResult.Rejected(RejectReason.InvalidPrice);
        if (body.Lots.Lots < 1 || body.Lots > market.Spec.MaxPosition) return CommandResult.Rejected(RejectReason.InvalidQuantity);
        bool fits = (House.Size(body.Buyer, body.Instrument) + body.Lots).Magnitude <= market.Spec.MaxPosition
            && (House.Size(body.Seller, body.Instrument) - body.Lots).Magnitude <= market.Spec.MaxPosition;
        if (!fits) return CommandResult.Rejected(RejectReason.PositionTooLarge);
        Exchange.TradeOffBook(market, body.Buyer, Side.Buy, body.Seller, body.Price, body.Lots, TradeRoute.Import, CaseId.None);
        return CommandResult.Accepted;
    }
}

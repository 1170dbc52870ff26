using System.Numerics;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Reads the documents that list assets, indexes and instruments, and checks every bound that exact arithmetic rests on.</summary>
/// <remarks>Symbols refer to what has been listed before. Numbers are exact decimals in plain notation, as numbers or texts.</remarks>
internal sealed class ListingReader(IReadOnlyList<AssetSpec> assets, IReadOnlyList<string> indexes, IReadOnlyList<InstrumentSpec> instruments)
{
    /// <summary>2^56 minor units: largest notional of a linear position at the highest price.</summary>
    private const long NotionalMax = 1L << 56;

    private const int TiersMax = 16;

    public AssetSpec ReadAsset(DocumentNode node)
    {
        node.AllowOnly("symbol", "decimals", "haircut", "index");
        string symbol = NewSymbol(node.Required("symbol"), 16, assets.Any(a => a.Symbol == node.Required("symbol").AsText()));
        int decimals = (int)node.Required("decimals").AsParts(0, 0, 12);
        RatePpm haircut = node.Optional("haircut")?.AsRate(0, 1) ?? RatePpm.Zero;
        DocumentNode? index = node.Optional("index");
        if (assets.Count == 0 && index is not null) throw index.Wrong("the first asset is the valuation asset; it is worth one and has no index");
        if (assets.Count > 0 && index is null) throw node.Wrong("field \"index\" is missing: an asset other than the valuation asset needs a price");
        return new AssetSpec(symbol, decimals, haircut, index is null ? PriceIndexId.None : IndexOf(index));
    }

    public (string Symbol, int Sources, long MaxAgeNanos) ReadIndex(DocumentNode node)
    {
        node.AllowOnly("symbol", "sources", "maxAgeMilliseconds");
        string symbol = NewSymbol(node.Required("symbol"), 32, indexes.Contains(node.Required("symbol").AsText()));
        int sources = (int)node.Required("sources").AsParts(0, 1, Markets.PriceIndex.SourcesMax);
        return (symbol, sources, node.Required("maxAgeMilliseconds").AsParts(0, 1, 86_400_000) * Timestamp.NanosPerMillisecond);
    }

    public InstrumentSpec ReadInstrument(DocumentNode node)
    {
        node.AllowOnly(
            "symbol", "kind", "inverse", "settlementAsset", "index", "tickSize", "lotSize", "maxPrice", "maxPosition", "tiers", "tierMethod", "makerFee", "takerFee", "basisHalfLifeSeconds");
        node.Required("kind").AsChoice("perpetual");
        InstrumentKind kind = node.Optional("inverse")?.AsBoolean() == true ? InstrumentKind.InversePerpetual : InstrumentKind.LinearPerpetual;
        AssetId settlement = AssetOf(node.Required("settlementAsset"));
        long tick = node.Required("tickSize").AsParts(9, 0.000000001m, 1_000_000);
        long lot = node.Required("lotSize").AsParts(9, 0.000000001m, 1_000_000);
        long unitsPerTickLot = UnitsPerTickLot(node, kind, tick, lot, assets[settlement.Index].Decimals);
        long maxPrice = Steps(node.Required("maxPrice"), tick);
        long maxPosition = Steps(node.Required("maxPosition"), lot);
        CheckNotional(node, kind, unitsPerTickLot, maxPrice, maxPosition);
        RatePpm taker = node.Required("takerFee").AsRate(0, 0.1m);
        RatePpm maker = node.Required("makerFee").AsRate(-0.1m, 0.1m);
        if (-maker.Ppm > taker.Ppm) throw node.Required("makerFee").Wrong("a rebate larger than the taker fee would make the fee account owe money");
        return new InstrumentSpec(
            NewSymbol(node.Required("symbol"), 32, instruments.Any(i => i.Symbol == node.Required("symbol").AsText())),
            kind,
            settlement,
            IndexOf(node.Required("index")),
            QuotePrice.FromParts(tick),
            lot,
            unitsPerTickLot,
            PriceTicks.FromTicks(maxPrice),
            QuantityLots.FromLots(maxPosition),
            ReadTiers(node.Required("tiers"), assets[settlement.Index].Decimals),
            (TierMethod)(node.Optional("tierMethod")?.AsChoice("marginal", "whole") ?? 0),
            maker,
            taker,
            node.Required("basisHalfLifeSeconds").AsParts(0, 1, 86_400) * Timestamp.NanosPerSecond);
    }

    private static List<MarginTier> ReadTiers(DocumentNode list, int decimals)
    {
        List<MarginTier> tiers = [];
        foreach (DocumentNode item in list.AsList())
        {
            item.AllowOnly("notionalFrom", "initialRate", "maintenanceRate");
            Money from = Money.FromUnits(item.Required("notionalFrom").AsParts(decimals, 0, Largest(decimals)));
            RatePpm initial = item.Required("initialRate").AsRate(0.000001m, 1), maintenance = item.Required("maintenanceRate").AsRate(0.000001m, 1);
            if (initial < maintenance) throw item.Required("initialRate").Wrong("initial margin is below maintenance margin: a fresh position could be liquidated at once");
            if (tiers.Count == 0 && from != Money.Zero) throw item.Wrong("the first tier must begin at notional 0");
            if (tiers.Count > 0 && from <= tiers[^1].NotionalFrom) throw item.Wrong("tiers must rise in notionalFrom");
            tiers.Add(new MarginTier(from, initial, maintenance));
        }
        return tiers.Count is >= 1 and <= TiersMax ? tiers : throw list.Wrong($"1 to {TiersMax} tiers are expected");
    }

    private static long UnitsPerTickLot(DocumentNode node, InstrumentKind kind, long tick, long lot, int decimals)
    {
        // Up to 10^15 · 10^15 · 10^12: more than 128 bits.
        BigInteger power = BigInteger.Pow(10, decimals);
        (BigInteger numerator, BigInteger denominator) = kind == InstrumentKind.InversePerpetual
            ? (lot * power, tick)
            : (tick * (lot * power), BigInteger.Pow(10, 18));
        bool isWhole = numerator % denominator == 0 && numerator / denominator is var units && units > 0 && units <= 1L << 42;
        return isWhole
            ? (long)(numerator / denominator)
            : throw node.Wrong("tickSize × lotSize is not a whole number of minor units of the settlement asset; make the tick or the lot coarser");
    }

    private static void CheckNotional(DocumentNode node, InstrumentKind kind, long unitsPerTickLot, long maxPrice, long maxPosition)
    {
        Int128 largest = (Int128)unitsPerTickLot * maxPosition;
        // An inverse position is largest at one tick; four more bits are left for prices that no market sees.
        bool fits = kind == InstrumentKind.InversePerpetual ? largest <= NotionalMax << 4 : largest <= NotionalMax && largest * maxPrice <= NotionalMax;
        if (!fits) throw node.Wrong("maxPosition at maxPrice exceeds 2^56 minor units; lower one of them");
    }

    private static long Steps(DocumentNode node, long step)
    {
        long parts = node.AsParts(9, 0.000000001m, 9_000_000_000m);
        return parts % step == 0 && parts / step <= Markets.OrderBook.MaxTicks ? parts / step : throw node.Wrong("not a whole number of steps of its grid, or too many of them");
    }

    private static decimal Largest(int decimals)
    {
        decimal largest = NotionalMax;
        for (int i = 0; i < decimals; i++) largest /= 10;
        return decimal.Truncate(largest);
    }

    private AssetId AssetOf(DocumentNode node)
    {
        for (int i = 0; i < assets.Count; i++)
        {
            if (assets[i].Symbol == node.AsText()) return AssetId.FromIndex(i);
        }
        throw node.Wrong($"asset \"{node.AsText()}\" is not listed; {Suggestion.For(node.AsText(), [.. assets.Select(a => a.Symbol)])}");
    }

    private PriceIndexId IndexOf(DocumentNode node)
    {
        for (int i = 0; i < indexes.Count; i++)
        {
            if (indexes[i] == node.AsText()) return PriceIndexId.FromIndex(i);
        }
        throw node.Wrong($"index \"{node.AsText()}\" is not listed; {Suggestion.For(node.AsText(), [.. indexes])}");
    }

    private static string NewSymbol(DocumentNode node, int longest, bool isTaken)
    {
        string symbol = node.AsText();
        bool isPlain = symbol.Length >= 1 && symbol.Length <= longest && symbol.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        if (!isPlain) throw node.Wrong($"a symbol has 1 to {longest} letters, digits, '-', '_' or '.'");
        return isTaken ? throw node.Wrong($"\"{symbol}\" is listed already") : symbol;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Between prices in quote units and the integer grid of the simulated contract. Tick and lot are powers of ten chosen from the price of the path.</summary>
/// <remarks>About a million ticks to the price and lots of about ten quote units: fine enough that no grid effect shows, coarse enough that every product is exact.</remarks>
public sealed class ContractGrid
{
    private const int QuoteDecimals = 6;

    private readonly int tickExponent, lotExponent;

    /// <summary>The grid for a path that begins at a price and an open interest in quote units.</summary>
    public ContractGrid(double firstOpen, double openInterestUsd)
    {
        FirstOpen = firstOpen;
        tickExponent = (int)Math.Floor(Math.Log10(firstOpen)) - 6;
        lotExponent = Math.Clamp(1 - (int)Math.Floor(Math.Log10(firstOpen)), -QuoteDecimals - tickExponent, 9);
        Tick = Math.Pow(10, tickExponent);
        Lot = Math.Pow(10, lotExponent);
        UnitsPerTickLot = (long)Math.Round(Math.Pow(10, QuoteDecimals + tickExponent + lotExponent));
        MaxPriceTicks = TicksOf(firstOpen * 8);
        MaxPositionLots = (long)Math.Min(2 * openInterestUsd / (firstOpen * Lot), (1L << 55) / (double)UnitsPerTickLot / MaxPriceTicks);
    }

    /// <summary>First open price of the path.</summary>
    public double FirstOpen { get; }

    /// <summary>One tick in quote units.</summary>
    public double Tick { get; }

    /// <summary>One lot in base units.</summary>
    public double Lot { get; }

    /// <summary>Minor units of one lot moved by one tick.</summary>
    public long UnitsPerTickLot { get; }

    /// <summary>Highest price of the market.</summary>
    public long MaxPriceTicks { get; }

    /// <summary>Largest position and order.</summary>
    public long MaxPositionLots { get; }

    /// <summary>Nearest tick; at least one.</summary>
    public long TicksOf(double price) => Math.Max(1, (long)Math.Round(price / Tick));

    /// <summary>Price in quote units.</summary>
    public double PriceOf(PriceTicks ticks) => ticks.Ticks * Tick;

    /// <summary>Reference price in the scale of index sources.</summary>
    public static QuotePrice IndexOf(double price) => QuotePrice.FromParts(Math.Max(1, (long)Math.Round(price * QuotePrice.PartsPerUnit)));

    /// <summary>Lots of a notional at the first open, rounded down.</summary>
    public long LotsOf(double usd) => (long)(usd / (FirstOpen * Lot));

    /// <summary>Lots of a notional at a price, rounded down.</summary>
    public long LotsOf(double usd, double price) => (long)(usd / (price * Lot));

    /// <summary>Notional of lots at a price, quote units.</summary>
    public double Usd(long lots, double price) => lots * Lot * price;

    /// <summary>Notional of lots at the first open, minor units.</summary>
    public double NotionalUnits(long lots) => (double)lots * TicksOf(FirstOpen) * UnitsPerTickLot;

    /// <summary>Maintenance margin of a notional by the marginal tiers of a scenario whose edges are shares of open interest, minor units.</summary>
    public double MaintenanceUnits(IReadOnlyList<TierTerms> tiers, double notionalUnits)
    {
        double margin = 0;
        for (int k = 0; k < tiers.Count; k++)
        {
            double from = TierEdgeUnits(tiers[k]), to = k + 1 < tiers.Count ? TierEdgeUnits(tiers[k + 1]) : double.PositiveInfinity;
            margin += Math.Max(0, Math.Min(notionalUnits, to) - from) * (double)tiers[k].MaintenanceRate;
        }
        return margin;
    }

    /// <summary>Open interest that tier edges are shares of, quote units.</summary>
    public double TierBaseUsd { get; init; }

    /// <summary>The listing document of the contract.</summary>
    public JsonObject Listing(MarketTerms terms, string settlement, string index)
    {
        JsonArray tiers = [];
        foreach (TierTerms tier in terms.Tiers)
        {
            tiers.Add(new JsonObject
            {
                ["notionalFrom"] = Math.Round(TierEdgeUnits(tier) / 1e6).ToString("F0", CultureInfo.InvariantCulture),
                ["initialRate"] = tier.InitialRate,
                ["maintenanceRate"] = tier.MaintenanceRate,
            });
        }
        return new JsonObject
        {
            ["symbol"] = terms.Symbol,
            ["kind"] = "perpetual",
            ["settlementAsset"] = settlement,
            ["index"] = index,
            ["tickSize"] = PowerOfTen(tickExponent),
            ["lotSize"] = PowerOfTen(lotExponent),
            ["maxPrice"] = Scaled(MaxPriceTicks, tickExponent),
            ["maxPosition"] = Scaled(MaxPositionLots, lotExponent),
            ["tiers"] = tiers,
            ["makerFee"] = terms.MakerFee,
            ["takerFee"] = terms.TakerFee,
            ["basisHalfLifeSeconds"] = terms.BasisHalfLifeSeconds,
        };
    }

    private double TierEdgeUnits(TierTerms tier) => tier.FromShare * TierBaseUsd * 1e6;

    private static decimal PowerOfTen(int exponent) => Scaled(1, exponent);

    private static decimal Scaled(long value, int exponent)
    {
        decimal scaled = value;
        for (int i = 0; i < exponent; i++) scaled *= 10;
        for (int i = 0; i > exponent; i--) scaled /= 10;
        return scaled;
    }
}

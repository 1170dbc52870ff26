using System.Globalization;
using System.Text.Json.Nodes;
using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Between prices in quote units and the integer grid of the simulated contract. Tick and lot are powers of ten chosen from the price of the path.</summary>
/// <remarks>
/// About a million ticks to the price and lots of ten to a hundred quote units: fine enough that no grid effect shows, coarse enough that every product is
/// exact. An asset below one quote unit is traded in contracts of ten, a hundred, … units, as venues do, so that every contract is worth at least one.
/// </remarks>
public sealed class ContractGrid
{
    private const int QuoteDecimals = 6;

    // Half of what a venue lists: prices may double beyond the highest before arithmetic is at its end.
    private const long NotionalMost = 1L << 55;

    private const int MaxPriceMultiple = 8;

    private readonly double openInterestUsd, unitsPerContract;
    private readonly int tickExponent, lotExponent, contractExponent;

    /// <summary>The grid for a path that begins at a price and an open interest in quote units.</summary>
    public ContractGrid(double firstOpen, double openInterestUsd)
    {
        FirstOpen = firstOpen;
        this.openInterestUsd = openInterestUsd;
        int magnitude = (int)Math.Floor(Math.Log10(firstOpen));
        (tickExponent, lotExponent, contractExponent) = (magnitude - 6, 1 - magnitude, Math.Max(0, -magnitude));
        unitsPerContract = Math.Pow(10, contractExponent);
        Tick = Math.Pow(10, tickExponent);
        Lot = Math.Pow(10, lotExponent);
        UnitsPerTickLot = (long)Math.Round(Math.Pow(10, QuoteDecimals + tickExponent + lotExponent));
        MaxPriceTicks = TicksOf(firstOpen * MaxPriceMultiple);
        MaxPositionLots = (long)Math.Min(2 * openInterestUsd / (firstOpen * Lot), NotionalMost / (double)UnitsPerTickLot / MaxPriceTicks);
    }

    /// <summary>First open price of the path.</summary>
    public double FirstOpen { get; }

    /// <summary>One tick in quote units, a base unit.</summary>
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
    public long TicksOf(double price) => Math.Max(1, Whole(Math.Round(price / Tick)));

    /// <summary>Price in quote units.</summary>
    public double PriceOf(PriceTicks ticks) => ticks.Ticks * Tick;

    /// <summary>Price of one contract, quote units.</summary>
    public double ContractPrice(double price) => price * unitsPerContract;

    /// <summary>Reference price of one contract in the scale of index sources.</summary>
    public QuotePrice IndexOf(double price) => QuotePrice.FromParts(Math.Max(1, Whole(Math.Round(ContractPrice(price) * QuotePrice.PartsPerUnit))));

    /// <summary>Lots of a notional at the first open, rounded down.</summary>
    public long LotsOf(double usd) => Whole(usd / (FirstOpen * Lot));

    /// <summary>Lots of a notional at a price, rounded down.</summary>
    public long LotsOf(double usd, double price) => Whole(usd / (price * Lot));

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
            double from = TierEdge(tiers[k]), to = k + 1 < tiers.Count ? TierEdge(tiers[k + 1]) : double.PositiveInfinity;
            margin += Math.Max(0, Math.Min(notionalUnits, to) - from) * (double)tiers[k].MaintenanceRate;
        }
        return margin;
    }

    /// <summary>The listing document of the contract.</summary>
    public JsonObject Listing(MarketTerms terms, string settlement, string index)
    {
        JsonArray tiers = [];
        foreach (TierTerms tier in terms.Tiers)
        {
            // No position reaches a tier beyond the largest notional, and the venue would not list it.
            if (TierEdge(tier) > NotionalMost) break;
            tiers.Add(new JsonObject
            {
                ["notionalFrom"] = Scaled(TierEdge(tier), -QuoteDecimals).ToString(CultureInfo.InvariantCulture),
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
            ["tickSize"] = Scaled(1, tickExponent + contractExponent),
            ["lotSize"] = Scaled(1, lotExponent - contractExponent),
            ["maxPrice"] = Scaled(MaxPriceTicks, tickExponent + contractExponent),
            ["maxPosition"] = Scaled(MaxPositionLots, lotExponent - contractExponent),
            ["tiers"] = tiers,
            ["makerFee"] = terms.MakerFee,
            ["takerFee"] = terms.TakerFee,
            ["basisHalfLifeSeconds"] = terms.BasisHalfLifeSeconds,
        };
    }

    /// <summary>Notional at which a tier begins, minor units.</summary>
    internal long TierEdge(TierTerms tier) => Whole(Math.Round(tier.FromShare * openInterestUsd * 1e6));

    // A path may leave any scale that its beginning suggests; what no long holds is beyond every bound of the venue anyway.
    private static long Whole(double value) => (long)Math.Min(value, 1e18);

    private static decimal Scaled(long value, int exponent)
    {
        decimal scaled = value;
        for (int i = 0; i < exponent; i++) scaled *= 10;
        for (int i = 0; i > exponent; i--) scaled /= 10;
        return scaled;
    }
}

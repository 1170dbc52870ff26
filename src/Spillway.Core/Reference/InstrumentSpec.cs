namespace Spillway.Core;

/// <summary>What a contract pays on.</summary>
public enum InstrumentKind : byte
{
    /// <summary>Perpetual on a base, quoted and settled in the quote asset: value = size · price.</summary>
    LinearPerpetual = 0,

    /// <summary>Perpetual whose contracts are one quote unit each, settled in the base asset: value = −size / price.</summary>
    InversePerpetual = 1,
}

/// <summary>A contract: its grid, its settlement, its margin ladder.</summary>
/// <remarks>
/// One lot moved by one tick must be a whole number of minor units of the settlement asset (<see cref="UnitsPerTickLot"/>); a listing where it is not
/// is rejected, because balances could not be exact. For an inverse contract the grid condition is on <see cref="UnitsPerTickLot"/> too: one lot is worth
/// UnitsPerTickLot / ticks minor units of the base asset.
/// </remarks>
/// <param name="Symbol">Name for people; 1–32 letters, digits, '-', '_' or '.'.</param>
/// <param name="Kind">Payoff.</param>
/// <param name="SettlementAsset">Asset of margin, profit and loss, fees and funding.</param>
/// <param name="PriceIndex">Reference price of the base in the quote.</param>
/// <param name="TickSize">One tick, in 1e-9 quote units per base unit; positive.</param>
/// <param name="LotSize">One lot in 1e-9 base units (linear) or 1e-9 contracts of one quote unit (inverse); positive.</param>
/// <param name="UnitsPerTickLot">Linear: minor units of one lot × one tick. Inverse: minor units of one lot × tick count. Derived, see <c>InstrumentListing</c>.</param>
/// <param name="MaxPrice">Highest price the market accepts, in ticks.</param>
/// <param name="MaxPosition">Largest position and order, in lots: bounds every product in margin arithmetic.</param>
/// <param name="Tiers">Margin ladder, 1–16 tiers, rising notional.</param>
/// <param name="TierMethod">How the tiers combine.</param>
/// <param name="MakerFee">Of the notional; negative is a rebate, not larger than the taker fee.</param>
/// <param name="TakerFee">Of the notional; not negative.</param>
/// <param name="BasisHalfLifeNanos">Half-life of the average basis in the mark price.</param>
public sealed record InstrumentSpec(
    string Symbol,
    InstrumentKind Kind,
    AssetId SettlementAsset,
    PriceIndexId PriceIndex,
    QuotePrice TickSize,
    long LotSize,
    long UnitsPerTickLot,
    PriceTicks MaxPrice,
    QuantityLots MaxPosition,
    IReadOnlyList<MarginTier> Tiers,
    TierMethod TierMethod,
    RatePpm MakerFee,
    RatePpm TakerFee,
    long BasisHalfLifeNanos);

using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>Value at which a part of a position must be closed for the account to be left with exactly nothing in the end, by the rule of dYdX v4.</summary>
/// <remarks>
/// Quote of closing δ = −DNNV − TNC · |DMMR| / TMMR: the equity of the account is spread over its positions by maintenance margin. A sale receives it, a
/// buy pays it (negative). Rounded up, in favour of the closed account. Taken from the account as it was when this was made.
/// Source: dydxprotocol/v4-chain at 84d4664 (2026-03-04), x/clob/keeper/liquidations.go, GetBankruptcyPriceInQuoteQuantums.
/// </remarks>
public readonly struct BankruptcyPrice
{
    private readonly ClearingHouse house;
    private readonly Market market;
    private readonly AccountHealth health;
    private readonly long size;
    private readonly Int128 maintenance;

    /// <summary>The price of a position now.</summary>
    /// <param name="house">The accounts.</param>
    /// <param name="market">With a mark.</param>
    /// <param name="account">Holder of a position in it.</param>
    public BankruptcyPrice(ClearingHouse house, Market market, AccountId account)
    {
        (this.house, this.market) = (house, market);
        health = house.Health(account);
        size = house.Size(account, market.Id).Lots;
        maintenance = house.MaintenanceMillionths(market.Id, QuantityLots.FromLots(size));
    }

    /// <summary>Quote of closing a number of lots, minor units of the settlement asset.</summary>
    /// <param name="lots">1 … size of the position.</param>
    public Money Of(QuantityLots lots)
    {
        QuantityLots change = size > 0 ? -lots : lots;
        Int128 freed = Int128.Max(0, maintenance - house.MaintenanceMillionths(market.Id, QuantityLots.FromLots(size) + change));
        Int128 equity = health.MaintenanceMillionths == 0 ? health.EquityMillionths : Proportion.Of(health.EquityMillionths, freed, health.MaintenanceMillionths);
        Money netValue = ContractValue.Of(market.Spec, market.Price.Mark, change, Rounding.Down);
        return Money.FromUnits((long)Int128.Clamp(-(Int128)netValue.Units - UnitsDown(equity), -MostUnits, MostUnits));
    }

    /// <summary>Quote of closing a number of lots at a price: what a sale receives, what a buy pays with a minus sign.</summary>
    public Money QuoteAt(PriceTicks price, QuantityLots lots) => -ContractValue.Of(market.Spec, price, size > 0 ? -lots : lots, Rounding.Up);

    /// <summary>Price of a quote in whole ticks, rounded in favour of the closed account, within 1 … highest price of the market.</summary>
    public PriceTicks TicksOf(Money quote, QuantityLots lots)
    {
        InstrumentSpec spec = market.Spec;
        Int128 perTick = (Int128)lots.Lots * spec.UnitsPerTickLot, units = size > 0 ? quote.Units : -(Int128)quote.Units;
        Rounding rounding = size > 0 ? Rounding.Up : Rounding.Down;
        // Values of inverse contracts are −k / price; one that is not negative belongs to no price at all.
        if (spec.Kind != InstrumentKind.InversePerpetual) return Clamped(ExactMath.Divide(units, perTick, rounding));
        return units >= 0 ? spec.MaxPrice : Clamped(ExactMath.Divide(-perTick, units, rounding));
    }

    private PriceTicks Clamped(Int128 ticks) => PriceTicks.FromTicks((long)Int128.Clamp(ticks, 1, market.Spec.MaxPrice.Ticks));

    // No notional reaches this; equity in a nearly worthless asset would, and must not overflow what it is added to.
    private const long MostUnits = 1L << 56;

    private Int128 UnitsDown(Int128 worthMillionths)
    {
        AssetId asset = market.Spec.SettlementAsset;
        if (worthMillionths >= 0) return house.UnitsWorth(asset, worthMillionths / RatePpm.Whole).Units;
        Int128 debt = ExactMath.Divide(-worthMillionths, RatePpm.Whole, Rounding.Up);
        return -(Int128)house.UnitsWorth(asset, debt).Units - (asset.Index == 0 ? 0 : 1);
    }
}

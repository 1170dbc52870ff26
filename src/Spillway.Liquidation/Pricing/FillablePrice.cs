using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>Worst price of a forced order by the rule of dYdX v4: the mark less a spread that opens as the equity of the account goes.</summary>
/// <remarks>
/// (PNNV − ABR · SMMR · PMMR) / PS with ABR = clamp(BA · (1 − TNC / TMMR), 0, 1). PNNV: net value of the position at mark, PMMR: its maintenance margin,
/// PS: its size, TNC and TMMR: equity and maintenance margin of the account. Rounded toward the mark. Inverse contracts have the same values, −k / price.
/// Source: dydxprotocol/v4-chain at 84d4664 (2026-03-04), x/clob/keeper/liquidations.go, GetFillablePrice.
/// </remarks>
public static class FillablePrice
{
    /// <summary>The price, within 1 tick … highest price of the market.</summary>
    /// <param name="house">The accounts.</param>
    /// <param name="market">With a mark.</param>
    /// <param name="account">Holder of a position in it.</param>
    /// <param name="health">Health of the account now.</param>
    /// <param name="policy">BA and SMMR.</param>
    public static PriceTicks Of(ClearingHouse house, Market market, AccountId account, in AccountHealth health, ReleasePolicy policy)
    {
        InstrumentSpec spec = market.Spec;
        QuantityLots size = house.Size(account, market.Id);
        Int128 maintenance = house.Ladder(market.Id).MaintenanceMillionths(house.Notional(market.Id, size).Units);
        Int128 spread = Adjusted(maintenance, in health, policy.BankruptcyAdjustment) * policy.SpreadToMaintenance.Ppm / RatePpm.Whole;
        Int128 value = ((Int128)ContractValue.Of(spec, market.Price.Mark, size, Rounding.Down).Units * RatePpm.Whole) - spread;
        return PriceTicks.FromTicks(Int128.IsNegative(value) == IsValueNegative(spec, size) ? Clamp(spec, TicksAt(spec, size, value)) : Beyond(spec, size));
    }

    // ABR · PMMR, rounded down: exact for an account with one position and BA 1.
    private static Int128 Adjusted(Int128 maintenance, in AccountHealth health, RatePpm adjustment)
    {
        Int128 missing = health.MaintenanceMillionths - health.EquityMillionths;
        if (missing <= 0) return 0;
        if (missing >= health.MaintenanceMillionths) return maintenance;
        return Int128.Min(maintenance, Proportion.Of(maintenance, missing, health.MaintenanceMillionths) * adjustment.Ppm / RatePpm.Whole);
    }

    // Values of inverse contracts are negative for longs.
    private static bool IsValueNegative(InstrumentSpec spec, QuantityLots size) => (spec.Kind == InstrumentKind.InversePerpetual) == size > QuantityLots.Zero;

    private static Int128 TicksAt(InstrumentSpec spec, QuantityLots size, Int128 valueMillionths)
    {
        Rounding rounding = size > QuantityLots.Zero ? Rounding.Up : Rounding.Down;
        Int128 perTick = (Int128)size.Lots * spec.UnitsPerTickLot * RatePpm.Whole;
        if (spec.Kind != InstrumentKind.InversePerpetual) return ExactMath.Divide(valueMillionths, perTick, rounding);
        return valueMillionths == 0 ? spec.MaxPrice.Ticks : ExactMath.Divide(-perTick, valueMillionths, rounding);
    }

    private static long Clamp(InstrumentSpec spec, Int128 ticks) => (long)Int128.Clamp(ticks, 1, spec.MaxPrice.Ticks);

    // The spread is worth more than the position: any price will do.
    private static long Beyond(InstrumentSpec spec, QuantityLots size) => size > QuantityLots.Zero ? 1 : spec.MaxPrice.Ticks;
}

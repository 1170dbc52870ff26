using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Value of one lot at a price, in fixed point: the only place where linear and inverse contracts differ.</summary>
/// <remarks>
/// Linear: ticks · k minor units, exact. Inverse: −k / ticks, a reciprocal that no finite fraction holds, so it is quantised once per price to
/// 2^<see cref="InverseFractionBits"/> parts of a minor unit and from there on everything is multiplication. Both rise with the price, so
/// profit and loss of a signed size is size · value − basis for both, and health needs no division in its loops.
/// </remarks>
public static class ContractValue
{
    /// <summary>Binary digits after the point of the value of one inverse lot.</summary>
    public const int InverseFractionBits = 20;

    /// <summary>Binary digits after the point in <see cref="PerLot"/>.</summary>
    public static int FractionBits(InstrumentKind kind) => kind == InstrumentKind.InversePerpetual ? InverseFractionBits : 0;

    /// <summary>Value of one lot at a price, in 2^-FractionBits minor units, rounded toward −∞; negative for inverse contracts.</summary>
    public static long PerLot(InstrumentSpec spec, PriceTicks price) => spec.Kind == InstrumentKind.InversePerpetual
        ? (long)ExactMath.Divide(-((Int128)spec.UnitsPerTickLot << InverseFractionBits), price.Ticks, Rounding.Down)
        : price.Ticks * spec.UnitsPerTickLot;

    /// <summary>Value of a signed number of lots at a price, minor units. A trade is booked at this value on both sides, so it creates nothing.</summary>
    public static Money Of(InstrumentSpec spec, PriceTicks price, QuantityLots lots, Rounding rounding) => spec.Kind == InstrumentKind.InversePerpetual
        ? Money.Ratio(-((Int128)spec.UnitsPerTickLot * lots.Lots), price.Ticks, rounding)
        : Money.FromUnits((long)((Int128)price.Ticks * spec.UnitsPerTickLot * lots.Lots));
}

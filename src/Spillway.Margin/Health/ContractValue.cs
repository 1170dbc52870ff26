using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Value of one lot at a price, in fixed point: the only place where linear and inverse contracts differ.</summary>
/// <remarks>
/// Linear: ticks · k minor units, exact. Inverse: −k / ticks, a reciprocal that no finite fraction holds, so it is quantised once per price to
/// 2^<see cref="InverseFractionBits"/> parts of a minor unit, against the account, and from there on everything is multiplication. Both rise with the price, so
/// profit and loss of a signed size is size · value − basis for both, and health needs no division in its loops.
/// </remarks>
public static class ContractValue
{
    /// <summary>Binary digits after the point of the value of one inverse lot.</summary>
    public const int InverseFractionBits = 20;

    /// <summary>Binary digits after the point in <see cref="PerLot"/>.</summary>
    public static int FractionBits(InstrumentKind kind) => kind == InstrumentKind.InversePerpetual ? InverseFractionBits : 0;

    /// <summary>Value of one lot at a price, in 2^-FractionBits minor units; negative for inverse contracts.</summary>
    /// <param name="spec">The contract.</param>
    /// <param name="price">Set.</param>
    /// <param name="rounding">Down for longs and notional, up for shorts: the multiple of the lots then errs against the account.</param>
    public static long PerLot(InstrumentSpec spec, PriceTicks price, Rounding rounding) => spec.Kind == InstrumentKind.InversePerpetual
        ? (long)ExactMath.Divide(-((Int128)spec.UnitsPerTickLot << InverseFractionBits), price.Ticks, rounding)
        : price.Ticks * spec.UnitsPerTickLot;

    /// <summary>Rounding of the value of one lot that errs against the holder of a signed size.</summary>
    public static Rounding Against(long sizeLots) => sizeLots < 0 ? Rounding.Up : Rounding.Down;

    /// <summary>Value of a signed size, whole minor units rounded down, from the value of one lot.</summary>
    internal static long Units(long sizeLots, long perLot, int fractionBits) => (long)(Math.BigMul(sizeLots, perLot) >> fractionBits);

    /// <summary>Value of a size without sign, whole minor units rounded up, from the value of one lot rounded down.</summary>
    internal static long NotionalUnits(long sizeLots, long perLot, int fractionBits) =>
        fractionBits == 0 ? Math.Abs(sizeLots * perLot) : (long)ExactMath.ShiftRight(Int128.Abs(Math.BigMul(sizeLots, perLot)), fractionBits, Rounding.Up);

    /// <summary>Value of a signed number of lots at a price, minor units. A trade is booked at this value on both sides, so it creates nothing.</summary>
    public static Money Of(InstrumentSpec spec, PriceTicks price, QuantityLots lots, Rounding rounding) => spec.Kind == InstrumentKind.InversePerpetual
        ? Money.Ratio(-((Int128)spec.UnitsPerTickLot * lots.Lots), price.Ticks, rounding)
        : Money.FromUnits((long)Math.BigMul(price.Ticks * spec.UnitsPerTickLot, lots.Lots));
}

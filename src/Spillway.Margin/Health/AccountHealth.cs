using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Equity and maintenance margin of an account, exact, in millionths of a minor unit of the valuation asset.</summary>
/// <param name="EquityMillionths">Collateral after haircut + unrealised profit and loss − debt.</param>
/// <param name="MaintenanceMillionths">Sum over positions of the maintenance margin at mark.</param>
public readonly record struct AccountHealth(Int128 EquityMillionths, Int128 MaintenanceMillionths)
{
    /// <summary>Maintenance margin exceeds equity, strictly.</summary>
    public bool IsLiquidatable => MaintenanceMillionths > EquityMillionths;

    /// <summary>Equity is below a multiple of the maintenance margin, strictly; an account without positions or debt never is.</summary>
    public bool IsBelow(RatePpm multiple)
    {
        // Amounts below 2^96 times a 32-bit rate stay inside 128 bits; a checked product of that width costs more than the rest of the evaluation.
        if (MaintenanceMillionths >> 96 == 0 && EquityMillionths >> 96 == 0)
            return unchecked(MaintenanceMillionths * multiple.Ppm) > unchecked(EquityMillionths * RatePpm.Whole);
        // Both sides in two halves of 64 bits: amounts of 2^121 are possible, and their products would not fit.
        Int128 required = (MaintenanceMillionths & ulong.MaxValue) * multiple.Ppm, held = (EquityMillionths & ulong.MaxValue) * RatePpm.Whole;
        Int128 requiredHigh = ((MaintenanceMillionths >> 64) * multiple.Ppm) + (required >> 64), heldHigh = ((EquityMillionths >> 64) * RatePpm.Whole) + (held >> 64);
        return requiredHigh != heldHigh ? requiredHigh > heldHigh : (required & ulong.MaxValue) > (held & ulong.MaxValue);
    }

    /// <summary>What equity may lose before it is below a multiple of the maintenance margin, millionths; understated by less than the multiple in minor units.</summary>
    /// <remarks>Dividing first keeps amounts of 2^121 within 128 bits.</remarks>
    public Int128 SlackMillionths(RatePpm multiple)
    {
        // The division of 64 bits, which nearly every account needs, costs a tenth of the other one.
        Int128 maintenance = MaintenanceMillionths >> 63 == 0
            ? ((long)MaintenanceMillionths / RatePpm.Whole) + ((long)MaintenanceMillionths % RatePpm.Whole == 0 ? 0 : 1)
            : ExactMath.Divide(MaintenanceMillionths, RatePpm.Whole, Rounding.Up);
        return EquityMillionths - (maintenance * multiple.Ppm);
    }

    /// <summary>Equity for display, whole minor units rounded down, kept within a long.</summary>
    public Money Equity => Displayed(EquityMillionths, Rounding.Down);

    /// <summary>Maintenance margin for display, whole minor units rounded up, kept within a long.</summary>
    public Money Maintenance => Displayed(MaintenanceMillionths, Rounding.Up);

    /// <summary>An exact amount for display: whole minor units, kept within a long.</summary>
    public static Money Displayed(Int128 millionths, Rounding rounding) =>
        Money.FromUnits((long)Int128.Clamp(ExactMath.Divide(millionths, RatePpm.Whole, rounding), -long.MaxValue, long.MaxValue));

    /// <summary>Equity over maintenance margin in ppm, rounded down and kept within ±10^15; 10^15 without a margin to keep. Below a million is liquidatable.</summary>
    public long RatioPpm
    {
        get
        {
            if (MaintenanceMillionths == 0) return EquityMillionths < 0 ? -RatioBound : RatioBound;
            // One part in a million of the maintenance margin decides the last digit; shifting keeps the product inside 128 bits.
            int shift = Math.Max(0, 22 - (int)Int128.LeadingZeroCount(Int128.Abs(EquityMillionths)));
            Int128 denominator = Int128.Max(1, MaintenanceMillionths >> shift);
            Int128 ratio = ExactMath.Divide((EquityMillionths >> shift) * RatePpm.Whole, denominator, Rounding.Down);
            return (long)Int128.Clamp(ratio, -RatioBound, RatioBound);
        }
    }

    private const long RatioBound = 1_000_000_000_000_000;
}

using System.Numerics;

namespace Spillway.Core;

/// <summary>Logarithm and exponential in fixed point, for the release rule: the same bits on every machine.</summary>
/// <remarks>
/// Distances of log-price are carried in ppb (1e-9): a child order of one tick moves a price by about 1e-6, and thousands of such moves are added
/// up, so ppm would lose them. Inside, everything is carried to 2^-55 relative or better; what a result loses is said at each function.
/// </remarks>
public static class FixedLog
{
    /// <summary>Parts of one unit of log-price.</summary>
    public const long Parts = 1_000_000_000;

    private const int FractionBits = 60;
    private const long One = 1L << FractionBits;

    /// <summary>ln 2 in 2^-60 units: round(0.693147180559945309417 × 2^60).</summary>
    private const long Ln2 = 799_144_290_325_165_979;

    /// <summary>Beyond this exponent even long.MaxValue decays below one: e^44 > 2^63.</summary>
    private const long EndOfRangePpb = 44 * Parts;

    /// <summary>ln(numerator / denominator) in ppb, rounded to the nearest; off by less than one ppb.</summary>
    /// <param name="numerator">Positive.</param>
    /// <param name="denominator">Positive.</param>
    public static long LnRatioPpb(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        if (numerator == denominator) return 0;

        // Bring both to 63 bits, then the ratio into [2/3, 4/3] by one more power of two: ln r = 2 atanh((r − 1) / (r + 1)), |argument| ≤ 1/5.
        int numeratorZeros = BitOperations.LeadingZeroCount((ulong)numerator), denominatorZeros = BitOperations.LeadingZeroCount((ulong)denominator);
        Int128 top = (Int128)numerator << (numeratorZeros - 1), bottom = (Int128)denominator << (denominatorZeros - 1);
        int powers = denominatorZeros - numeratorZeros;
        if (3 * top > 4 * bottom) { bottom <<= 1; powers++; }
        else if (3 * top < 2 * bottom) { top <<= 1; powers--; }
        long argument = (long)(((top - bottom) << FractionBits) / (top + bottom));
        return RoundToPpb((2 * Atanh(argument)) + ((Int128)powers * Ln2));
    }

    /// <summary>e^(−x) as a multiple of 2^-32, rounded to the nearest: 2^32 for x = 0, 0 once it is below 2^-33.</summary>
    /// <remarks>A weight between 0 and 1. As a factor it loses relative precision with x; <see cref="ShiftPrice"/> and <see cref="Decay"/> do not.</remarks>
    /// <param name="ppb">x ≥ 0 in 1e-9.</param>
    public static long ExpNegative32(long ppb)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ppb);
        if (ppb >= 23 * Parts) return 0;
        (long mantissa, int shift) = Exponential(-ppb);
        shift -= 32;
        return (mantissa + (1L << (shift - 1))) >> shift;
    }

    /// <summary>price · e^(ppb·1e-9), rounded toward −∞ or +∞ on the tick grid; a rise beyond the range of a long is long.MaxValue.</summary>
    /// <remarks>The factor is off by less than 1e-7 ppb. No division.</remarks>
    /// <param name="price">Not negative.</param>
    /// <param name="ppb">Distance, any.</param>
    /// <param name="rounding">Where a fraction of a tick goes.</param>
    public static long ShiftPrice(long price, long ppb, Rounding rounding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(price);
        if (price == 0) return 0;
        if (ppb >= EndOfRangePpb) return long.MaxValue;
        if (ppb <= -EndOfRangePpb) return rounding == Rounding.Up ? 1 : 0;
        (long mantissa, int shift) = Exponential(ppb);
        Int128 product = (Int128)price * mantissa; // below 2^123, so that the largest rise, four bits to the left, still fits
        Int128 shifted = shift < 0 ? product << -shift : ExactMath.ShiftRight(product, shift, rounding);
        return (long)Int128.Min(shifted, long.MaxValue);
    }

    /// <summary>value · e^(−x), rounded toward zero: the decay of a transient displacement.</summary>
    /// <remarks>The factor is off by less than 1e-7 ppb.</remarks>
    /// <param name="value">Any.</param>
    /// <param name="ppb">x ≥ 0 in 1e-9.</param>
    public static long Decay(long value, long ppb)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ppb);
        if (ppb >= EndOfRangePpb) return 0;
        (long mantissa, int shift) = Exponential(-ppb);
        return (long)ExactMath.ShiftRight((Int128)value * mantissa, shift, value < 0 ? Rounding.Up : Rounding.Down);
    }

    /// <summary>e^(ppb·1e-9) = mantissa · 2^−shift with a mantissa in (2^59, 2^60]; |ppb| ≤ 44e9, so shift lies in −4 … 124.</summary>
    private static (long Mantissa, int Shift) Exponential(long ppb)
    {
        // −x = halvings · ln 2 + rest with rest in [0, ln 2): e^x = 2^−halvings · e^−rest, and the series of e^−rest alternates.
        Int128 exponent = ExactMath.Divide((Int128)(-ppb) << FractionBits, Parts, Rounding.Down);
        int halvings = (int)ExactMath.Divide(exponent, Ln2, Rounding.Down);
        long rest = (long)(exponent - ((Int128)halvings * Ln2));
        long term = One, sum = One;
        for (int k = 1; term != 0; k++)
        {
            term = -(long)(((Int128)term * rest) >> FractionBits) / k;
            sum += term;
        }
        return (sum, FractionBits + halvings);
    }

    private static Int128 Atanh(long argument)
    {
        Int128 square = ((Int128)argument * argument) >> FractionBits;
        Int128 power = argument;
        Int128 sum = 0;
        for (int k = 1; power != 0 && power != -1; k += 2)
        {
            sum += power / k;
            power = (power * square) >> FractionBits;
        }
        return sum;
    }

    private static long RoundToPpb(Int128 value)
    {
        Int128 scaled = value * Parts;
        Int128 half = Int128.One << (FractionBits - 1);
        return (long)((scaled + half) >> FractionBits);
    }
}

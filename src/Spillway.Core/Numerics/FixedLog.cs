using System.Numerics;

namespace Spillway.Core;

/// <summary>Logarithm and exponential in fixed point, for the release rule: the same bits on every machine.</summary>
/// <remarks>
/// Distances of log-price are carried in ppb (1e-9): a child order of one tick moves a price by about 1e-6, and thousands of such moves are added
/// up, so ppm would lose them. Error of every function here: at most 2 ppb of log-price, a five-hundredth of the 1 ppm the release rule asks for.
/// </remarks>
public static class FixedLog
{
    /// <summary>Parts of one unit of log-price.</summary>
    public const long Parts = 1_000_000_000;

    private const int FractionBits = 60;
    private const long One = 1L << FractionBits;

    /// <summary>ln 2 in 2^-60 units: round(0.693147180559945309417 × 2^60).</summary>
    private const long Ln2 = 799_144_290_325_165_979;

    /// <summary>ln(numerator / denominator) in ppb, rounded to the nearest.</summary>
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

    /// <summary>e^(−x) as a multiple of 2^-32: 2^32 for x = 0, 0 once it is below 2^-33.</summary>
    /// <param name="ppb">x ≥ 0 in 1e-9.</param>
    public static long ExpNegative32(long ppb)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ppb);
        if (ppb >= 23 * Parts) return 0;
        Int128 exponent = ((Int128)ppb << FractionBits) / Parts;
        int halvings = (int)(exponent / Ln2);
        long rest = (long)(exponent - ((Int128)halvings * Ln2));
        long term = One, sum = One;
        for (int k = 1; term != 0; k++)
        {
            term = -(long)(((Int128)term * rest) >> FractionBits) / k;
            sum += term;
        }
        int shift = FractionBits - 32 + halvings;
        return shift >= 62 ? 0 : (sum + (1L << (shift - 1))) >> shift;
    }

    /// <summary>price · e^(ppb·1e-9), rounded toward −∞ or +∞ on the tick grid. |ppb| ≤ 20e9.</summary>
    /// <remarks>For rises, e^x = 1 / e^(−x) is formed with one 128-bit division.</remarks>
    public static long ShiftPrice(long price, long ppb, Rounding rounding)
    {
        long factor = ExpNegative32(Math.Abs(ppb));
        return ppb <= 0
            ? (long)ExactMath.ShiftRight((Int128)price * factor, 32, rounding)
            : (long)ExactMath.Divide((Int128)price << 32, Math.Max(1, factor), rounding);
    }

    /// <summary>value · e^(−x), rounded toward zero: the decay of a transient displacement.</summary>
    public static long Decay(long value, long ppb) => (long)(((Int128)value * ExpNegative32(ppb)) / (1L << 32));

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

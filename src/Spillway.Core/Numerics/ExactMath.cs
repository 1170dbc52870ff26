namespace Spillway.Core;

/// <summary>Integer arithmetic with a stated rounding.</summary>
public static class ExactMath
{
    /// <summary><paramref name="numerator"/> / <paramref name="denominator"/>, rounded toward −∞ or +∞; division by zero throws.</summary>
    public static Int128 Divide(Int128 numerator, Int128 denominator, Rounding rounding)
    {
        // Nearly every amount fits into 64 bits, where a division costs a fifth of one of 128.
        if (FitsLong(numerator) && FitsLong(denominator)) return Divide(unchecked((long)numerator), unchecked((long)denominator), rounding);
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        if (remainder == 0) return quotient;
        bool positive = Int128.IsNegative(numerator) == Int128.IsNegative(denominator);
        if (rounding == Rounding.Up && positive) return quotient + 1;
        if (rounding == Rounding.Down && !positive) return quotient - 1;
        return quotient;
    }

    /// <summary>left × right / denominator with a 128-bit product; a result outside of a long throws.</summary>
    public static long MultiplyDivide(long left, long right, long denominator, Rounding rounding)
    {
        Int128 product = Math.BigMul(left, right);
        return FitsLong(product) ? Divide(unchecked((long)product), denominator, rounding) : (long)Divide(product, denominator, rounding);
    }

    // Without the lowest of all longs, whose quotient by −1 is none.
    private static bool FitsLong(Int128 value) => value == unchecked((long)value) && unchecked((long)value) != long.MinValue;

    private static long Divide(long numerator, long denominator, Rounding rounding)
    {
        long quotient = numerator / denominator;
        if (quotient * denominator == numerator) return quotient;
        bool positive = (numerator ^ denominator) >= 0;
        if (rounding == Rounding.Up && positive) return quotient + 1;
        if (rounding == Rounding.Down && !positive) return quotient - 1;
        return quotient;
    }

    /// <summary>value / 2^shift for a shift of 0–127, rounded toward −∞ or +∞. No division: this one is allowed in hot paths.</summary>
    public static Int128 ShiftRight(Int128 value, int shift, Rounding rounding) =>
        rounding == Rounding.Down ? value >> shift : -(-value >> shift);

    /// <summary>Largest root r with r² ≤ value; value not negative. A root outside of a long (value from 2^126) throws.</summary>
    public static long SquareRoot(Int128 value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (value < 2) return (long)value;
        int bits = 128 - (int)Int128.LeadingZeroCount(value);
        Int128 root = Int128.One << ((bits + 1) / 2); // never below the true root, so Newton falls monotonically
        while (true)
        {
            Int128 next = (root + value / root) >> 1;
            if (next >= root) return (long)root;
            root = next;
        }
    }
}

using System.Numerics;

namespace Spillway.Core.Tests.Numerics;

/// <summary>Logarithm and exponential to some sixty digits: slow, and by other formulas than the fixed-point ones they check.</summary>
internal static class BigReal
{
    private const int Bits = 256;
    private static readonly BigInteger Unit = BigInteger.One << Bits;

    /// <summary>Machin's way: ln 2 = 18 atanh(1/26) − 2 atanh(1/4801) + 8 atanh(1/8749).</summary>
    private static readonly BigInteger Ln2 = (18 * AtanhInverse(26)) - (2 * AtanhInverse(4801)) + (8 * AtanhInverse(8749));

    /// <summary>ln(numerator / denominator) in ppb, as a whole and a fraction.</summary>
    public static double ErrorOfLnPpb(long actualPpb, long numerator, long denominator) =>
        Difference((BigInteger)actualPpb * Unit, Ln(numerator, denominator) * 1_000_000_000);

    /// <summary>actual − scale · e^(ppb·1e-9), in the unit of the scale.</summary>
    public static double ErrorOfExp(BigInteger actual, BigInteger scale, long ppb) => Difference(actual * Unit, scale * Exp(ppb));

    /// <summary>Whether scale · e^(ppb·1e-9) is beyond a bound.</summary>
    public static bool ExpExceeds(BigInteger scale, long ppb, BigInteger bound) => scale * Exp(ppb) > bound * Unit;

    private static BigInteger Ln(long numerator, long denominator)
    {
        BigInteger ratio = (BigInteger)numerator * Unit / denominator, powers = 0;
        while (ratio >= 2 * Unit) { ratio >>= 1; powers++; }
        while (ratio < Unit) { ratio <<= 1; powers--; }

        // Four square roots bring the ratio next to 1, where ln(1 + z) converges at once.
        for (int i = 0; i < 4; i++) ratio = SquareRoot(ratio * Unit);
        BigInteger z = ratio - Unit, power = z, sum = 0;
        for (int k = 1; !power.IsZero && k < 4 * Bits; k++)
        {
            sum += (k % 2 == 1 ? power : -power) / k;
            power = (power * z) >> Bits;
        }
        return (16 * sum) + (powers * Ln2);
    }

    /// <summary>The exponential series at x / 2^64, squared 64 times.</summary>
    private static BigInteger Exp(long ppb)
    {
        const int Squarings = 64, Guard = 3 * Bits; // squaring doubles the error each time: guard digits pay for it
        BigInteger one = BigInteger.One << (Bits + Guard), term = one, sum = one;
        BigInteger x = (BigInteger.Abs(ppb) << (Bits + Guard - Squarings)) / 1_000_000_000;
        for (int k = 1; !term.IsZero; k++)
        {
            term = ((term * x) >> (Bits + Guard)) / k;
            sum += term;
        }
        for (int i = 0; i < Squarings; i++) sum = (sum * sum) >> (Bits + Guard);
        return (ppb < 0 ? (one * one) / sum : sum) >> Guard;
    }

    private static BigInteger AtanhInverse(int n)
    {
        BigInteger power = Unit / n, sum = 0;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += power / k;
            power /= n * n;
        }
        return sum;
    }

    private static BigInteger SquareRoot(BigInteger value)
    {
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }

    /// <summary>The difference may be far below one while both are huge: subtract first, then leave the integers.</summary>
    private static double Difference(BigInteger actual, BigInteger expected) => (double)((actual - expected) >> (Bits - 80)) / Math.Pow(2, 80);
}

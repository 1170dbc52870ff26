namespace Spillway.Simulation;

/// <summary>Logarithm and exponential from additions, multiplications and divisions alone: the same bits on every machine.</summary>
/// <remarks>
/// <see cref="Math.Log(double)"/> and <see cref="Math.Exp(double)"/> call the C library, which picks other code on a processor with other
/// instructions and then differs in the last bit; one bit in a path makes another state hash. IEEE 754 rounds the four basic operations and the
/// square root in one way only, and the runtime never fuses them. Error below 2 units in the last place.
/// </remarks>
internal static class PortableMath
{
    // ln 2 in two parts: the high one has 32 trailing zero bits, so that a multiple of it by an exponent is exact.
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    private const int ExponentOfOne = 1023, MantissaBits = 52;
    private const long MantissaMask = (1L << MantissaBits) - 1;
    private const double SqrtHalf = 0.70710678118654752440;

    /// <summary>Natural logarithm.</summary>
    /// <param name="x">Positive, finite and normal (at least 2.3e-308).</param>
    /// <exception cref="ArgumentOutOfRangeException">Any other argument.</exception>
    public static double Log(double x)
    {
        if (!(x > 0) || !double.IsNormal(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "not a positive normal number");

        // x = 2^k · m with m in [√½, √2): ln m = 2 atanh(s), s = (m − 1)/(m + 1), |s| < 0.172.
        long bits = BitConverter.DoubleToInt64Bits(x);
        long power = (bits >> MantissaBits) - ExponentOfOne + 1;
        double m = BitConverter.Int64BitsToDouble((bits & MantissaMask) | ((ExponentOfOne - 1L) << MantissaBits));
        if (m < SqrtHalf)
        {
            m *= 2;
            power--;
        }
        double f = m - 1, s = f / (m + 1), square = s * s;

        // 2 atanh(s) = 2s + s·R; written as f − s·(f − R), as 2s = f − s·f, because f is exact and s is not.
        return (power * Ln2High) + (f - ((s * (f - AtanhTail(square))) - (power * Ln2Low)));
    }

    /// <summary>e to the power of x; 0 below −708, where doubles lose digits.</summary>
    /// <param name="x">At most 709.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a number, or above 709.</exception>
    public static double Exp(double x)
    {
        if (!(x <= 709)) throw new ArgumentOutOfRangeException(nameof(x), x, "not a number up to 709");
        if (x < -708) return 0;

        // x = k ln 2 + r with |r| ≤ ½ ln 2.
        double power = Math.Round(x / (Ln2High + Ln2Low), MidpointRounding.ToEven);
        double high = x - (power * Ln2High), low = power * Ln2Low;
        double r = high - low;

        // The rounding of r is fed back to first order: e^(r + c) ≈ e^r + c.
        double correction = (high - r) - low;
        double result = 1 + (r + (correction + (r * r * ExpTail(r))));
        return result * BitConverter.Int64BitsToDouble(((long)power + ExponentOfOne) << MantissaBits);
    }

    /// <summary>2 (z/3 + z²/5 + z³/7 + …) with z = s²; the first term left out is below 1e-18.</summary>
    private static double AtanhTail(double z)
    {
        double sum = 0;
        for (int odd = 23; odd >= 3; odd -= 2) sum = z * (sum + (2.0 / odd));
        return sum;
    }

    /// <summary>1/2! + r/3! + r²/4! + …; the first term left out is below 1e-18.</summary>
    private static double ExpTail(double r)
    {
        double sum = 1;
        for (int n = 14; n >= 3; n--) sum = 1 + (sum * r / n);
        return sum / 2;
    }
}

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Shares of amounts that may be as wide as equity can be.</summary>
internal static class Proportion
{
    /// <summary>amount · part / whole, rounded down.</summary>
    /// <param name="amount">Within ±2^121.</param>
    /// <param name="part">0 … <paramref name="whole"/>.</param>
    /// <param name="whole">Positive, at most 2^121.</param>
    /// <remarks>Exact while the product fits in 127 bits; beyond that part and whole lose the same number of their last digits.</remarks>
    public static Int128 Of(Int128 amount, Int128 part, Int128 whole)
    {
        if (part == whole) return amount;
        int bits = 256 - (int)Int128.LeadingZeroCount(Int128.Abs(amount)) - (int)Int128.LeadingZeroCount(part);
        int shift = Math.Max(0, bits - 126);
        return ExactMath.Divide(amount * (part >> shift), whole >> shift, Rounding.Down);
    }
}

using System.Numerics;

namespace Spillway.Liquidation;

/// <summary>Splits the slack of an account over its positions in proportion to weights; rounded down, so that the parts never add up to more than the whole.</summary>
/// <remarks>One division an account in place of one a position: slack / total as a binary fraction, which every weight is multiplied with.</remarks>
internal readonly struct SlackShares
{
    private const int WideBits = 20, MostBits = 30;

    private readonly Int128 slack, total, perWeight;
    private readonly int bits;

    /// <param name="slack">Millionths; below zero every part is the whole.</param>
    /// <param name="total">Sum of the weights, not negative.</param>
    public SlackShares(Int128 slack, Int128 total)
    {
        (this.slack, this.total) = (slack, total);
        if (slack <= 0 || total <= 0 || slack > long.MaxValue || total > long.MaxValue) return;
        bits = Math.Min(MostBits, BitOperations.LeadingZeroCount((ulong)slack) - 1);
        perWeight = ((long)slack << bits) / (long)total;
    }

    /// <summary>The part of one weight.</summary>
    public Int128 Of(Int128 weight)
    {
        if (slack < 0 || weight == total || total == 0) return slack;
        // weight · perWeight stays below slack · 2^bits, which fits into 64 bits.
        if (perWeight > 0) return ((long)weight * (long)perWeight) >> bits;
        // By way of a weight in 2^-20, which keeps the product inside 128 bits.
        return (slack >> WideBits) * ((weight << WideBits) / total);
    }
}

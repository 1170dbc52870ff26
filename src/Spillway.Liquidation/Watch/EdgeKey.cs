using System.Numerics;

namespace Spillway.Liquidation;

/// <summary>A price in 32 bits that keeps the order of prices, so that an edge of a ladder takes 8 B with its row.</summary>
/// <remarks>
/// Exact below 2^27 ticks; above, 27 leading binary digits and an exponent, so a price errs by less than one part in 2^26. Both sides of a market use one direction:
/// a key grows with the price for edges that are passed on the way down, and falls with it for edges that are passed on the way up, so an edge is passed as soon as it is
/// above the key of the mark. Edges are rounded toward the mark and marks toward the edge: an edge may seem passed a moment too soon and never too late.
/// </remarks>
internal static class EdgeKey
{
    /// <summary>Key of no edge: no mark passes it.</summary>
    public const uint None = 0;

    private const int Digits = 26;

    /// <summary>Key of an edge.</summary>
    /// <param name="ticks">End of a band: 0 for none below, <see cref="long.MaxValue"/> for none above.</param>
    /// <param name="isLow">Whether it is passed on the way down.</param>
    public static uint OfEdge(long ticks, bool isLow) => isLow ? Up(ticks) : ticks == long.MaxValue ? None : ~Down(ticks);

    /// <summary>Key of a mark, to be compared with the edges of one side.</summary>
    public static uint OfMark(long ticks, bool isLow) => isLow ? Down(ticks) : ~Up(ticks);

    private static uint Down(long ticks)
    {
        int shift = ShiftOf(ticks);
        return ((uint)shift << Digits) + (uint)(ticks >> shift);
    }

    private static uint Up(long ticks)
    {
        int shift = ShiftOf(ticks);
        uint down = ((uint)shift << Digits) + (uint)(ticks >> shift);
        return ticks >> shift << shift == ticks ? down : down + 1; // carries into the exponent where the digits are all ones
    }

    private static int ShiftOf(long ticks) => Math.Max(0, BitOperations.Log2((ulong)ticks) - Digits);
}

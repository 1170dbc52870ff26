using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Sources of one index report: up to five prices of one timestamp, applied together before anybody is looked at.</summary>
/// <remarks>Several sources that report at the same time are one event of the market; swept one by one they would cost a look at the holders each.</remarks>
/// <param name="Index">Index.</param>
/// <param name="FirstSource">Source of the first price, from 0; the next price is of the next source.</param>
/// <param name="Price0">Price of the first source; zero if it has no news.</param>
/// <param name="Price1">Price of the next source; zero if it has no news.</param>
/// <param name="Price2">Price of the next source; zero if it has no news.</param>
/// <param name="Price3">Price of the next source; zero if it has no news.</param>
/// <param name="Price4">Price of the next source; zero if it has no news.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct IndexPrice(
    PriceIndexId Index,
    int FirstSource,
    QuotePrice Price0,
    QuotePrice Price1,
    QuotePrice Price2,
    QuotePrice Price3,
    QuotePrice Price4)
{
    /// <summary>Prices in one command.</summary>
    public const int PriceCount = 5;

    /// <summary>Price at a position, 0 … 4.</summary>
    public QuotePrice this[int position] => position switch
    {
        0 => Price0,
        1 => Price1,
        2 => Price2,
        3 => Price3,
        _ => Price4,
    };
}

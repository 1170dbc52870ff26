using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>One minute of trading, exactly as recorded. Prices in quote units per base unit, in (0, 1e9] with at most nine decimals.</summary>
/// <param name="OpenTime">Start of the minute, a whole UTC minute.</param>
/// <param name="Open">First trade.</param>
/// <param name="High">Highest trade.</param>
/// <param name="Low">Lowest trade.</param>
/// <param name="Close">Last trade.</param>
/// <param name="Volume">Base units traded; zero in a minute without a trade.</param>
/// <param name="QuoteVolume">Quote units traded.</param>
/// <param name="Trades">Number of trades.</param>
/// <param name="TakerBuyVolume">Base units bought by takers, at most <paramref name="Volume"/>.</param>
/// <remarks>
/// Decimals, not doubles: what was read can be written again, digit by digit. <see cref="ExogenousPath"/> converts once, in one place.
/// </remarks>
public readonly record struct MinuteBar(
    Timestamp OpenTime,
    decimal Open,
    decimal High,
    decimal Low,
    decimal Close,
    decimal Volume,
    decimal QuoteVolume,
    long Trades,
    decimal TakerBuyVolume)
{
    /// <summary>Nanoseconds in a minute.</summary>
    public const long DurationNanos = 60 * Timestamp.NanosPerSecond;

    /// <summary>The double next to a price, in an order-preserving way: p ≤ q for decimals gives p ≤ q for doubles.</summary>
    /// <remarks>
    /// The plain conversion of <see cref="decimal"/> may round equal values of different scale apart by a unit in the last place; whole 1e-9
    /// parts cannot.
    /// </remarks>
    internal static double ToDouble(decimal price) => (double)(long)(price * QuotePrice.PartsPerUnit) / QuotePrice.PartsPerUnit;
}

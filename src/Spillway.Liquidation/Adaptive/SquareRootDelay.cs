using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>How far a price moves while somebody waits: with the square root of the time.</summary>
/// <remarks>
/// A buffer that must cover z standard deviations of the price over a delay is z · σ · √delay, so twice the delay asks for √2 of the buffer: the power is exact for a price without
/// memory, and the multiple z drops out of the ratio. Integer arithmetic, each result rounded down.
/// </remarks>
public static class SquareRootDelay
{
    private const long DayNanos = 86_400 * Timestamp.NanosPerSecond;

    /// <summary>Most that a ratio of volatilities, or of delays, counts for.</summary>
    private const long RatioMostPpm = 1_000_000 * RatePpm.Whole;

    /// <summary>One standard deviation of log-price over a time, 1e-9: σ · √(time / day), rounded down.</summary>
    /// <param name="volatility">σ of a day, of log-price; not negative.</param>
    /// <param name="delayNanos">Not negative; counted up to a hundred years.</param>
    public static long MovePpb(RatePpm volatility, long delayNanos)
    {
        const long century = 36_500 * DayNanos; // σ² · time then stays below 2^124
        Int128 square = (Int128)volatility.Ppm * volatility.Ppm;
        return ExactMath.SquareRoot(square * Math.Min(delayNanos, century) / (DayNanos / RatePpm.Whole));
    }

    /// <summary>σ√delay / (σ_ref √delay_ref) in ppm, rounded down; each ratio counts up to a million.</summary>
    /// <param name="volatility">σ; not negative.</param>
    /// <param name="delayNanos">Not negative.</param>
    /// <param name="reference">σ_ref; positive.</param>
    /// <param name="referenceDelayNanos">Positive.</param>
    public static long RatioPpm(RatePpm volatility, long delayNanos, RatePpm reference, long referenceDelayNanos)
    {
        Int128 byVolatility = Int128.Min((Int128)volatility.Ppm * RatePpm.Whole / reference.Ppm, RatioMostPpm);
        Int128 byDelay = Int128.Min((Int128)delayNanos * RatePpm.Whole / referenceDelayNanos, RatioMostPpm);
        return ExactMath.SquareRoot(byVolatility * byVolatility * byDelay / RatePpm.Whole);
    }
}

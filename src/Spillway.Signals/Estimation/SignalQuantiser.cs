using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Signals;

/// <summary>The one door from floating point into the engine: rounds to the cautious side, clamps, and never lets a negative value or a NaN through.</summary>
/// <remarks>Cautious: less depth, slower resilience, more volatility, more gain. A NaN cannot arise in this room; were it to, it would become the most cautious value.</remarks>
public static class SignalQuantiser
{
    /// <summary>Quantises one set of estimates.</summary>
    /// <param name="bidDepth">Whole settlement units per unit of log-price.</param>
    /// <param name="askDepth">Whole settlement units per unit of log-price.</param>
    /// <param name="minorUnits">Minor units in a whole settlement unit.</param>
    /// <param name="resilience">1/s; null if unknown.</param>
    /// <param name="volatility">Per √day; null if unknown.</param>
    /// <param name="fallGain">Largest gain ahead in a fall.</param>
    /// <param name="squeezeGain">Largest gain ahead in a squeeze.</param>
    /// <param name="asOf">Time of the observations.</param>
    public static MarketSignals Quantise(
        double bidDepth, double askDepth, double minorUnits, double? resilience, double? volatility, double fallGain, double squeezeGain, Timestamp asOf) => new(
        Down(bidDepth * minorUnits),
        Down(askDepth * minorUnits),
        (int)Math.Min(int.MaxValue, Down((resilience ?? 0) * RatePpm.Whole)),
        volatility is null ? 0 : Up(volatility.Value * RatePpm.Whole),
        Up(fallGain * RatePpm.Whole),
        Up(squeezeGain * RatePpm.Whole),
        asOf);

    // 2^63 is the first double beyond a long; NaN fails the first comparison.
    private static long Down(double value)
    {
        if (!(value > 0)) return 0;
        return value >= 9_223_372_036_854_775_808.0 ? long.MaxValue : (long)Math.Floor(value);
    }

    private static int Up(double value)
    {
        if (!(value < int.MaxValue)) return int.MaxValue;
        return value > 0 ? (int)Math.Ceiling(value) : 0;
    }
}

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What moved the multiplier of a market.</summary>
/// <param name="BeforePpm">Multiplier before, ppm.</param>
/// <param name="MultiplierPpm">Multiplier from now on, ppm.</param>
/// <param name="TargetPpm">max(1, σ√delay / (σ_ref√delay_ref)) within the larger of both bounds, ppm: where it goes, step by step.</param>
/// <param name="Volatility">σ of a day used: of a fresh signal, or the reference without one.</param>
/// <param name="DelayNanos">Delay used: the longest that a closed case took, decayed, or that an open one has been waiting.</param>
/// <param name="Buffer">Close buffer b from now on.</param>
/// <param name="Fee">Liquidation fee from now on, where an account can bear it.</param>
public readonly record struct AdaptiveReading(int BeforePpm, int MultiplierPpm, int TargetPpm, RatePpm Volatility, long DelayNanos, RatePpm Buffer, RatePpm Fee);

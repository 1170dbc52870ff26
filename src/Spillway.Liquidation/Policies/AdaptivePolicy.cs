using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Close buffer and liquidation fee that follow volatility and the time cases take, by the square root of that time.</summary>
/// <param name="Enabled">Whether they do.</param>
/// <param name="ReferenceVolatility">σ_ref: volatility of a day, of log-price, that the policy's own buffer and fee are meant for; positive.</param>
/// <param name="ReferenceDelayNanos">Time from opening to closing a case that they are meant for; positive.</param>
/// <param name="HalfLifeNanos">Half-life of the longest delay seen.</param>
/// <param name="BufferMost">Largest multiple of the buffer.</param>
/// <param name="FeeMost">Largest multiple of the fee.</param>
/// <param name="Step">Largest change of the multiplier at a time, of the policy's own value; positive.</param>
/// <param name="StepNanos">Shortest time between two changes in a market.</param>
public sealed record AdaptivePolicy(
    bool Enabled,
    RatePpm ReferenceVolatility,
    long ReferenceDelayNanos,
    long HalfLifeNanos,
    RatePpm BufferMost,
    RatePpm FeeMost,
    RatePpm Step,
    long StepNanos);

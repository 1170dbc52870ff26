using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A circuit breaker tripped, or a stricter trigger made a tripped one stricter.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Trigger">What holds, what was measured, and its bound.</param>
/// <param name="Until">When it ends unless it is renewed.</param>
public readonly record struct BreakerTripped(InstrumentId Instrument, BreakerReading Trigger, Timestamp Until);

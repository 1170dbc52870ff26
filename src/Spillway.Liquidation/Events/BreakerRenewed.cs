using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The time of a circuit breaker was up and a trigger still holds: it goes on, as strict as that trigger asks.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Trigger">What holds, what was measured, and its bound.</param>
/// <param name="Renewal">Which renewal this is, from 1.</param>
/// <param name="Until">When it ends unless it is renewed again.</param>
public readonly record struct BreakerRenewed(InstrumentId Instrument, BreakerReading Trigger, int Renewal, Timestamp Until);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A circuit breaker ended by itself.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Action">What held last.</param>
/// <param name="HeldNanos">Time since it tripped.</param>
/// <param name="Renewals">Times it was renewed.</param>
/// <param name="Trigger">A trigger that still holds but may not renew it any more; without an action when none does.</param>
/// <param name="RestsUntil">Until then it cannot trip again.</param>
public readonly record struct BreakerExpired(InstrumentId Instrument, BreakerAction Action, long HeldNanos, int Renewals, BreakerReading Trigger, Timestamp RestsUntil);

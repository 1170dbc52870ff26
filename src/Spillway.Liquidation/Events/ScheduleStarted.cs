using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A case spreads what the book has room for over time.</summary>
/// <param name="Instrument">Market of its first order.</param>
/// <param name="Side">Side of its first order.</param>
/// <param name="Lots">Lots needed at its beginning.</param>
/// <param name="Schedule">Its terms; without the key of its draws, which is told with the seed.</param>
public readonly record struct ScheduleStarted(InstrumentId Instrument, Side Side, QuantityLots Lots, ReleaseSchedule Schedule);

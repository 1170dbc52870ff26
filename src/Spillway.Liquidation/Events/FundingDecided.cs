using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The engine formed a funding rate by itself; <see cref="FundingSettled"/> follows.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Reading">What was measured and came of it.</param>
/// <param name="Terms">Interest, clamp, crowding and cap by which it did.</param>
public readonly record struct FundingDecided(InstrumentId Instrument, FundingReading Reading, FundingPolicy Terms);

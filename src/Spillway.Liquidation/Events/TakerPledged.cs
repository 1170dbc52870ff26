using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An account promised to take positions over, or gave notice that its promise ends.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Side of the taker.</param>
/// <param name="Terms">The promise as it stands now.</param>
public readonly record struct TakerPledged(InstrumentId Instrument, Side Side, Pledge Terms);

using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Signals;

/// <summary>Everything the estimators say of a market at one time: the figures and what they rest on.</summary>
/// <param name="Instrument">The market.</param>
/// <param name="AsOf">Time of the observations.</param>
/// <param name="Mark">P₀, to which distances and values refer.</param>
/// <param name="IsIndexStale">Whether no source of the index was fresh: nobody is liquidated on this mark.</param>
/// <param name="ImpactShare">φ that the gains were formed with.</param>
/// <param name="Resilience">ρ, 1/s; null if unknown (φ is then 1).</param>
/// <param name="Volatility">Realised volatility per √day; null if unknown.</param>
/// <param name="Falls">Forced sells into bids.</param>
/// <param name="Squeezes">Forced buys into asks.</param>
/// <param name="Signals">The same, quantised for the engine.</param>
public sealed record MarketReading(
    InstrumentId Instrument,
    Timestamp AsOf,
    PriceTicks Mark,
    bool IsIndexStale,
    double ImpactShare,
    double? Resilience,
    double? Volatility,
    DirectionReading Falls,
    DirectionReading Squeezes,
    MarketSignals Signals);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Close buffer and liquidation fee of a market changed with volatility and the time cases take.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Reading">What was measured, and what is in force now.</param>
public readonly record struct TermsAdapted(InstrumentId Instrument, AdaptiveReading Reading);

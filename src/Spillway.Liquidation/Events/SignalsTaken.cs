using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Quantised signals of a market were accepted.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Signals">The figures and their age.</param>
public readonly record struct SignalsTaken(InstrumentId Instrument, MarketSignals Signals);

using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine;

/// <summary>Estimators report on a market.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Figures">Quantised figures.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Signals(InstrumentId Instrument, MarketSignals Figures);

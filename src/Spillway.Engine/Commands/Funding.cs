using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Settles funding on every position of a market.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="RatePpb">Longs pay shorts if positive; 1e-9 of the notional at mark, within ±5 %.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Funding(InstrumentId Instrument, long RatePpb);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The mark price of a market changed.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Mark">New mark.</param>
/// <param name="Index">Index price behind it.</param>
public readonly record struct MarkMoved(InstrumentId Instrument, PriceTicks Mark, QuotePrice Index);

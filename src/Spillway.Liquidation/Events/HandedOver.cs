using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Lots left the book path and were closed at mark against others.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Lots">Lots that found a taker; what finds none waits.</param>
/// <param name="Route">Who takes them.</param>
/// <param name="Reason">Why not through the book.</param>
/// <param name="Mark">Price of the transfer.</param>
public readonly record struct HandedOver(
    CaseId Case,
    InstrumentId Instrument,
    QuantityLots Lots,
    TradeRoute Route,
    HandOverReason Reason,
    PriceTicks Mark);

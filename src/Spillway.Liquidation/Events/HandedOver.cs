using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Lots left the book path and were closed against others.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Lots">Lots that found a taker; what finds none waits.</param>
/// <param name="Route">Who takes them.</param>
/// <param name="Reason">Why not through the book.</param>
/// <param name="Mark">Mark at the transfer; its price as well unless the policy deleverages at another one.</param>
public readonly record struct HandedOver(
    CaseId Case,
    InstrumentId Instrument,
    QuantityLots Lots,
    TradeRoute Route,
    HandOverReason Reason,
    PriceTicks Mark);

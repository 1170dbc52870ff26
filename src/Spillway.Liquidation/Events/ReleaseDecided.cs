using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>How much of a sized quantity may go through the book and the places beside it now.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Side of the forced order.</param>
/// <param name="Wanted">Lots that netting and takers left.</param>
/// <param name="Released">Lots sent there; what a schedule holds is not among them.</param>
/// <param name="Bound">What limited it.</param>
/// <param name="Mark">Mark at the decision.</param>
/// <param name="Floor">Worst price allowed; none without a limit.</param>
/// <param name="Budget">State of the amplification budget.</param>
public readonly record struct ReleaseDecided(
    CaseId Case,
    InstrumentId Instrument,
    Side Side,
    QuantityLots Wanted,
    QuantityLots Released,
    ReleaseBound Bound,
    PriceTicks Mark,
    PriceTicks Floor,
    BudgetReading Budget);

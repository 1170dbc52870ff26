using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A forced order went through the book.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Side of the forced order.</param>
/// <param name="Lots">Lots that traded.</param>
/// <param name="SweptPpb">Log distance of the best price before and after it, 1e-9: what the budget is charged.</param>
public readonly record struct BookReleased(CaseId Case, InstrumentId Instrument, Side Side, QuantityLots Lots, long SweptPpb);

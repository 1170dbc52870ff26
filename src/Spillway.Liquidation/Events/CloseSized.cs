using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>How much of a position must be closed, and by which rule.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account.</param>
/// <param name="Instrument">Position chosen.</param>
/// <param name="Position">Size of the position, signed.</param>
/// <param name="Lots">Lots to close.</param>
/// <param name="Rule">Rule that decided.</param>
/// <param name="HealthPpm">Equity over maintenance margin, ppm.</param>
/// <param name="TargetPpm">Equity over maintenance margin aimed at, ppm.</param>
public readonly record struct CloseSized(
    CaseId Case,
    AccountId Account,
    InstrumentId Instrument,
    QuantityLots Position,
    QuantityLots Lots,
    SizingRule Rule,
    long HealthPpm,
    long TargetPpm);

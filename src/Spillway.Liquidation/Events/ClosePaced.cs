using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The pace of the policy lets only a part of a sized close go now.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Wanted">Lots sized.</param>
/// <param name="Lots">Lots that may go in this block.</param>
/// <param name="Rule">Rule that held the rest back.</param>
public readonly record struct ClosePaced(CaseId Case, InstrumentId Instrument, QuantityLots Wanted, QuantityLots Lots, PacingRule Rule);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A part of a schedule became due: lots = needed · (due − before) / (1 − before), rounded up.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="At">Time of the block.</param>
/// <param name="Needed">Lots needed now that the book has room for.</param>
/// <param name="BeforePpb">Share due before, 1e-9.</param>
/// <param name="DuePpb">Share due now, 1e-9.</param>
/// <param name="Lots">Lots that go now; the rest is held.</param>
public readonly record struct ChildReleased(CaseId Case, InstrumentId Instrument, Timestamp At, QuantityLots Needed, long BeforePpb, long DuePpb, QuantityLots Lots);

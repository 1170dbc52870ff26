using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The buffer pool took lots of a case over at mark, or gave back what it held of the other side.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Side of the pool.</param>
/// <param name="Lots">Lots.</param>
/// <param name="Held">Its position afterwards, signed.</param>
/// <param name="Equity">Its equity afterwards, minor units of the valuation asset.</param>
public readonly record struct PoolTook(CaseId Case, InstrumentId Instrument, Side Side, QuantityLots Lots, QuantityLots Held, Money Equity);

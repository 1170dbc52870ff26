using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Funding was settled on every position of a market.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="RatePpb">Paid by longs to shorts if positive, 1e-9 of the notional at mark.</param>
/// <param name="Residue">What rounding left in the house.</param>
public readonly record struct FundingSettled(InstrumentId Instrument, long RatePpb, Money Residue);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Quotes of a broker were withdrawn, grew too old, or were taken away because the venue let it relay no longer or its account came under liquidation.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Account">Of the broker.</param>
/// <param name="Side">Of the levels.</param>
/// <param name="Case">Its case; none for any other reason.</param>
public readonly record struct AwayQuotesEnded(InstrumentId Instrument, AccountId Account, Side Side, CaseId Case);

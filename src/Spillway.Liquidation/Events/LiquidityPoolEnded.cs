using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A curve was withdrawn, or taken away because its account came under liquidation.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Account">Account, which is an ordinary one again.</param>
/// <param name="Case">Its case; none if it withdrew.</param>
public readonly record struct LiquidityPoolEnded(InstrumentId Instrument, AccountId Account, CaseId Case);

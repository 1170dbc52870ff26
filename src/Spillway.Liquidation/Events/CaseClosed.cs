using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A liquidation case ended.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="OpenNanos">How long it was open.</param>
public readonly record struct CaseClosed(CaseId Case, AccountId Account, CaseOutcome Outcome, long OpenNanos);

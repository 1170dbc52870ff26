using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The last position left an account under liquidation.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account.</param>
/// <param name="Equity">Equity at that moment, before anybody pays for it; negative is bad debt.</param>
public readonly record struct AccountFlat(CaseId Case, AccountId Account, Money Equity);

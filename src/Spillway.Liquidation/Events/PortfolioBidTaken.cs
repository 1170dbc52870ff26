using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A member bid for a portfolio. Sealed: what it bid is not told.</summary>
/// <param name="Case">Case.</param>
/// <param name="Member">Who bid.</param>
public readonly record struct PortfolioBidTaken(CaseId Case, AccountId Member);

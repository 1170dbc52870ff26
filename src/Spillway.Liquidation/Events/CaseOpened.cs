using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An account breached its maintenance margin; its orders are cancelled and its liquidation case is open.</summary>
/// <param name="Case">New case.</param>
/// <param name="Account">Account.</param>
/// <param name="Equity">Equity, rounded down.</param>
/// <param name="Maintenance">Maintenance margin, rounded up.</param>
public readonly record struct CaseOpened(CaseId Case, AccountId Account, Money Equity, Money Maintenance);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The backstop vault took an account over: all positions at mark, and all balances.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account, which is left with nothing.</param>
/// <param name="Vault">Vault.</param>
/// <param name="Equity">Equity that came with it and is not returned, rounded down; not negative.</param>
/// <param name="VaultEquity">Equity of the vault afterwards, rounded down.</param>
/// <param name="VaultMaintenance">Maintenance margin of the vault afterwards, rounded up.</param>
public readonly record struct VaultTookOver(CaseId Case, AccountId Account, AccountId Vault, Money Equity, Money VaultEquity, Money VaultMaintenance);

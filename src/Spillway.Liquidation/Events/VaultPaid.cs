using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The backstop vault paid what an account could not.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account.</param>
/// <param name="Vault">Vault.</param>
/// <param name="Asset">Asset.</param>
/// <param name="Amount">Paid; negative where the vault took what a bankrupt account still held.</param>
public readonly record struct VaultPaid(CaseId Case, AccountId Account, AccountId Vault, AssetId Asset, Money Amount);

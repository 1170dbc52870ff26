using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Money came in, went out or moved between a cross account and its sub-account.</summary>
/// <param name="From">None for a deposit.</param>
/// <param name="To">None for a withdrawal.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Positive.</param>
public readonly record struct BalanceMoved(AccountId From, AccountId To, AssetId Asset, Money Amount);

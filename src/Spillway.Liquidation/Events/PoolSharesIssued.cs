using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An account paid into the buffer pool and holds shares of it.</summary>
/// <param name="Account">Depositor.</param>
/// <param name="Amount">Paid in, minor units of the valuation asset.</param>
/// <param name="Shares">Shares it got for it.</param>
/// <param name="TotalShares">All shares afterwards, locked ones included.</param>
public readonly record struct PoolSharesIssued(AccountId Account, Money Amount, long Shares, long TotalShares);

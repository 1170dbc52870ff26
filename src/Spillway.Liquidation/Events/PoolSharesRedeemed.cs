using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Shares of the buffer pool under notice were paid, all of them or as many as its margin allows.</summary>
/// <param name="Account">Depositor.</param>
/// <param name="Amount">Paid out, minor units of the valuation asset.</param>
/// <param name="Shares">Shares it gave for it.</param>
/// <param name="Left">Shares that stay under notice.</param>
/// <param name="TotalShares">All shares afterwards, locked ones included.</param>
public readonly record struct PoolSharesRedeemed(AccountId Account, Money Amount, long Shares, long Left, long TotalShares);

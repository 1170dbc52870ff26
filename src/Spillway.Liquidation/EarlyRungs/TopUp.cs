using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An account may be topped up from a reserve before it is liquidated, in the valuation asset.</summary>
/// <param name="Account">Who is topped up.</param>
/// <param name="Reserve">Who pays, as far as its own initial margin stays covered.</param>
/// <param name="Left">What may still be moved, minor units of the valuation asset; positive.</param>
public readonly record struct TopUp(AccountId Account, AccountId Reserve, Money Left);

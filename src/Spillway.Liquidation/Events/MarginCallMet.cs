using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A warned account is out of the warning zone again by its own doing or the market's; a breach ends a call without this.</summary>
/// <param name="Account">Account.</param>
public readonly record struct MarginCallMet(AccountId Account);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A warned account is out of the warning zone again.</summary>
/// <param name="Account">Account.</param>
public readonly record struct MarginCallMet(AccountId Account);

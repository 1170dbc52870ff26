using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>An account whose quotes come from a curve.</summary>
/// <param name="Account">The account: it trades by the curve only, and nothing leaves it until the curve is withdrawn.</param>
/// <param name="Curve">The curve as it stands.</param>
public readonly record struct LiquidityPool(AccountId Account, LiquidityCurve Curve);

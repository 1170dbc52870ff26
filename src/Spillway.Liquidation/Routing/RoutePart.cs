using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>A liquidity pool as a place to trade in.</summary>
/// <param name="Account">The pool.</param>
/// <param name="Curve">Its curve.</param>
/// <param name="Most">Lots that its range and its margin allow.</param>
/// <param name="Lots">What a split gives it.</param>
public record struct RoutePart(AccountId Account, LiquidityCurve Curve, QuantityLots Most, QuantityLots Lots);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>How much of one position to close, and why.</summary>
/// <param name="Lots">Lots to close, 1 … size of the position.</param>
/// <param name="Rule">The rule that decided.</param>
public readonly record struct ClosePlan(QuantityLots Lots, SizingRule Rule);

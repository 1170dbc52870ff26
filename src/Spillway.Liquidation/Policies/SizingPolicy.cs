using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>How much of a position one case closes.</summary>
/// <param name="Method">Whole positions, or the smallest close that restores target health.</param>
/// <param name="Buffer">b: target equity is (1 + b) × maintenance margin.</param>
/// <param name="WholeAboveShare">A close above this share of the position becomes whole.</param>
/// <param name="WholeBelowHealth">Below this equity over maintenance margin a close is always whole.</param>
public sealed record SizingPolicy(SizingMethod Method, RatePpm Buffer, RatePpm WholeAboveShare, RatePpm WholeBelowHealth);

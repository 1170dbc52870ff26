using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>How much of a position one case closes.</summary>
/// <param name="Method">Whole positions, or the smallest close that restores target health.</param>
/// <param name="Buffer">b: target equity is (1 + b) × maintenance margin.</param>
/// <param name="WholeAboveShare">A close above this share of the position becomes whole.</param>
/// <param name="WholeBelowHealth">Below this equity over maintenance margin a close is always whole.</param>
/// <param name="CloseFactor">Share of the position that one close of <see cref="SizingMethod.CloseFactor"/> takes.</param>
/// <param name="DustBelow">A rest of less notional than this is closed too, whole units of the valuation asset; zero for any rest.</param>
public sealed record SizingPolicy(SizingMethod Method, RatePpm Buffer, RatePpm WholeAboveShare, RatePpm WholeBelowHealth, RatePpm CloseFactor, long DustBelow);

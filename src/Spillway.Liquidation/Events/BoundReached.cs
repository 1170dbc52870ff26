using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A bound of the engine was reached; the rest waits for the next command.</summary>
/// <param name="Bound">Which one.</param>
/// <param name="Limit">Its value.</param>
/// <param name="Waiting">What waits.</param>
public readonly record struct BoundReached(EngineBound Bound, long Limit, long Waiting);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>No source of an index is fresh any more: its last price stands and nobody is liquidated on it until a source returns.</summary>
/// <param name="Index">The index.</param>
public readonly record struct IndexStale(PriceIndexId Index);

namespace Spillway.Liquidation;

/// <summary>Where forced orders trade beside the order book.</summary>
/// <param name="Pools">Whether liquidity pools share what the book has room for. Not where each fill is compared with the bankruptcy price.</param>
public sealed record RoutingPolicy(bool Pools);

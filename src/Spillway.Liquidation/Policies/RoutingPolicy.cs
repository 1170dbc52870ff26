using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Where forced orders trade beside the order book.</summary>
/// <remarks>Not where each fill is compared with the bankruptcy price.</remarks>
/// <param name="Pools">Whether liquidity pools share what the book has room for.</param>
/// <param name="AwayBooks">Whether order books elsewhere do that brokers relay.</param>
/// <param name="SharedShare">Share of these books that is left alone, since its makers quote here too.</param>
/// <param name="QuoteNanos">Age up to which what a broker saw is used.</param>
public sealed record RoutingPolicy(bool Pools, bool AwayBooks, RatePpm SharedShare, long QuoteNanos);

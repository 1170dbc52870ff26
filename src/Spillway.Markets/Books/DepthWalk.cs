using Spillway.Core;

namespace Spillway.Markets;

/// <summary>What taking a quantity would meet.</summary>
/// <param name="Quantity">What is there within the limit, at most what was asked.</param>
/// <param name="TickLots">Exact Σ price · quantity in ticks × lots. Divided by <paramref name="Quantity"/> it is the average price.</param>
/// <param name="Worst">Price of the last lot; <see cref="PriceTicks.None"/> when there is none.</param>
public readonly record struct DepthWalk(QuantityLots Quantity, Int128 TickLots, PriceTicks Worst);

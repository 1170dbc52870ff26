using Spillway.Core;

namespace Spillway.Markets;

/// <summary>All that rests at one price.</summary>
/// <param name="Price">The price.</param>
/// <param name="Quantity">Sum of the orders; positive.</param>
/// <param name="Orders">How many they are; positive.</param>
public readonly record struct BookLevel(PriceTicks Price, QuantityLots Quantity, int Orders);

using Spillway.Core;

namespace Spillway.Markets;

/// <summary>Two orders of different accounts met in an auction.</summary>
/// <remarks>Nobody takes: all fills of an auction have one price.</remarks>
/// <param name="Buy">The bid as it rested before.</param>
/// <param name="Sell">The ask as it rested before.</param>
/// <param name="Price">Price of the auction, not worse than either limit.</param>
/// <param name="Quantity">What changes hands; positive.</param>
public readonly record struct AuctionFill(RestingOrder Buy, RestingOrder Sell, PriceTicks Price, QuantityLots Quantity);

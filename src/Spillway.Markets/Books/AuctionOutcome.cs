using Spillway.Core;

namespace Spillway.Markets;

/// <summary>What an auction came to.</summary>
/// <param name="Price">The one price of all its trades; <see cref="PriceTicks.None"/> when no bid met an ask.</param>
/// <param name="Matched">Lots that were traded at that price. What accounts would have traded with themselves was netted before and is not in it.</param>
/// <param name="SurplusLots">Lots that would still have traded at that price: positive for bids, negative for asks.</param>
public readonly record struct AuctionOutcome(PriceTicks Price, QuantityLots Matched, long SurplusLots);

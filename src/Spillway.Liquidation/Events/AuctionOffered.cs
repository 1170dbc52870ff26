using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Lots that the book may not take are on offer, at the start of an auction or added to it later; or fewer need be sold than were offered.</summary>
/// <param name="Auction">The auction as it stands now.</param>
/// <param name="Change">Lots that came; negative for lots that the account may keep.</param>
/// <param name="HealthPpm">Equity over maintenance margin.</param>
/// <param name="Mark">Mark.</param>
/// <param name="Price">Price of a bidder now.</param>
public readonly record struct AuctionOffered(Auction Auction, QuantityLots Change, long HealthPpm, PriceTicks Mark, PriceTicks Price);

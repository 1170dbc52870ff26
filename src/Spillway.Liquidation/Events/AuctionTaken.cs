using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A bidder took lots of an auction.</summary>
/// <param name="Auction">The auction as it stands now; nothing left of it when it is over.</param>
/// <param name="Bidder">Who took.</param>
/// <param name="Lots">How many.</param>
/// <param name="Price">At which price.</param>
/// <param name="Mark">Mark.</param>
/// <param name="DiscountPpb">Discount, 1e-9 of the mark.</param>
/// <param name="MostPpb">Discount beyond which the close would have lowered health, 1e-9 of the mark.</param>
/// <param name="HealthPpm">Equity over maintenance margin before it.</param>
/// <param name="ElapsedNanos">Since the price started to run.</param>
public readonly record struct AuctionTaken(
    Auction Auction,
    AccountId Bidder,
    QuantityLots Lots,
    PriceTicks Price,
    PriceTicks Mark,
    long DiscountPpb,
    long MostPpb,
    long HealthPpm,
    long ElapsedNanos);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An auction is over; what is left of it goes on to the next rung, if the account still has to close it.</summary>
/// <param name="Auction">The auction as it stood at the end.</param>
/// <param name="Reason">Why.</param>
/// <param name="ElapsedNanos">Since its price last started to run.</param>
public readonly record struct AuctionEnded(Auction Auction, AuctionEnd Reason, long ElapsedNanos);

using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A bidder takes lots of an auction at its price of the instant, as many as are on offer.</summary>
/// <param name="Account">Who takes; it keeps its initial margin.</param>
/// <param name="Auction">Which one.</param>
/// <param name="Worst">Highest price at which it buys, or lowest at which it sells; zero for any.</param>
/// <param name="Lots">The most it takes; positive.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TakeAuction(AccountId Account, AuctionId Auction, PriceTicks Worst, QuantityLots Lots);

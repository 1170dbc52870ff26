using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Dutch auctions: whether what the book may not take is offered to whoever comes first, before the buffer pool and before deleveraging.</summary>
/// <param name="Enabled">Whether anything is offered.</param>
/// <param name="Shape">How the discount moves.</param>
/// <param name="StartDiscount">Discount at the start, of the mark; negative for a price beyond the mark.</param>
/// <param name="LargestDiscount">Discount at the end, of the mark: the reserve. Not below the one at the start.</param>
/// <param name="DurationNanos">Time of one run of the price.</param>
/// <param name="Steps">Falls of a stair, each as long as the others; zero for none.</param>
/// <param name="Restarts">How often the price starts anew before the rest goes on.</param>
/// <param name="HealthFloor">Below this health nothing is offered, and what is on offer goes on at once.</param>
/// <param name="InFlightShare">Most lots on offer in a market, of its open interest.</param>
/// <param name="LeastValue">No auction is begun for less notional, whole units of the valuation asset.</param>
public sealed record AuctionPolicy(
    bool Enabled,
    AuctionShape Shape,
    RatePpm StartDiscount,
    RatePpm LargestDiscount,
    long DurationNanos,
    int Steps,
    int Restarts,
    RatePpm HealthFloor,
    RatePpm InFlightShare,
    long LeastValue);

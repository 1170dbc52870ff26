using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A member lets a bid for any portfolio stand, or took it back.</summary>
/// <param name="Member">Who bids.</param>
/// <param name="Discount">What it asks, of the notional.</param>
/// <param name="Notional">Up to how much, minor units of the valuation asset; zero for no longer.</param>
public readonly record struct StandingBidSet(AccountId Member, RatePpm Discount, Money Notional);

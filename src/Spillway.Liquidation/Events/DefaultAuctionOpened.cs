using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Standing bids do not suffice for the portfolio of an account: sealed bids are taken for a while.</summary>
/// <param name="Case">Case.</param>
/// <param name="Account">Account.</param>
/// <param name="Notional">Of all its positions at mark, rounded up, minor units of the valuation asset.</param>
/// <param name="Equity">Its equity, rounded down.</param>
/// <param name="EndsAt">The first service from then on ends it.</param>
public readonly record struct DefaultAuctionOpened(CaseId Case, AccountId Account, Money Notional, Money Equity, Timestamp EndsAt);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Clearing members: what they bring, and when the portfolio of an account that fails is auctioned among them.</summary>
/// <param name="Enabled">Whether portfolios are offered at all, before anything of them is sold or deleveraged.</param>
/// <param name="Below">Accounts below this multiple of maintenance margin are offered, and all with negative equity.</param>
/// <param name="From">Notional from which on an account is offered, whole units of the valuation asset; zero for any.</param>
/// <param name="WindowNanos">Time given for sealed bids where standing bids do not suffice; zero for none.</param>
/// <param name="CriticalBelow">An account below this multiple of maintenance margin does not wait.</param>
/// <param name="CostShare">Most the winners are paid beyond the equity of the account, of its notional; zero for nothing.</param>
/// <param name="LeastContribution">Smallest contribution that makes a member, whole units of the valuation asset.</param>
/// <param name="NoticeNanos">From the notice of a member until its contribution is paid out.</param>
/// <param name="Assessment">Most that is taken from a member to refill its contribution, in multiples of it.</param>
/// <param name="ExposureMultiple">Largest notional of an account in one market, in multiples of its equity and contribution; zero for any.</param>
public sealed record DefaultAuctionPolicy(
    bool Enabled,
    RatePpm Below,
    long From,
    long WindowNanos,
    RatePpm CriticalBelow,
    RatePpm CostShare,
    long LeastContribution,
    long NoticeNanos,
    RatePpm Assessment,
    RatePpm ExposureMultiple);

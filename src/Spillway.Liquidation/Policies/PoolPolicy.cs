using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The buffer pool: an account named by a command that takes forced lots over at mark.</summary>
/// <param name="Enabled">Whether it takes: after the book, before deleveraging.</param>
/// <param name="Fee">Paid to it by the closed account, of the notional, within its equity.</param>
/// <param name="InventoryMultiple">Largest notional it holds in a market, in multiples of its equity.</param>
/// <param name="LossLimit">It takes nothing more while a share of it is worth this much less than at its highest in the event window.</param>
/// <param name="UnwindHalfLifeNanos">It never works its inventory off faster than with this half-life.</param>
/// <param name="NoticeNanos">From the notice of a depositor until shares are paid.</param>
/// <param name="RedeemNanos">From then on, as long as this.</param>
public sealed record PoolPolicy(
    bool Enabled,
    RatePpm Fee,
    RatePpm InventoryMultiple,
    RatePpm LossLimit,
    long UnwindHalfLifeNanos,
    long NoticeNanos,
    long RedeemNanos);

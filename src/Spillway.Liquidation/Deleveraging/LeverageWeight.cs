using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>Weight of a winner that is charged for its leverage: h = min(cap, τ·ρ(λ)) of its profit.</summary>
/// <remarks>
/// ρ(λ) = max(1, 4 − 3/λ), λ = notional of the position / equity of its account: 1 up to λ = 1, 2.5 at 2, 3.7 at 10, below 4 always. The form h = min(β, τ·ρ(λ)) with
/// a ρ that does not fall is the risk-aware rule of Chitra (arXiv 2512.01112, appendix RAP). λ·ρ(λ) = max(λ, 4λ − 3) is convex: then no way of
/// splitting position and equity over several accounts lowers their weights together. A clamped leverage, such as min(λ, 4), has not that property. For the same
/// reason λ counts this position alone: notional that is moved to another account must not lighten it.
/// </remarks>
internal static class LeverageWeight
{
    private const int Most = 4; // ρ of a position without equity behind it

    /// <summary>profit · ρ / 4, rounded down, at least 1: relative to the largest ρ, so that the bounds of weights hold.</summary>
    /// <param name="house">The accounts.</param>
    /// <param name="market">With a mark.</param>
    /// <param name="account">Holder of a position in it.</param>
    /// <param name="profit">Of that position; positive.</param>
    public static long Of(ClearingHouse house, Market market, AccountId account, long profit)
    {
        Int128 notional = house.RequirementWorth(market.Spec.SettlementAsset, house.Notional(market.Id, house.Size(account, market.Id)));
        return Of(profit, notional, house.Health(account).EquityMillionths);
    }

    /// <summary>The same of a position by itself.</summary>
    /// <param name="profit">Positive.</param>
    /// <param name="notional">Of the position; not negative.</param>
    /// <param name="equity">Of the account, in the unit of <paramref name="notional"/>; any.</param>
    public static long Of(long profit, Int128 notional, Int128 equity)
    {
        Int128 uncovered = notional - Int128.Clamp(equity, 0, notional); // equity counts up to the notional: λ ≥ 1
        Int128 added = notional > 0 ? Proportion.Of((Most - 1) * (Int128)profit, uncovered, notional) : 0;
        return Math.Max(1, (long)((profit + added) / Most));
    }
}

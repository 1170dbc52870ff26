using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>A place beside the order book to trade in: a liquidity pool, or an order book elsewhere that a broker relays.</summary>
/// <param name="Account">The pool, or the broker.</param>
/// <param name="Curve">Curve of a pool.</param>
/// <param name="Away">Book of a broker; none for a pool.</param>
/// <param name="SharedShare">Share of its levels that is left alone.</param>
/// <param name="Most">Lots that its quotes within the limit and its margin allow.</param>
/// <param name="Lots">What a split gives it.</param>
/// <param name="IsLeftOut">Whether a split gives it nothing.</param>
public record struct RoutePart(AccountId Account, LiquidityCurve Curve, AwayBook? Away, RatePpm SharedShare, QuantityLots Most, QuantityLots Lots, bool IsLeftOut)
{
    /// <summary>What is paid once for using it, lots × ticks.</summary>
    public readonly long FixedTickLots => Away?.FixedTickLots ?? 0;

    /// <summary>What a trader receives or pays for the lots of the split, fee and fixed cost included, lots × ticks.</summary>
    /// <param name="side">Of the trader.</param>
    public readonly Int128 TickLots(Side side) =>
        Lots == QuantityLots.Zero ? 0 : Away is null ? Curve.TickLots(side, Lots) : Away.TickLots(Lots, SharedShare);

    /// <summary>Best whole tick, rounded for the trader: at none better it has anything.</summary>
    internal readonly long BestTicks(Side side) => Away?.BestTicks ?? Curve.Price(side == Side.Sell ? Rounding.Up : Rounding.Down).Ticks;

    /// <summary>Lots that trade no worse than a price, without the fixed cost.</summary>
    internal readonly QuantityLots Within(Side side, long finePrice)
    {
        if (IsLeftOut || finePrice <= 0) return QuantityLots.Zero;
        QuantityLots lots = Away?.LotsWithin(finePrice, SharedShare) ?? Curve.LotsWithin(side, finePrice);
        return lots < Most ? lots : Most;
    }
}

using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>What an account has promised to take over from accounts under liquidation: a size, a discount and a band of prices, with its margin behind it.</summary>
/// <param name="Account">Who takes.</param>
/// <param name="Discount">What it is paid for it: it buys this much below the mark, or sells this much above; of the mark, 0 to <see cref="DiscountMost"/>.</param>
/// <param name="Lowest">Lowest price at which it takes; none for any.</param>
/// <param name="Highest">Highest price at which it takes; none for any.</param>
/// <param name="Lots">What is left of the promised size; positive.</param>
/// <param name="EndsAt">When it ends, if notice was given; zero while it stands.</param>
/// <param name="LeastEquity">Equity of the account below which it ends, minor units of the valuation asset; <see cref="AnyEquity"/> if no loss ends it.</param>
public readonly record struct Pledge(AccountId Account, RatePpm Discount, PriceTicks Lowest, PriceTicks Highest, QuantityLots Lots, Timestamp EndsAt, Money LeastEquity)
{
    /// <summary>No loss ends the promise.</summary>
    public static readonly Money AnyEquity = Money.FromUnits(-long.MaxValue);

    /// <summary>Largest discount, 5 % of the mark.</summary>
    public static readonly RatePpm DiscountMost = RatePpm.FromPpm(50_000);

    /// <summary>Whether the account has said that it will end.</summary>
    public bool HasNotice => EndsAt.Nanos > 0;

    /// <summary>Whether the account has lost what it was ready to lose.</summary>
    /// <param name="house">Knows its equity, which is asked only where there is a budget.</param>
    public bool IsBudgetSpent(ClearingHouse house) => LeastEquity > AnyEquity && house.Health(Account).Equity < LeastEquity;

    /// <summary>Price at which the taker trades: mark · (1 ∓ discount), rounded toward the mark, within 1 … <paramref name="most"/>.</summary>
    /// <param name="mark">Set.</param>
    /// <param name="side">Side of the taker.</param>
    /// <param name="most">Highest price of the market.</param>
    public PriceTicks PriceAt(PriceTicks mark, Side side, PriceTicks most) => PriceTicks.FromTicks(side == Side.Buy
        ? Math.Max(1, ExactMath.MultiplyDivide(mark.Ticks, RatePpm.Whole - Discount.Ppm, RatePpm.Whole, Rounding.Up))
        : Math.Min(most.Ticks, ExactMath.MultiplyDivide(mark.Ticks, RatePpm.Whole + Discount.Ppm, RatePpm.Whole, Rounding.Down)));

    /// <summary>Whether it takes at a price.</summary>
    public bool Covers(PriceTicks price) => (!Lowest.IsSet || price >= Lowest) && (!Highest.IsSet || price <= Highest);

    /// <summary>Whether the terms can stand in a market: sizes, prices and rates within their bounds.</summary>
    internal bool IsPossible(PriceTicks maxPrice, QuantityLots maxPosition) =>
        Lots >= QuantityLots.FromLots(1) && Lots <= maxPosition
        && Discount >= RatePpm.Zero && Discount <= DiscountMost
        && Lowest.Ticks >= 0 && Lowest <= maxPrice && Highest.Ticks >= 0 && Highest <= maxPrice
        && (!Lowest.IsSet || !Highest.IsSet || Lowest <= Highest)
        && LeastEquity >= AnyEquity;
}

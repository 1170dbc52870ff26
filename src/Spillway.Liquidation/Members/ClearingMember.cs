using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A clearing member: what it has in the default fund, and the bid it lets stand for any portfolio. Money in minor units of the valuation asset.</summary>
/// <param name="Account">A cross account; it stands for its sub-accounts too.</param>
/// <param name="Contribution">What is left of it in the default fund; not negative.</param>
/// <param name="Committed">The most it has had there: what an assessment refills to.</param>
/// <param name="Assessed">What assessments have taken from it so far.</param>
/// <param name="LeavesAt">When its contribution is paid out, if notice was given; zero otherwise.</param>
/// <param name="Discount">What its standing bid asks for a portfolio, of the notional, 0 to <see cref="DiscountMost"/>.</param>
/// <param name="Standing">Notional that the standing bid still takes; zero without one.</param>
/// <param name="BidNumber">Number of the standing bid in the order of all bids: the earlier one wins a tie.</param>
public readonly record struct ClearingMember(
    AccountId Account, Money Contribution, Money Committed, Money Assessed, Timestamp LeavesAt, RatePpm Discount, Money Standing, long BidNumber)
{
    /// <summary>Largest discount of a standing bid, 10 % of the notional.</summary>
    public static readonly RatePpm DiscountMost = RatePpm.FromPpm(100_000);

    /// <summary>Whether it has said that it will leave: it bids no more, but its contribution still stands for losses.</summary>
    public bool HasNotice => LeavesAt.Nanos > 0;

    internal bool IsPossible(long supplyMost, long bidNumbers) =>
        Contribution >= Money.Zero && Contribution.Units <= supplyMost
        && Committed > Money.Zero && Committed.Units <= supplyMost && Contribution <= Committed
        && Assessed >= Money.Zero && Assessed.Units / 2 <= supplyMost
        && LeavesAt.Nanos >= 0 && Discount >= RatePpm.Zero && Discount <= DiscountMost
        && Standing >= Money.Zero && Standing.Units <= supplyMost && (!HasNotice || Standing == Money.Zero)
        && BidNumber >= 0 && BidNumber < bidNumbers;
}

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Price of an auction: a function of the policy, the mark, the time since the start and the health of the account, and of nothing else.</summary>
/// <remarks>
/// Discounts are carried in 1e-9 of the mark and rounded down, prices toward the mark or beyond it: what a fraction is worth is never the bidder's. Shapes after MakerDAO,
/// dss <c>abaci.sol</c> (linear, exponential, stair-step exponential); the fixed spread is that of Compound and Aave v2; the bonus by health follows i(h) = i_max (1 − h).
/// </remarks>
public static class AuctionPrice
{
    private const long Whole = FixedLog.Parts;
    private const long PpbOfPpm = 1_000;

    /// <summary>Discount of the shape alone, 1e-9 of the mark; negative while the price is beyond the mark.</summary>
    /// <param name="policy">Terms.</param>
    /// <param name="elapsedNanos">Since the start; counted as within the duration.</param>
    /// <param name="healthPpm">Equity over maintenance margin.</param>
    public static long DiscountPpb(AuctionPolicy policy, long elapsedNanos, long healthPpm)
    {
        long start = policy.StartDiscount.Ppm * PpbOfPpm, end = Math.Max(start, policy.LargestDiscount.Ppm * PpbOfPpm);
        long elapsed = Math.Clamp(elapsedNanos, 0, policy.DurationNanos);
        return policy.Shape switch
        {
            AuctionShape.Linear => start + ExactMath.MultiplyDivide(end - start, elapsed, policy.DurationNanos, Rounding.Down),
            AuctionShape.Exponential => Exponential(start, end, elapsed, policy.DurationNanos),
            AuctionShape.StairStep when policy.Steps > 0 => Exponential(start, end, Fallen(elapsed, policy), policy.Steps),
            AuctionShape.Health => start + ExactMath.MultiplyDivide(end - start, RatePpm.Whole - Math.Clamp(healthPpm, 0, RatePpm.Whole), RatePpm.Whole, Rounding.Down),
            _ => start,
        };
    }

    /// <summary>Largest discount that does not lower health, 1e-9 of the mark, rounded down: m · h less the fee. Negative where the fee alone costs more than a close frees.</summary>
    /// <remarks>Closing ΔN at a cost c turns (E, M) into (E − cΔN, M − mΔN), and health does not fall exactly if c ≤ m · h.</remarks>
    /// <param name="maintenanceRatePpb">m: maintenance margin of the position over its notional.</param>
    /// <param name="healthPpm">h, not negative.</param>
    /// <param name="fee">What every close pays beside the discount.</param>
    public static long HelpfulPpb(Int128 maintenanceRatePpb, long healthPpm, RatePpm fee)
    {
        Int128 worth = maintenanceRatePpb * healthPpm / RatePpm.Whole;
        return (long)Int128.Min(worth, Auction.DiscountPpbMost) - (fee.Ppm * PpbOfPpm);
    }

    /// <summary>Price of a bidder: mark · (1 ∓ discount), within 1 … <paramref name="most"/>; a fraction of a tick is not the bidder's.</summary>
    /// <param name="mark">Set.</param>
    /// <param name="discountPpb">Discount.</param>
    /// <param name="bidder">Side of the bidder.</param>
    /// <param name="most">Highest price of the market.</param>
    public static PriceTicks At(PriceTicks mark, long discountPpb, Side bidder, PriceTicks most)
    {
        long ticks = bidder == Side.Buy
            ? ExactMath.MultiplyDivide(mark.Ticks, Whole - discountPpb, Whole, Rounding.Up)
            : ExactMath.MultiplyDivide(mark.Ticks, Whole + discountPpb, Whole, Rounding.Down);
        return PriceTicks.FromTicks(Math.Clamp(ticks, 1, most.Ticks));
    }

    // ln of the price falls evenly: (1 − start) · ((1 − end) / (1 − start))^(part / whole).
    private static long Exponential(long start, long end, long part, long whole)
    {
        long fall = ExactMath.MultiplyDivide(FixedLog.LnRatioPpb(Whole - end, Whole - start), part, whole, Rounding.Up);
        return Math.Min(end, Whole - FixedLog.ShiftPrice(Whole - start, fall, Rounding.Up));
    }

    // One level more than falls; the last one stands for as long as the others.
    private static long Fallen(long elapsed, AuctionPolicy policy) =>
        Math.Min(policy.Steps, ExactMath.MultiplyDivide(elapsed, policy.Steps + 1, policy.DurationNanos, Rounding.Down));
}

using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>Margin that a position needs beyond initial margin to be opened, increased, or to let money go. Never part of maintenance, so it liquidates nobody.</summary>
/// <remarks>
/// <c>initial · addOn · ((use − from) / (1 − from))⁺ + notional · min(most, k · notional / D₁)</c> with D₁ the depth within 1 % on the side that a liquidation of the
/// position would hit. Continuous and growing in both. A uniform floor under everybody's leverage would put all triggers at one price, which is why the first
/// part grows with the use of the cap and the second with the size of the position. Source: share add-on k · N / D of venues' margin practice.
/// </remarks>
public static class MarginAddOn
{
    private const long Parts = 1_000_000_000;

    /// <summary>What is added to initial margin, as a multiple of it, 1e-9, rounded up: 0 up to <c>from</c>, then linear to the whole add-on.</summary>
    /// <param name="usePpb">Use of the tighter cap, 1e-9, 0 to 1.</param>
    /// <param name="policy">The policy.</param>
    public static long CrowdingPpb(long usePpb, OpenInterestPolicy policy)
    {
        long from = policy.AddOnFrom.Ppm * (Parts / RatePpm.Whole), addOn = policy.AddOn.Ppm * (Parts / RatePpm.Whole);
        return usePpb <= from ? 0 : ExactMath.MultiplyDivide(addOn, usePpb - from, Parts - from, Rounding.Up);
    }

    /// <summary>Margin rate added for size, 1e-9, rounded up: proportional to the notional, at most the bound. A depth of zero is none: the bound.</summary>
    /// <param name="notionalUnits">Notional of the position, minor units of the settlement asset, not negative.</param>
    /// <param name="depthUnits">Depth per unit of log-price in the same units, not negative.</param>
    /// <param name="policy">The policy.</param>
    public static long ConcentrationPpb(long notionalUnits, long depthUnits, OpenInterestPolicy policy)
    {
        const int onePercent = 100; // depth is per unit of log-price, k per 1 % of it
        long most = policy.ConcentrationMost.Ppm * (Parts / RatePpm.Whole);
        if (policy.Concentration == RatePpm.Zero || notionalUnits == 0) return 0;
        if (depthUnits == 0) return most;
        Int128 rate = (Int128)notionalUnits * policy.Concentration.Ppm * (Parts / RatePpm.Whole * onePercent);
        return (long)Int128.Min(most, ExactMath.Divide(rate, depthUnits, Rounding.Up));
    }

    /// <summary>Add-on of a position that would be held, millionths of a minor unit of the valuation asset, rounded up.</summary>
    /// <param name="house">Margin terms.</param>
    /// <param name="market">The market, with a mark.</param>
    /// <param name="side">Buy for a long.</param>
    /// <param name="lots">Size, not negative.</param>
    /// <param name="cap">The caps of the market.</param>
    /// <param name="opens">Lots of open interest that the position would add.</param>
    /// <param name="policy">The policy.</param>
    public static Int128 Millionths(ClearingHouse house, Market market, Side side, long lots, in OpenInterestCap cap, long opens, OpenInterestPolicy policy)
    {
        if (lots <= 0) return 0;
        QuantityLots size = QuantityLots.FromLots(lots);
        Money notional = house.Notional(market.Id, size);
        Int128 initial = house.InitialMillionths(market.Id, size);
        long crowding = CrowdingPpb(cap.UsePpb(side, opens), policy);
        (Int128 whole, Int128 rest) = Int128.DivRem(initial, Parts); // the product itself need not fit
        Int128 crowded = (whole * crowding) + ExactMath.Divide(rest * crowding, Parts, Rounding.Up);
        long rate = ConcentrationPpb(notional.Units, cap.DepthUnits(side), policy);
        Money concentrated = Money.FromUnits(ExactMath.MultiplyDivide(notional.Units, rate, Parts, Rounding.Up));
        return crowded + house.RequirementWorth(market.Spec.SettlementAsset, concentrated);
    }
}

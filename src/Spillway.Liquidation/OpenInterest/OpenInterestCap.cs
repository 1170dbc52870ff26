using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The caps of one market at one moment: whether lots more may be opened, and how much of the caps they would use.</summary>
/// <remarks>What is not known counts as the worst: while the signal is stale, the cap by loop gain is reached. Reads only; derived from marks, positions and signals.</remarks>
public readonly struct OpenInterestCap
{
    private const long Parts = 1_000_000_000;

    private readonly OpenInterestPolicy policy;
    private readonly MarketSignals signals;
    private readonly bool isFresh;
    private readonly Int128 openLots, capLots;

    /// <summary>Reads the caps of a market with a mark.</summary>
    public OpenInterestCap(ClearingHouse house, Market market, OpenInterestPolicy policy, Timestamp now, long signalMaxAgeNanos)
    {
        (this.policy, signals) = (policy, market.Signals);
        isFresh = signals.AsOf.Nanos > 0 && now - signals.AsOf <= signalMaxAgeNanos;
        openLots = house.OpenInterestLots(market.Id);
        capLots = policy.Cap > 0 ? LotsWorth(house, market, policy.Cap) : Int128.MaxValue;
    }

    /// <summary>Whether open interest would be above the cap with lots more. Zero lots are never too many.</summary>
    public bool IsExceededBy(long lots) => lots > 0 && openLots > capLots - lots;

    /// <summary>Whether the loop gain that opening on a side feeds has reached its cap, or is not known.</summary>
    public bool IsGainReached(Side opens) =>
        policy.GainMost > RatePpm.Zero && (!isFresh || StressedGain.IsReached(StressedGain.MeasuredPpm(in signals, opens), policy));

    /// <summary>How much of the tighter cap is used, with lots more of open interest: 1e-9, rounded up, 0 to 1.</summary>
    public long UsePpb(Side opens, long lots)
    {
        long use = 0;
        if (policy.Cap > 0) use = openLots + lots >= capLots ? Parts : (long)ExactMath.Divide((openLots + lots) * Parts, capLots, Rounding.Up);
        if (policy.GainMost > RatePpm.Zero) use = Math.Max(use, isFresh ? StressedGain.UsePpb(StressedGain.MeasuredPpm(in signals, opens), policy) : Parts);
        return use;
    }

    /// <summary>Depth that forced orders against positions of a side would meet, minor units per unit of log-price; zero while it is not known.</summary>
    public long DepthUnits(Side opens) => !isFresh ? 0 : opens == Side.Buy ? signals.BidDepthUnits : signals.AskDepthUnits;

    // One lot may be worth less than a minor unit, so the largest position is valued. Whole multiples of it first: their product with lots would not fit.
    private static Int128 LotsWorth(ClearingHouse house, Market market, long whole)
    {
        long most = market.Spec.MaxPosition.Lots;
        Int128 worth = house.RequirementWorth(market.Spec.SettlementAsset, house.Notional(market.Id, market.Spec.MaxPosition));
        if (worth == 0) return Int128.MaxValue;
        (Int128 multiples, Int128 rest) = Int128.DivRem(house.MillionthsOfWhole(whole), worth);
        if (multiples > Parts * Parts) return Int128.MaxValue; // a price near zero: nobody could ever hold as much
        int shift = Math.Max(0, Bits(worth) + Bits(most) - 126); // nothing but where the product would not fit
        return (multiples * most) + ((rest >> shift) * most / ((worth >> shift) + (shift > 0 ? 1 : 0)));
    }

    private static int Bits(Int128 value) => 128 - (int)Int128.LeadingZeroCount(value);
}

using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The triggers of one market at one moment, each with a threshold of its own; the strictest that holds decides.</summary>
/// <remarks>
/// State, not the time of day and not one announced price level: loop gain, depth and forced flow are felt before a price limit is near, which weakens the pull that
/// a known limit has on the price (Chen, Petukhov, Wang and Xing, Journal of Finance 2024). A trigger that needs a signal is silent while the signal is stale; the
/// others do not need one.
/// </remarks>
internal readonly ref struct BreakerTriggers(Market market, ClearingHouse house, BreakerWindows windows, BreakerPolicy policy, Timestamp now, long signalMaxAgeNanos)
{
    private const long SecondsPerDay = 86_400, Parts = FixedLog.Parts;

    private readonly PriceTicks mark = market.Price.Mark;

    private bool HasFreshSignals => market.Signals.AsOf.Nanos > 0 && now - market.Signals.AsOf <= signalMaxAgeNanos;

    /// <summary>The fixed band; whether the mark stays beyond it is for the caller to count.</summary>
    public BreakerReading Band()
    {
        PriceTicks mean = windows.Mean(mark);
        return Compared(policy.BandAction, BreakerRule.PriceBand, Distance(mean), policy.BandPpb, mean);
    }

    /// <summary>The strictest of the other triggers that hold; at a tie the first in the order of <see cref="BreakerRule"/>.</summary>
    public BreakerReading Strictest()
    {
        BreakerReading strictest = VolatilityBand();
        Keep(ref strictest, Velocity());
        Keep(ref strictest, FlowOfOpenInterest());
        Keep(ref strictest, FlowOfDepth());
        Keep(ref strictest, OracleGap());
        Keep(ref strictest, OracleSpread());
        Keep(ref strictest, LoopGain());
        return strictest;
    }

    /// <summary>Takes over a stricter reading.</summary>
    public static void Keep(ref BreakerReading strictest, BreakerReading other)
    {
        if (other.Action > strictest.Action) strictest = other;
    }

    // k · σ · √(window / day): volatility of a day, scaled to the window.
    private BreakerReading VolatilityBand()
    {
        if (policy.BandVolatility == RatePpm.Zero || !HasFreshSignals || market.Signals.VolatilityPpm == 0) return default;
        long rootPpm = ExactMath.SquareRoot((Int128)policy.BandWindowSeconds * RatePpm.Whole * RatePpm.Whole / SecondsPerDay);
        long bound = Clamped((Int128)policy.BandVolatility.Ppm * market.Signals.VolatilityPpm * rootPpm / Parts);
        PriceTicks mean = windows.Mean(mark);
        return Compared(policy.BandAction, BreakerRule.VolatilityBand, Distance(mean), Math.Max(1, bound), mean);
    }

    private BreakerReading Velocity()
    {
        if (policy.VelocityPpb == 0) return default;
        long fall = Distance(windows.High), rise = Distance(windows.Low);
        return Compared(policy.VelocityAction, BreakerRule.Velocity, Math.Max(fall, rise), policy.VelocityPpb, fall >= rise ? windows.High : windows.Low);
    }

    private BreakerReading FlowOfOpenInterest()
    {
        Int128 openInterest = house.OpenInterestLots(market.Id);
        if (policy.FlowOfOpenInterest == RatePpm.Zero || openInterest == 0) return default;
        long share = Clamped((Int128)Math.Max(windows.Forced(Side.Sell), windows.Forced(Side.Buy)) * Parts / openInterest);
        return Compared(policy.FlowAction, BreakerRule.FlowOfOpenInterest, share, policy.FlowOfOpenInterest.Ppm * 1_000L, PriceTicks.None);
    }

    private BreakerReading FlowOfDepth()
    {
        if (policy.FlowOfDepthPpb == 0 || !HasFreshSignals) return default;
        long distance = Math.Max(Displacement(Side.Sell, market.Signals.BidDepthUnits), Displacement(Side.Buy, market.Signals.AskDepthUnits));
        return Compared(policy.FlowAction, BreakerRule.FlowOfDepth, distance, policy.FlowOfDepthPpb, PriceTicks.None);
    }

    // Log distance by which the forced notional would move a book of that depth. A depth of zero says that nobody measured it.
    private long Displacement(Side forced, long depthUnits)
    {
        if (depthUnits == 0) return 0;
        // One lot may be worth less than a minor unit: the largest position is valued, and the flow is a share of it.
        Int128 notional = (Int128)windows.Forced(forced) * house.Notional(market.Id, market.Spec.MaxPosition).Units / market.Spec.MaxPosition.Lots;
        return notional > long.MaxValue ? long.MaxValue : Clamped(notional * Parts / depthUnits);
    }

    private BreakerReading OracleGap()
    {
        if (policy.OracleGapPpb == 0) return default;
        PriceTicks index = market.IndexTicks;
        return Compared(policy.OracleAction, BreakerRule.OracleGap, Distance(index), policy.OracleGapPpb, index);
    }

    private BreakerReading OracleSpread()
    {
        if (policy.OracleSpreadPpb == 0) return default;
        return Compared(policy.OracleAction, BreakerRule.OracleSpread, market.Index.SpreadPpb(now), policy.OracleSpreadPpb, market.IndexTicks);
    }

    private BreakerReading LoopGain()
    {
        if (policy.Gain == RatePpm.Zero || !HasFreshSignals) return default;
        long gain = Math.Max(market.Signals.LongGainPpm, market.Signals.ShortGainPpm) * 1_000L;
        return Compared(policy.GainAction, BreakerRule.LoopGain, gain, policy.Gain.Ppm * 1_000L, PriceTicks.None);
    }

    private BreakerReading Compared(BreakerAction action, BreakerRule rule, long measuredPpb, long boundPpb, PriceTicks reference) =>
        boundPpb > 0 && measuredPpb >= boundPpb ? new BreakerReading(action, rule, measuredPpb, boundPpb, mark, reference) : default;

    private long Distance(PriceTicks other) => Math.Abs(FixedLog.LnRatioPpb(mark.Ticks, other.Ticks));

    private static long Clamped(Int128 value) => value > long.MaxValue ? long.MaxValue : (long)value;
}

using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>The funding rate of a perpetual: its mean premium, pulled toward an interest rate by at most a band, and a charge on the crowded side.</summary>
/// <remarks>
/// F = clamp(P + clamp(I − P, ± c) + k · (max(0, n_long − n̄) − max(0, n_short − n̄)), ± cap) for eight hours. Inside the band the rate is I and the premium
/// costs nothing. Source of the first part: documentation of Binance, BitMEX and Hyperliquid, I = 1 bp and c = 5 bp, read 2026-11. The second is this project's design. Rates in 1e-9.
/// </remarks>
public static class FundingRate
{
    /// <summary>Parts of a whole rate.</summary>
    public const long Whole = 1_000_000_000;

    /// <summary>Largest share of notional that one settlement moves.</summary>
    public const long SettlementMaxPpb = 50_000_000;

    private const long PartsPerPpm = Whole / RatePpm.Whole;
    private const long PeriodNanos = 8 * 3_600 * Timestamp.NanosPerSecond;

    /// <summary>Premium of a mark over an index, of the index, rounded toward zero and within ± 1.</summary>
    /// <param name="mark">Set.</param>
    /// <param name="index">Set.</param>
    public static long PremiumPpb(PriceTicks mark, PriceTicks index) =>
        (long)Int128.Clamp((Int128)(mark.Ticks - index.Ticks) * Whole / index.Ticks, -Whole, Whole);

    /// <summary>P + clamp(I − P, ± c).</summary>
    /// <param name="premiumPpb">P, within ± 1.</param>
    /// <param name="terms">I and c.</param>
    public static long PulledPpb(long premiumPpb, FundingPolicy terms)
    {
        long most = terms.Clamp.Ppm * PartsPerPpm;
        return premiumPpb + Math.Clamp((terms.Interest.Ppm * PartsPerPpm) - premiumPpb, -most, most);
    }

    /// <summary>k · (max(0, n_long − n̄) − max(0, n_short − n̄)), rounded toward zero: the side whose liquidations make the gain pays, of both the difference.</summary>
    /// <param name="longGain">Gain of a fall, in which longs are liquidated.</param>
    /// <param name="shortGain">Gain of a squeeze.</param>
    /// <param name="terms">k and n̄.</param>
    public static long CrowdingPpb(RatePpm longGain, RatePpm shortGain, FundingPolicy terms)
    {
        long excess = Math.Max(0L, longGain.Ppm - terms.CrowdingFrom.Ppm) - Math.Max(0L, shortGain.Ppm - terms.CrowdingFrom.Ppm);
        return (long)((Int128)excess * terms.Crowding.Ppm * PartsPerPpm / RatePpm.Whole);
    }

    /// <summary>The rate within ± cap.</summary>
    public static long CappedPpb(long ratePpb, FundingPolicy terms)
    {
        long cap = terms.Cap.Ppm * PartsPerPpm;
        return Math.Clamp(ratePpb, -cap, cap);
    }

    /// <summary>What is settled of a rate for eight hours: its part of an interval, rounded toward zero and within ± 5 %.</summary>
    public static long SettledPpb(long ratePpb, long intervalNanos) =>
        (long)Int128.Clamp((Int128)ratePpb * intervalNanos / PeriodNanos, -SettlementMaxPpb, SettlementMaxPpb);
}

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What decided a funding rate. Rates in 1e-9 of notional for eight hours; positive where longs pay.</summary>
/// <param name="PremiumPpb">P̄: mean premium of the mark over the index, weighed by time, 1e-9 of the index.</param>
/// <param name="SampledNanos">Time it was sampled over.</param>
/// <param name="PulledPpb">P̄ + clamp(I − P̄, ± c).</param>
/// <param name="LongGain">Loop gain of a fall in the signal used; zero without a fresh one.</param>
/// <param name="ShortGain">Loop gain of a squeeze.</param>
/// <param name="CrowdingPpb">k · (max(0, long gain − n̄) − max(0, short gain − n̄)), as far as it was added.</param>
/// <param name="Crowding">Whether it was added, or why not.</param>
/// <param name="RatePpb">Sum of both within ± cap.</param>
/// <param name="IntervalNanos">Time the rate is settled for.</param>
/// <param name="SettledPpb">Share of notional that was settled: the rate's part of that time, rounded toward zero and within ± 5 %.</param>
public readonly record struct FundingReading(
    long PremiumPpb,
    long SampledNanos,
    long PulledPpb,
    RatePpm LongGain,
    RatePpm ShortGain,
    long CrowdingPpb,
    CrowdingState Crowding,
    long RatePpb,
    long IntervalNanos,
    long SettledPpb);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>When a market is slowed or halted, how, and for how long. A threshold of zero switches its trigger off.</summary>
/// <param name="BandPpb">Distance of the mark from the mean mark of the window, 1e-9 of log-price.</param>
/// <param name="BandVolatility">The same in multiples of the volatility that a fresh signal gives for the window.</param>
/// <param name="BandWindowSeconds">Length of that window.</param>
/// <param name="LimitNanos">How long the mark must stay beyond the fixed band.</param>
/// <param name="BandAction">What either band does.</param>
/// <param name="VelocityPpb">Distance of the mark from an extreme of its window, 1e-9 of log-price.</param>
/// <param name="VelocitySeconds">Length of that window.</param>
/// <param name="VelocityAction">What velocity does.</param>
/// <param name="FlowOfOpenInterest">Forced lots of one side through the book within the window, of the open interest.</param>
/// <param name="FlowOfDepthPpb">The same over fresh depth: how far they would move a book that does not refill, 1e-9 of log-price.</param>
/// <param name="FlowSeconds">Length of that window.</param>
/// <param name="FlowAction">What the flow does.</param>
/// <param name="OracleGapPpb">Distance between mark and index, 1e-9 of log-price.</param>
/// <param name="OracleSpreadPpb">Distance between the highest and the lowest fresh source of the index, 1e-9 of log-price.</param>
/// <param name="OracleAction">What either does.</param>
/// <param name="Gain">Loop gain n of the worse direction, from a fresh signal.</param>
/// <param name="GainAction">What the gain does.</param>
/// <param name="ReleaseShare">Share of the room, and of the own room, that is left to forced orders while any breaker holds.</param>
/// <param name="BatchNanos">Interval of batches.</param>
/// <param name="CollarPpb">How far from the mark a market order may trade in an auction, 1e-9 of log-price.</param>
/// <param name="ExpiryNanos">How long a breaker holds.</param>
/// <param name="RenewalsMax">How often it may be renewed while its trigger holds.</param>
/// <param name="RestNanos">Pause after its end in which the market cannot be broken again.</param>
public sealed record BreakerPolicy(
    long BandPpb,
    RatePpm BandVolatility,
    int BandWindowSeconds,
    long LimitNanos,
    BreakerAction BandAction,
    long VelocityPpb,
    int VelocitySeconds,
    BreakerAction VelocityAction,
    RatePpm FlowOfOpenInterest,
    long FlowOfDepthPpb,
    int FlowSeconds,
    BreakerAction FlowAction,
    long OracleGapPpb,
    long OracleSpreadPpb,
    BreakerAction OracleAction,
    RatePpm Gain,
    BreakerAction GainAction,
    RatePpm ReleaseShare,
    long BatchNanos,
    long CollarPpb,
    long ExpiryNanos,
    int RenewalsMax,
    long RestNanos)
{
    /// <summary>Whether every trigger is off.</summary>
    public bool IsOff => (BandPpb | VelocityPpb | FlowOfDepthPpb | OracleGapPpb | OracleSpreadPpb) == 0
        && (BandVolatility.Ppm | FlowOfOpenInterest.Ppm | Gain.Ppm) == 0;

    /// <summary>Whether forced flow is looked at.</summary>
    public bool WatchesFlow => FlowOfOpenInterest > RatePpm.Zero || FlowOfDepthPpb > 0;
}

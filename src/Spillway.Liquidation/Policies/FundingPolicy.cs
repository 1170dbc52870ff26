using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Funding rates that the engine forms itself. Rates are for eight hours.</summary>
/// <param name="Enabled">Whether it does; otherwise the host sends rates.</param>
/// <param name="IntervalNanos">From one settlement to the next, counted from midnight UTC of 1970-01-01.</param>
/// <param name="Interest">I: rate that the mean premium is pulled toward.</param>
/// <param name="Clamp">c: by at most this.</param>
/// <param name="Crowding">k: added for each unit of loop gain beyond <see cref="CrowdingFrom"/>, paid by the side whose liquidations make the gain; zero for nothing.</param>
/// <param name="CrowdingFrom">n̄: loop gain up to which nothing is added.</param>
/// <param name="Cap">Largest rate, either way, crowding included.</param>
public sealed record FundingPolicy(bool Enabled, long IntervalNanos, RatePpm Interest, RatePpm Clamp, RatePpm Crowding, RatePpm CrowdingFrom, RatePpm Cap);

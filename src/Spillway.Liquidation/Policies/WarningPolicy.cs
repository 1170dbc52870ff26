using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Early warning: when an account is called, and for how long.</summary>
/// <param name="Ratio">An account is warned while equity is below this multiple of maintenance margin.</param>
/// <param name="DeadlineNanos">Time given to answer a call.</param>
public sealed record WarningPolicy(RatePpm Ratio, long DeadlineNanos);

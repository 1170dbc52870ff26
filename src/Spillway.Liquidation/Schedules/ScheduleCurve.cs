using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Share of a schedule that is due after a time: integers in, integers out.</summary>
/// <remarks>
/// Obizhaeva and Wang, "Optimal trading strategy and supply/demand dynamics", Journal of Financial Markets 16 (2013): in a book that refills at the rate ρ the cheapest way to trade X
/// within T is a block X / (ρT + 2), a rate ρX / (ρT + 2), and the block again. So (1 + ρt) / (ρT + 2) is due after t &lt; T. Without resilience these are two halves, with much of it an even rate.
/// </remarks>
public static class ScheduleCurve
{
    /// <summary>Parts of the whole.</summary>
    public const long Whole = 1_000_000_000;

    /// <summary>No schedule is longer.</summary>
    public const long HorizonNanosMax = 60 * Timestamp.NanosPerSecond;

    private const long Ln2Ppb = 693_147_181;

    /// <summary>Share due, 1e-9, rounded down; never falls with time.</summary>
    /// <param name="shape">Shape.</param>
    /// <param name="elapsedNanos">t: time since the first block.</param>
    /// <param name="horizonNanos">T, at most a minute.</param>
    /// <param name="halfLifeNanos">ln 2 / ρ, positive.</param>
    public static long DuePpb(ScheduleShape shape, long elapsedNanos, long horizonNanos, long halfLifeNanos)
    {
        if (elapsedNanos >= horizonNanos || shape == ScheduleShape.Immediate) return Whole;
        if (elapsedNanos <= 0 && shape == ScheduleShape.Twap) return 0;
        long elapsed = Math.Max(0, elapsedNanos);
        if (shape == ScheduleShape.Twap) return ExactMath.MultiplyDivide(elapsed, Whole, horizonNanos, Rounding.Down);
        Int128 decayed = (Int128)elapsed * Ln2Ppb / halfLifeNanos, all = (Int128)horizonNanos * Ln2Ppb / halfLifeNanos;
        return (long)((Whole + decayed) * Whole / (all + (2 * Whole)));
    }
}

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A schedule whose child orders come at drawn times and in drawn sizes, so that nobody can run ahead of the next one. A pure function of its key.</summary>
/// <remarks>
/// n child orders, one for each begun second of T and at least two. Gaps between them, before the first and behind the last are Gamma distributed with k = 4, scaled to T: more even than
/// arrivals at random, less even than a clock. Each gets the part of the plain schedule since the one before it, the last one the rest; each is then changed by up to ± the jitter, uniformly,
/// and all are scaled back to the whole. Draws: Philox(key, counter = child, purpose); the four words of one draw make a gap. ln in fixed point, off by less than 1e-9.
/// </remarks>
public static class RandomisedCurve
{
    private const int ChildrenMost = (int)(ScheduleCurve.HorizonNanosMax / Timestamp.NanosPerSecond) + 1;

    private const ulong GapPurpose = 0, SizePurpose = 1;

    /// <summary>Share due, 1e-9; never falls with time, and after T all of it.</summary>
    /// <param name="shape">Shape of the plain schedule.</param>
    /// <param name="elapsedNanos">Time since the first block.</param>
    /// <param name="horizonNanos">T, at most a minute.</param>
    /// <param name="halfLifeNanos">ln 2 / ρ, positive.</param>
    /// <param name="jitterPpm">Largest relative change of a size, 0 to 500,000.</param>
    /// <param name="key">Key of the draws.</param>
    public static long DuePpb(ScheduleShape shape, long elapsedNanos, long horizonNanos, long halfLifeNanos, int jitterPpm, ulong key)
    {
        if (elapsedNanos >= horizonNanos || shape == ScheduleShape.Immediate) return ScheduleCurve.Whole;
        Span<long> times = stackalloc long[ChildrenMost];
        int children = Times(horizonNanos, key, times);
        Int128 due = 0, all = 0;
        long before = 0;
        for (int child = 0; child < children; child++)
        {
            long plain = child == children - 1 ? ScheduleCurve.Whole
                : shape == ScheduleShape.Twap ? ScheduleCurve.Whole * (child + 1) / children
                : ScheduleCurve.DuePpb(shape, times[child], horizonNanos, halfLifeNanos);
            Int128 weight = (Int128)(plain - before) * SizePpm(child, jitterPpm, key);
            before = plain;
            all += weight;
            if (times[child] <= elapsedNanos) due += weight;
        }
        return (long)(due * ScheduleCurve.Whole / all);
    }

    /// <summary>Times of the child orders after the first block, ascending, none beyond T.</summary>
    /// <param name="horizonNanos">T.</param>
    /// <param name="key">Key of the draws.</param>
    /// <param name="times">Takes them; room for 61.</param>
    /// <returns>How many there are.</returns>
    public static int Times(long horizonNanos, ulong key, Span<long> times)
    {
        int children = (int)Math.Max(2, 1 + (horizonNanos / Timestamp.NanosPerSecond));
        long sum = 0;
        for (int child = 0; child < children; child++)
        {
            sum += GammaPpb(child, key);
            times[child] = sum;
        }
        sum = Math.Max(1, sum + GammaPpb(children, key)); // the gap behind the last one
        for (int child = 0; child < children; child++) times[child] = ExactMath.MultiplyDivide(times[child], horizonNanos, sum, Rounding.Down);
        return children;
    }

    // The sum of four exponential variables is a Gamma variable with k = 4.
    private static long GammaPpb(int child, ulong key)
    {
        (ulong low, ulong high) = Philox.Draw(key, (ulong)child, GapPurpose);
        return Exponential(low & uint.MaxValue) + Exponential(low >> 32) + Exponential(high & uint.MaxValue) + Exponential(high >> 32);
    }

    private static long Exponential(ulong word) => FixedLog.LnRatioPpb(1L << 32, (long)word + 1);

    private static long SizePpm(int child, int jitterPpm, ulong key)
    {
        ulong word = Philox.Draw(key, (ulong)child, SizePurpose).Low >> 32;
        return RatePpm.Whole - jitterPpm + (long)((word * (2 * (ulong)jitterPpm)) >> 32);
    }
}

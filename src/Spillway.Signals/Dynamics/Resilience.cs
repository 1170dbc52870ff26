using Spillway.Core;

namespace Spillway.Signals;

/// <summary>Resilience ρ: the rate at which the book's own price returns to the index after a displacement, estimated from one-second samples.</summary>
/// <remarks>
/// The displacement d is taken as a first-order autoregression around a slowly moving basis: d(t+1) = m + e^(−ρ)·(d(t) − m) + noise. The
/// slope is estimated as Cov(d(t+2), d(t)) / Cov(d(t+1), d(t)), exponentially weighted: a regression whose regressor is instrumented by the
/// sample before it, because quotes jitter, and a jitter of 1 % of the variance of d would double the plain least-squares ρ at a half-life of a minute.
/// Relative standard error about √(2 / (ρ·T)) with T = 2.9 · half-life of the weights in seconds: ±13 % for a displacement half-life of
/// one minute and weights of one hour. Small samples err toward fast. Bounds 1/3600 … 1 per second. O(1), no allocation.
/// </remarks>
public sealed class Resilience
{
    /// <summary>Slowest return that is reported, 1/s.</summary>
    public const double Slowest = 1.0 / 3_600;

    /// <summary>Fastest return that is reported, 1/s: samples a second apart resolve no more.</summary>
    public const double Fastest = 1;

    /// <summary>Triples of successive samples needed before a value is given: ten minutes.</summary>
    public const int MinSamples = 600;

    private const long LongestStepNanos = 1_500 * Timestamp.NanosPerMillisecond;
    private const long ShortestStepNanos = 500 * Timestamp.NanosPerMillisecond;

    private readonly double kept;
    private double origin, previous, current;
    private double weight, sum0, sum1, sum2, sum01, sum02;
    private Timestamp last;
    private int successive, samples;

    /// <param name="halfLifeSeconds">Age at which a sample counts half; positive.</param>
    public Resilience(double halfLifeSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfLifeSeconds);
        kept = Math.Exp(-Math.Log(2) / halfLifeSeconds);
    }

    /// <summary>ρ in 1/s; null until there are enough samples, or while the displacement shows no memory from which to tell.</summary>
    public double? PerSecond
    {
        get
        {
            if (samples < MinSamples) return null;
            double lag1 = (sum01 / weight) - (sum0 / weight * (sum1 / weight));
            double lag2 = (sum02 / weight) - (sum0 / weight * (sum2 / weight));
            double squaredMean = sum0 / weight * (sum0 / weight);
            if (!(lag1 > 1e-12 * squaredMean)) return null; // a constant displacement leaves rounding errors only
            double slope = lag2 / lag1;
            return slope <= 0 ? Fastest : Math.Clamp(-Math.Log(slope), Slowest, Fastest);
        }
    }

    /// <summary>Takes a sample; samples are one second apart, within half a second. A longer pause begins a new chain, an earlier sample is left out.</summary>
    /// <param name="displacement">ln(book price / index).</param>
    /// <param name="now">Time of the sample.</param>
    public void Observe(double displacement, Timestamp now)
    {
        if (successive == 0 && samples == 0) origin = displacement; // sums around it lose no digits to a large basis
        double next = displacement - origin;
        if (successive > 0)
        {
            long step = now - last;
            if (step < ShortestStepNanos) return;
            if (step > LongestStepNanos) successive = 0;
        }
        if (successive >= 2) Add(previous, current, next);
        (previous, current, last) = (current, next, now);
        if (successive < 2) successive++;
    }

    private void Add(double d0, double d1, double d2)
    {
        weight = (weight * kept) + 1;
        sum0 = (sum0 * kept) + d0;
        sum1 = (sum1 * kept) + d1;
        sum2 = (sum2 * kept) + d2;
        sum01 = (sum01 * kept) + (d0 * d1);
        sum02 = (sum02 * kept) + (d0 * d2);
        if (samples < MinSamples) samples++;
    }
}

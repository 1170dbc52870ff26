using System.Diagnostics;
using System.Numerics;

namespace Spillway.Benchmarks.Measure;

/// <summary>Counts durations in buckets of at most 1/64 of their value. Recording allocates nothing.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6, SubBuckets = 1 << SubBits;
    private static readonly double NanosPerTick = 1e9 / Stopwatch.Frequency;
    private readonly long[] buckets = new long[(64 - SubBits + 1) * SubBuckets];

    public long Count { get; private set; }

    /// <summary>Sum of all durations, ns.</summary>
    public double SumNanos { get; private set; }

    public double MaxNanos { get; private set; }

    /// <summary>Takes a duration in ticks of <see cref="Stopwatch"/>.</summary>
    public void Record(long ticks)
    {
        double nanos = ticks * NanosPerTick;
        buckets[BucketOf((long)nanos)]++;
        Count++;
        SumNanos += nanos;
        MaxNanos = Math.Max(MaxNanos, nanos);
    }

    /// <summary>Upper edge of the bucket that holds the duration at a share of all durations, ns; zero if there are none.</summary>
    public double Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(share * Count), seen = 0;
        for (int bucket = 0; bucket < buckets.Length; bucket++)
        {
            seen += buckets[bucket];
            if (seen >= wanted && seen > 0) return Math.Min(UpperEdge(bucket), MaxNanos);
        }
        return 0;
    }

    // Small values have a bucket each; above, the exponent and the six bits behind the leading one name the bucket.
    private static int BucketOf(long nanos)
    {
        if (nanos < SubBuckets) return (int)nanos;
        int shift = BitOperations.Log2((ulong)nanos) - SubBits;
        return ((shift + 1) * SubBuckets) + (int)((nanos >> shift) - SubBuckets);
    }

    private static double UpperEdge(int bucket)
    {
        if (bucket < SubBuckets) return bucket + 1;
        int shift = (bucket / SubBuckets) - 1;
        return ((long)(bucket % SubBuckets) + SubBuckets + 1) * Math.Pow(2, shift);
    }
}

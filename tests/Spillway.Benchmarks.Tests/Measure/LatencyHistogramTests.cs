using System.Diagnostics;
using Spillway.Benchmarks.Measure;

namespace Spillway.Benchmarks.Tests.Measure;

public class LatencyHistogramTests
{
    private static readonly double NanosPerTick = 1e9 / Stopwatch.Frequency;

    [Fact]
    public void Percentile_OfAThousandDurations_IsWithinOnePartInSixtyFour()
    {
        LatencyHistogram histogram = new();
        for (int i = 1; i <= 1_000; i++) histogram.Record(i * 1_000);
        foreach (double share in (double[])[0.5, 0.99, 0.999])
        {
            double exact = share * 1_000_000 * NanosPerTick;
            Assert.InRange(histogram.Percentile(share), exact, (exact * 65 / 64) + 1);
        }
        Assert.Equal(1_000_000 * NanosPerTick, histogram.MaxNanos, 6);
    }

    [Fact]
    public void Percentile_OfNothing_IsZero() => Assert.Equal(0, new LatencyHistogram().Percentile(0.5));
}

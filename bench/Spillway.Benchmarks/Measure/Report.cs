using System.Globalization;
using Spillway.Benchmarks.Probe;

namespace Spillway.Benchmarks.Measure;

/// <summary>Lines of a report, the same for every rung.</summary>
internal static class Report
{
    public static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Prints throughput, cost and cost against the probe of the same run.</summary>
    public static void Throughput(IReadOnlyList<double> nanosPerOperation, long bytes, long operations, ProbeReading probe)
    {
        Quartiles nanos = Quartiles.Of(nanosPerOperation);
        double rate(double n) => 1e9 / n;
        Line($"  throughput    {rate(nanos.Median),12:N0} /s   quartiles {rate(nanos.Upper):N0} to {rate(nanos.Lower):N0}, best {rate(nanosPerOperation.Min()):N0}, {nanosPerOperation.Count} rounds");
        Line($"  cost          {nanos.Median,12:N1} ns   = {nanos.Median / probe.RandomAccessNanos:F2} random accesses = {nanos.Median / probe.MultiplyNanos:F0} multiplies of the probe");
        Line($"  allocation    {(double)bytes / operations,12:F4} B/op {bytes} B in the worst round");
    }
}

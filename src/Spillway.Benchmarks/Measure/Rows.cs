using Spillway.Benchmarks.Probe;

namespace Spillway.Benchmarks.Measure;

/// <summary>Makes rows out of measured times: the value in the unit of the row, and the cost in random accesses of the machine.</summary>
internal static class Rows
{
    private static readonly Dictionary<string, double> NanosPer = new(StringComparer.Ordinal) { ["us"] = 1e3, ["ms"] = 1e6, ["s"] = 1e9 };

    /// <summary>A row of millions of operations a second, from rounds of nanoseconds an operation.</summary>
    public static BenchRow Rate(string id, string name, string unit, IEnumerable<double> nanosPerOperation, ProbeReading probe, double? target)
    {
        Quartiles nanos = Quartiles.Of(nanosPerOperation);
        return new BenchRow(id, name, 1e3 / nanos.Median, unit, IsLowerBetter: false, RandomAccess(probe), nanos.Median / probe.RandomAccessNanos, target)
        {
            Quartiles = (1e3 / nanos.Upper, 1e3 / nanos.Lower),
        };
    }

    /// <summary>A row of time, the median of rounds.</summary>
    public static BenchRow Time(string id, string name, string unit, IEnumerable<double> nanosOfRounds, ProbeReading probe, double? target)
    {
        Quartiles nanos = Quartiles.Of(nanosOfRounds);
        return Time(id, name, unit, nanos.Median, probe, target) with { Quartiles = (nanos.Lower / NanosPer[unit], nanos.Upper / NanosPer[unit]) };
    }

    /// <summary>A row of time that is measured once.</summary>
    public static BenchRow Time(string id, string name, string unit, double nanos, ProbeReading probe, double? target) =>
        new(id, name, nanos / NanosPer[unit], unit, IsLowerBetter: true, RandomAccess(probe), nanos / probe.RandomAccessNanos, target);

    /// <summary>A row of time, the median of rounds, compared with reading its columns in order once.</summary>
    /// <param name="id">Stable name.</param>
    /// <param name="name">What was measured.</param>
    /// <param name="unit">Of the value and the target.</param>
    /// <param name="nanosOfRounds">Nanoseconds of each round.</param>
    /// <param name="bytes">Length of the columns.</param>
    /// <param name="probe">What the machine gives just now.</param>
    /// <param name="targetRatio">How many such reads it may take.</param>
    public static BenchRow AgainstRead(string id, string name, string unit, IEnumerable<double> nanosOfRounds, long bytes, ProbeReading probe, double targetRatio)
    {
        double read = bytes / probe.ReadGigabytesPerSecond;
        BenchRow row = Time(id, name, unit, nanosOfRounds, probe, targetRatio * read / NanosPer[unit]);
        return row with { Probe = new RowProbe($"read of {bytes / 1e6:F0} MB", read, "ns"), RatioToProbe = row.Value * NanosPer[unit] / read };
    }

    /// <summary>A row of memory, compared with what the machine fetches at once.</summary>
    public static BenchRow Bytes(string id, string name, double bytes, double? target) =>
        new(id, name, bytes, "B", IsLowerBetter: true, new RowProbe("cache line", HardwareProbe.LineBytes, "B"), bytes / HardwareProbe.LineBytes, target);

    private static RowProbe RandomAccess(ProbeReading probe) => new("random access", probe.RandomAccessNanos, "ns");
}

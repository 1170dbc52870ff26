using Spillway.Benchmarks.Book;
using Spillway.Benchmarks.Book.Peers;
using Spillway.Benchmarks.Crash;
using Spillway.Benchmarks.Durability;
using Spillway.Benchmarks.Engine;
using Spillway.Benchmarks.Margin;
using Spillway.Benchmarks.Maps;
using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Probe;
using Spillway.Benchmarks.Simulator;
using Spillway.Benchmarks.Watch;

namespace Spillway.Benchmarks;

/// <summary>Measures the engine beside a probe of the machine, row by row. Rows, targets and method: docs/performance.md.</summary>
public static class Bench
{
    // Rows that need the same population are measured together.
    private static readonly (string[] Ids, Func<RungContext, IEnumerable<BenchRow>> Run)[] Rungs =
    [
        (["P1", "P1f"], RevaluationRung.Run),
        (["P2"], WatchRung.Isolated),
        (["P2c", "P2k"], WatchRung.CrossGross),
        (["P2w"], WatchRung.Seconds),
        (["P2n"], WatchRung.CrossNet),
        (["P3", "P11", "P11a"], CrashTickRung.Run),
        (["P3b", "P3s"], CrashSettleRung.Run),
        (["P4", "P4w"], BookRung.Run),
        (["P4.sorted", "P4.heap"], PeerRung.Run),
        (["P5", "P5r"], EngineRung.Run),
        (["P6"], DurableRung.Run),
        (["P7"], SimulatorRung.Run),
        (["P9", "P9i"], MapRung.Run),
        (["P10"], RecoveryRung.Run),
    ];

    /// <summary>Every row there is.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Rungs.SelectMany(rung => rung.Ids)];

    /// <summary>Writes the stream of operations that the rows P4.sorted and P4.heap play, for order books in other languages: bench/peers.</summary>
    /// <param name="writer">Receives a line of totals, then one operation a line.</param>
    public static void WriteBookStream(TextWriter writer) => PeerRung.Prepare().Write(writer);

    /// <summary>Measures the rows of a request, one after the other on the calling thread.</summary>
    /// <param name="request">What to measure.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Ends the run between two rounds.</param>
    /// <exception cref="MeasurementException">What was measured is wrong.</exception>
    public static BenchResult Run(BenchRequest request, Action<string> progress, CancellationToken cancellation)
    {
        progress("probe");
        HardwareProbe probe = new(request.Quick);
        List<ProbeReading> readings = [];
        List<BenchRow> rows = [];
        List<string> details = [];
        foreach ((string[] ids, Func<RungContext, IEnumerable<BenchRow>> run) in Rungs.Where(rung => rung.Ids.Intersect(request.Ids).Any()))
        {
            readings.Add(probe.Measure()); // before each rung: how the readings differ tells how steady the machine was
            rows.AddRange(run(new RungContext(request, readings[^1], details, progress, cancellation)).Where(row => request.Ids.Contains(row.Id)));
            GC.Collect();
        }
        readings.Add(probe.Measure());
        return new BenchResult(Machine.Describe(readings[0], readings[^1]), rows, details);
    }
}

using System.Diagnostics;
using Spillway.Benchmarks.Engine;
using Spillway.Benchmarks.Measure;
using Spillway.Engine;
using Spillway.Storage;

namespace Spillway.Benchmarks.Durability;

/// <summary>P10: recovery from a snapshot and the journal behind it: everything is read, its checksums and hash chain verified, and every command executed again.</summary>
internal static class RecoveryRung
{
    private const double TargetMcommands = 2;
    private const int BufferBytes = 1 << 20, Rounds = 3;

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        StreamPlan plan = new(
            CrossAccounts: context.Scaled(90_000), SubAccounts: context.Scaled(10_000), Makers: 256, RestingOrders: context.Scaled(20_000),
            WarmUp: context.Scaled(200_000), Timed: context.Scaled(2_000_000), MarksMove: true);
        context.Begin($"P10: preparing {plan.WarmUp + plan.Timed:N0} commands");
        CommandStream stream = StreamPlanner.Prepare(plan);
        using TemporaryJournal journal = new();
        long snapshotBytes = Write(stream, journal);
        List<double> nanos = [];
        double restore = 0;
        for (int round = -1; round < Math.Min(context.Rounds, Rounds); round++)
        {
            context.Begin($"P10: recovering {plan.Timed:N0} commands");
            GC.Collect();
            long start = Stopwatch.GetTimestamp(), restored = start;
            ReplayReport report = JournalReplay.Run(
                journal.Folder, EngineOptions.Default, new EventCounter(), new EventCounter(), startsAtSnapshot: true, started: _ => restored = Stopwatch.GetTimestamp(), cancellation: context.Cancellation);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            if (report.Commands != stream.Timed.Length || report.Hash != stream.End) throw new MeasurementException($"{report.Commands} commands led to {report.Hash}, {stream.Timed.Length} were to lead to {stream.End}");
            if (round < 0) continue; // compiles
            nanos.Add(elapsed / plan.Timed);
            restore = Stopwatch.GetElapsedTime(start, restored).TotalMilliseconds;
        }
        double read = Read(journal);
        context.Detail($"P10: snapshot of {snapshotBytes / 1e6:F0} MB verified and restored in {restore:F0} ms of {nanos[^1] * plan.Timed / 1e6:F0} ms, reading and verifying alone {read / plan.Timed:F0} ns a command; {plan.Timed:N0} commands of the mix of P5, marks moving, to the planned state hash");
        yield return Rows.Rate("P10", $"recovery: snapshot, journal read and verified, commands executed again{context.Note}", "Mcommands/s", nanos, context.Probe, TargetMcommands);
    }

    // What of it is the journal alone, ns.
    private static double Read(TemporaryJournal journal)
    {
        long start = Stopwatch.GetTimestamp();
        using JournalReader reader = JournalReader.Open(journal.Folder);
        while (reader.TryRead(out _))
        {
        }
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static long Write(CommandStream stream, TemporaryJournal journal)
    {
        EventCounter counter = new();
        RiskEngine engine = Venue.Open(counter);
        foreach (ref readonly Command command in stream.Setup.AsSpan()) engine.Execute(in command);
        ByteSink snapshot = new();
        engine.Save(snapshot);
        using JournaledEngine journaled = new(engine, journal.Create(durable: false, BufferBytes), hashEvery: int.MaxValue);
        journaled.RecordSnapshot();
        foreach (ref readonly Command command in stream.Timed.AsSpan()) journaled.Execute(in command);
        return snapshot.Bytes.Length;
    }
}

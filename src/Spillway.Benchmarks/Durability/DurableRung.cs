using System.Diagnostics;
using System.Runtime.InteropServices;
using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Storage;

namespace Spillway.Benchmarks.Durability;

/// <summary>P6: commands made durable in groups. One thread hands commands over and never waits for the disk; another one appends, commits and syncs whatever is there.</summary>
/// <remarks>
/// The rate is what the writer sustains when there is always more. Latency is taken apart, at the target rate: from handing over until the medium holds it.
/// The journal alone is measured: no engine executes the commands.
/// </remarks>
internal static class DurableRung
{
    private const double TargetMcommands = 1, TargetLatencyNanos = 5e6, PacedPerSecond = 1e6;
    private const int GroupMost = 2_500; // what the buffer of the writer holds, so that a group is one sync and is acknowledged at once
    private const int RingCommands = 1 << 17, BufferBytes = 256 << 10, Rounds = 3, PaceEvery = 64;

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        int count = context.Scaled(3_000_000);
        List<double> nanos = [];
        for (int round = -1; round < Math.Min(context.Rounds, Rounds); round++)
        {
            context.Begin($"P6: {count:N0} durable commands");
            Outcome full = Write(count, perSecond: null, context.Cancellation);
            if (round >= 0) nanos.Add(full.Nanos / count); // the first one compiles
        }
        context.Begin($"P6: latency at {PacedPerSecond / 1e6:F0} M/s");
        Outcome paced = Write(count, PacedPerSecond, context.Cancellation);
        LatencyHistogram latency = paced.Latency;
        double p99 = latency.Percentile(0.99);
        context.Detail($"P6: at {1e3 * count / paced.Nanos:F2} Mcommands/s on {paced.Medium}: durable after p50 {latency.Percentile(0.5) / 1e6:F2} ms, p99 {p99 / 1e6:F2}, p99.9 {latency.Percentile(0.999) / 1e6:F2}, worst {latency.MaxNanos / 1e6:F1}; {paced.Commits:N0} groups; the thread that hands over found no room {paced.Refusals:N0} times in a queue of {RingCommands:N0}");
        yield return Rows.Rate("P6", $"journal, durable commands: hand-over, group commit, sync; p99 at 1 M/s {p99 / 1e6:F1} ms{context.Note}", "Mcommands/s", nanos, context.Probe, TargetMcommands) with
        {
            MeetsOtherBounds = p99 <= TargetLatencyNanos && paced.Refusals == 0,
        };
    }

    private static Outcome Write(int count, double? perSecond, CancellationToken cancellation)
    {
        using TemporaryJournal folder = new();
        CommandRing ring = new(RingCommands);
        LatencyHistogram latency = new();
        long commits = 0, sequence = 0;
        Exception? failure = null;
        long start = Stopwatch.GetTimestamp();
        Thread writer = new(() =>
        {
            try
            {
                using JournalWriter journal = folder.Create(durable: true, BufferBytes);
                commits = Drain(ring, journal, count, latency, cancellation);
                sequence = journal.CommittedSequence;
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        writer.Start();
        long refusals = Offer(ring, count, perSecond, () => failure is not null || cancellation.IsCancellationRequested);
        writer.Join();
        double nanos = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        cancellation.ThrowIfCancellationRequested();
        if (failure is not null) throw new MeasurementException("the journal could not be written", failure);
        if (sequence != count) throw new MeasurementException($"{sequence} of {count} commands are durable");
        return new Outcome(nanos, latency, commits, refusals, TemporaryJournal.Medium);
    }

    /// <returns>How often there was no room.</returns>
    private static long Offer(CommandRing ring, int count, double? perSecond, Func<bool> isOver)
    {
        long refusals = 0, start = Stopwatch.GetTimestamp();
        double ticksEach = perSecond is { } rate ? Stopwatch.Frequency / rate : 0;
        for (int i = 0; i < count; i++)
        {
            if (i % PaceEvery == 0)
            {
                while (Stopwatch.GetTimestamp() - start < i * ticksEach) Thread.SpinWait(1);
            }
            Command command = Command.Transfer(Timestamp.FromMilliseconds(1 + i), AccountId.FromIndex(i & 0xFFFF), AccountId.FromIndex(1), AssetId.FromIndex(0), Money.FromUnits(1));
            while (!ring.TryOffer(in command))
            {
                refusals++;
                if (isOver()) return refusals;
                Thread.Yield();
            }
        }
        return refusals;
    }

    /// <returns>Groups committed.</returns>
    private static long Drain(CommandRing ring, JournalWriter journal, int count, LatencyHistogram latency, CancellationToken cancellation)
    {
        long commits = 0;
        for (int left = count; left > 0;)
        {
            int waiting = Math.Min(ring.Waiting(out long from), GroupMost);
            if (waiting == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Thread.SpinWait(10);
                continue;
            }
            for (int i = 0; i < waiting; i++)
                journal.Append(JournalRecordKind.Command, MemoryMarshal.AsBytes(new ReadOnlySpan<Command>(in ring.At(from + i))));
            journal.Commit();
            commits++;
            long now = Stopwatch.GetTimestamp();
            for (int i = 0; i < waiting; i++) latency.Record(now - ring.StampAt(from + i));
            ring.Take(waiting);
            left -= waiting;
        }
        return commits;
    }

    private readonly record struct Outcome(double Nanos, LatencyHistogram Latency, long Commits, long Refusals, string Medium);
}

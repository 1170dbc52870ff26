using System.Diagnostics;
using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Benchmarks.Book;

/// <summary>P4: the order book through its public methods, every fill reported to the participants.</summary>
internal static class BookRung
{
    private const double TargetMops = 12;

    private static readonly TimeSpan CompileTime = TimeSpan.FromSeconds(2); // methods reach their last tier in the background

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        if (context.Wants("P4")) yield return Measure("P4", "order book, near the touch", spreadTicks: 0, resting: context.Scaled(10_000), context);
        if (context.Wants("P4w")) yield return Measure("P4w", "order book, orders over ±2000 ticks", spreadTicks: 2_000, resting: context.Scaled(100_000), context);
    }

    private static BenchRow Measure(string id, string name, int spreadTicks, int resting, RungContext context)
    {
        context.Begin($"{id}: preparing a stream for the {name}");
        int warmUp = context.Scaled(200_000), count = context.Scaled(1_000_000);
        BookOperation[] stream = BookStream.Prepare(spreadTicks, resting, warmUp + count);
        Outcome expected = default;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < CompileTime) expected = Play(stream, resting + warmUp, []);
        context.Begin($"{id}: {context.Rounds} rounds of {count:N0} operations");
        List<double> nanos = [];
        long bytes = 0;
        while (nanos.Count < context.Rounds)
        {
            context.ThrowIfCancelled();
            Outcome outcome = Play(stream, resting + warmUp, nanos);
            bytes = Math.Max(bytes, outcome.Bytes);
            if (outcome with { Bytes = 0 } != expected with { Bytes = 0 }) throw new MeasurementException($"two rounds of one stream differ: {expected}, {outcome}");
        }
        if (expected.Refused > 0) throw new MeasurementException($"{expected.Refused} operations were refused");
        context.Detail($"{id}: {count:N0} operations, {expected.RestingBefore:N0} to {expected.RestingAfter:N0} orders at rest, {expected.Fills:N0} fills of {expected.FilledLots:N0} lots, {expected.Removals:N0} makers removed, none refused; best round {1e3 / nanos.Min():F1} Mops/s");
        return Rows.Rate(id, name + context.Note, "Mops/s", nanos, context.Probe, TargetMops) with
        {
            AllocatedBytesPerOperation = (double)bytes / count,
            MeetsOtherBounds = bytes == 0,
        };
    }

    // Every round has a new book, filled and worn in before the clock starts.
    private static Outcome Play(BookOperation[] stream, int untimed, List<double> nanos)
    {
        OrderBook book = new(1 << 18);
        FillRing ring = new(1_024);
        long refused = Play(book, stream.AsSpan(0, untimed), ref ring);
        int before = book.Count;
        ReadOnlySpan<BookOperation> timed = stream.AsSpan(untimed);
        GC.Collect();
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        refused += Play(book, timed, ref ring);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        nanos.Add(elapsed / timed.Length);
        return new Outcome(ring.Fills, ring.FilledLots, ring.Removals, refused, before, book.Count, bytes);
    }

    /// <returns>Calls that the book refused.</returns>
    private static long Play(OrderBook book, ReadOnlySpan<BookOperation> operations, ref FillRing ring)
    {
        long refused = 0;
        foreach (ref readonly BookOperation operation in operations)
        {
            bool isTaken = operation.Call switch
            {
                BookCall.Place => book.Place(in operation.Request, ref ring).Status < PlaceStatus.RejectedPostOnly,
                BookCall.Cancel => book.Cancel(operation.Target, out _),
                BookCall.Replace => book.Replace(operation.Target, in operation.Request, ref ring).Status < PlaceStatus.RejectedPostOnly,
                _ => book.Reduce(operation.Target, QuantityLots.FromLots(1)),
            };
            if (!isTaken) refused++;
        }
        return refused;
    }

    private readonly record struct Outcome(long Fills, long FilledLots, long Removals, long Refused, int RestingBefore, int RestingAfter, long Bytes);
}

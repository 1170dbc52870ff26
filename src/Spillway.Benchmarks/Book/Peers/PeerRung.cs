using System.Diagnostics;
using Spillway.Benchmarks.Measure;

namespace Spillway.Benchmarks.Book.Peers;

/// <summary>P4.sorted, P4.heap: the stream of P4 played by books made of the class library; ours plays it too, behind the same door.</summary>
internal static class PeerRung
{
    private const int Rounds = 3, Resting = 10_000, WarmUp = 200_000, Timed = 1_000_000;

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        PeerStream stream = Prepare(context.Scaled(Resting), context.Scaled(WarmUp), context.Scaled(Timed));
        Measured ours = Measure("ours", stream, () => new LadderBook(Resting + WarmUp + Timed), context);
        context.Detail($"P4.sorted, P4.heap: {stream.Operations.Length - stream.Untimed:N0} operations, {stream.Fills:N0} fills of {stream.FilledLots:N0} lots by every book; ours on this very stream {1e3 / Quartiles.Of(ours.Nanos).Median:F1} Mops/s");
        if (context.Wants("P4.sorted")) yield return Row("P4.sorted", "for comparison: sorted set of price levels, linked lists", stream, () => new SortedBook(), context);
        if (context.Wants("P4.heap")) yield return Row("P4.heap", "for comparison: priority queues, lazy deletion", stream, () => new HeapBook(), context);
    }

    /// <summary>The stream of a full run, near the touch.</summary>
    public static PeerStream Prepare() => Prepare(Resting, WarmUp, Timed);

    /// <summary>A stream of another size.</summary>
    public static PeerStream Prepare(int resting, int warmUp, int timed) => PeerStream.Of(BookStream.Prepare(spreadTicks: 0, resting, warmUp + timed), resting + warmUp);

    private static BenchRow Row(string id, string name, PeerStream stream, Func<IPeerBook> open, RungContext context)
    {
        Measured measured = Measure(id, stream, open, context);
        return Rows.Rate(id, name + context.Note, "Mops/s", measured.Nanos, context.Probe, target: null) with { AllocatedBytesPerOperation = measured.Bytes };
    }

    private static Measured Measure(string id, PeerStream stream, Func<IPeerBook> open, RungContext context)
    {
        List<double> nanos = [];
        double bytes = 0;
        for (int round = -1; round < Math.Min(context.Rounds, Rounds); round++)
        {
            context.Begin($"{id}: round {round + 1}");
            IPeerBook book = open();
            ReadOnlySpan<PeerOperation> timed = stream.Operations.AsSpan(stream.Untimed);
            Play(book, stream.Operations.AsSpan(0, stream.Untimed));
            (long fills, long lots) = (book.Fills, book.FilledLots);
            GC.Collect();
            long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            Play(book, timed);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (book.Fills - fills != stream.Fills || book.FilledLots - lots != stream.FilledLots) throw new MeasurementException($"{id} filled {book.Fills - fills} orders of {book.FilledLots - lots} lots, ours {stream.Fills} of {stream.FilledLots}");
            if (round < 0) continue; // compiles
            nanos.Add(elapsed / timed.Length);
            bytes = Math.Max(bytes, (double)allocated / timed.Length);
        }
        return new Measured(nanos, bytes);
    }

    private static void Play(IPeerBook book, ReadOnlySpan<PeerOperation> operations)
    {
        foreach (ref readonly PeerOperation operation in operations) book.Play(in operation);
    }

    private readonly record struct Measured(List<double> Nanos, double Bytes);
}

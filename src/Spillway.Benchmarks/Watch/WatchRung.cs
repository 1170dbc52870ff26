using System.Diagnostics;
using Spillway.Benchmarks.Measure;

namespace Spillway.Benchmarks.Watch;

/// <summary>P2: what the watch costs a tick, in quiet and along the recorded crash, on populations of a million accounts.</summary>
/// <remarks>
/// A tick sets one mark and sweeps its instrument. Quiet rows: median over blocks of 25 seconds of the mean tick, after 100 seconds of warm-up. Crash rows are
/// walked once, because a crash cannot be repeated on the same accounts; they count processor time, which neighbours on the machine do not lengthen.
/// After each part a look at everybody proves that nobody was missed.
/// </remarks>
internal static class WatchRung
{
    private const int Million = 1_000_000, Instruments = 200, PositionsEach = 8;
    private const int WarmUpSeconds = 100, BlockSeconds = 25, Blocks = 20, CrashChecks = 4;
    private static readonly TimeSpan CompileTime = TimeSpan.FromSeconds(1); // methods reach their last tier in the background

    private const double IsolatedTarget = 0.1, CrossTarget = 2, NetTarget = 5, CrashTarget = 30, WorstSecondTarget = 30;

    /// <summary>P2: one position an account.</summary>
    public static IEnumerable<BenchRow> Isolated(RungContext context)
    {
        WatchBook book = Build("P2", new WatchPlan(context.Scaled(Million), 1, Instruments, IsNet: false), context);
        yield return Quiet("P2", $"watch, quiet tick: {context.Scaled(Million):N0} isolated accounts{context.Note}", book, IsolatedTarget, context);
    }

    /// <summary>P2c, P2k: eight positions an account, slack measured against gross exposure.</summary>
    public static IEnumerable<BenchRow> CrossGross(RungContext context)
    {
        WatchBook book = Build("P2c", new WatchPlan(context.Scaled(Million), PositionsEach, Instruments, IsNet: false), context);
        yield return Quiet("P2c", $"watch, quiet tick: {context.Scaled(Million):N0} cross accounts of {PositionsEach} positions, reference book{context.Note}", book, CrossTarget, context);
        if (context.Wants("P2k")) yield return Crash("P2k", book, isTogether: false, context);
    }

    /// <summary>P2w: the population of P2c, the prices of one second applied together.</summary>
    public static IEnumerable<BenchRow> Seconds(RungContext context)
    {
        CompileBurst(context);
        WatchBook book = Build("P2w", new WatchPlan(context.Scaled(Million), PositionsEach, Instruments, IsNet: false), context);
        yield return Crash("P2w", book, isTogether: true, context);
    }

    /// <summary>P2n: the same with hedged accounts near their edge.</summary>
    public static IEnumerable<BenchRow> CrossNet(RungContext context)
    {
        WatchBook book = Build("P2n", new WatchPlan(context.Scaled(Million), PositionsEach, Instruments, IsNet: true), context);
        yield return Quiet("P2n", $"watch, quiet tick: {context.Scaled(Million):N0} cross accounts of {PositionsEach} positions, net book{context.Note}", book, NetTarget, context);
    }

    // A burst comes without warning, so nothing in the population itself would bring its code to the last tier before it is measured.
    private static void CompileBurst(RungContext context)
    {
        const int few = 20_000;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < CompileTime)
        {
            WatchBook book = WatchBook.Build(new WatchPlan(few, PositionsEach, Instruments, IsNet: false), context.Cancellation);
            long[] ticks = new long[Instruments];
            for (int fall = 1; fall <= 20; fall++)
            {
                Array.Fill(ticks, WatchBook.StartTicks * (100 - (2 * fall)) / 100);
                book.TickAll(ticks);
            }
            if (book.Looks == 0) throw new MeasurementException("the burst did not make the watch look at everybody");
        }
    }

    private static WatchBook Build(string id, WatchPlan plan, RungContext context)
    {
        context.Begin($"{id}: opening {plan.Accounts:N0} accounts of {plan.PositionsEach} positions in {plan.Instruments} instruments");
        long start = Stopwatch.GetTimestamp();
        WatchBook book = WatchBook.Build(plan, context.Cancellation);
        book.Stir(plan.Accounts / 10);
        int breached = book.Confirm();
        context.Detail($"{id}: opened, edges built and checked in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {breached:N0} breached, {book.Wakes:N0} wakes");
        return book;
    }

    private static BenchRow Quiet(string id, string name, WatchBook book, double target, RungContext context)
    {
        context.Begin($"{id}: {WarmUpSeconds + (Blocks * BlockSeconds)} quiet seconds of {book.Instruments} ticks");
        long[][] path = MarketPaths.Quiet(book.Instruments, WarmUpSeconds + (Blocks * BlockSeconds));
        Play(book, path.AsSpan(0, WarmUpSeconds));
        long compiling = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(compiling) < CompileTime) Play(book, path.AsSpan(WarmUpSeconds - 1, 1)); // marks that stay
        long wakes = book.Wakes;
        int found = book.Found;
        List<double> nanos = [];
        nanos.EnsureCapacity(Blocks);
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start;
        for (int block = 0; block < Blocks; block++)
        {
            start = Stopwatch.GetTimestamp();
            Play(book, path.AsSpan(WarmUpSeconds + (block * BlockSeconds), BlockSeconds));
            nanos.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / (BlockSeconds * book.Instruments));
        }
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        (wakes, found) = (book.Wakes - wakes, book.Found - found);
        int breached = book.Confirm();
        start = Stopwatch.GetTimestamp();
        book.LookAtHolders(0);
        double scan = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double ticks = Blocks * BlockSeconds * book.Instruments;
        context.Detail($"{id}: mean tick {MarketPaths.MeanTickBasisPoints(path):F2} bp; {wakes / ticks:F3} wakes a tick, {found:N0} found; a look at everybody agrees: {breached:N0} breached at the end; mean over all blocks {nanos.Average():N0} ns; a look at all holders of one instrument instead takes {scan:F1} ms");
        return Rows.Time(id, name, "us", nanos, context.Probe, target) with { AllocatedBytesPerOperation = bytes / ticks };
    }

    private static BenchRow Crash(string id, WatchBook book, bool isTogether, RungContext context)
    {
        long[] marks = [.. Enumerable.Range(0, book.Instruments).Select(i => book.House.Rates.Mark(Core.InstrumentId.FromIndex(i)).Ticks)];
        long[][] path = MarketPaths.Crash(context.Request.CrashPrices(), marks);
        context.Begin($"{id}: {path.Length:N0} seconds of the crash, {path.Length * book.Instruments:N0} ticks");
        List<double> seconds = new(path.Length);
        (long wakes, int found) = (book.Wakes, book.Found);
        double wall = 0;
        long bytes = 0, most = 0;
        for (int second = 0; second < path.Length; second++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp(), before = book.Wakes;
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            if (isTogether) book.TickAll(path[second]);
            else Play(book, path.AsSpan(second, 1));
            seconds.Add((Environment.CpuUsage.TotalTime - processor).TotalNanoseconds);
            wall += Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
            most = Math.Max(most, book.Wakes - before);
            if ((second + 1) % (path.Length / CrashChecks) != 0) continue;
            context.ThrowIfCancelled();
            book.Confirm();
        }
        (wakes, found) = (book.Wakes - wakes, book.Found - found);
        double ticks = (double)path.Length * book.Instruments;
        context.Detail($"{id}: mean tick {MarketPaths.MeanTickBasisPoints(path):F2} bp; {wakes / ticks:F1} wakes a tick, {wakes / (double)Math.Max(1, found):F1} wakes for each of {found:N0} found; {CrashChecks} looks at everybody agree");
        context.Detail($"{id}: {seconds.Sum() / ticks / 1e3:F1} us a tick of processor time, {wall / ticks / 1e3:F1} by the clock on the wall; the five longest seconds {string.Join(", ", seconds.OrderDescending().Take(5).Select(nanos => (nanos / 1e6).ToString("F0", System.Globalization.CultureInfo.InvariantCulture)))} ms; up to {most:N0} wakes a second; {book.Looks:N0} looks at everybody");
        string name = $"the population of P2c along the recorded crash, processor time{context.Note}";
        return (isTogether
            ? Rows.Time(id, $"watch, worst second of {book.Instruments} ticks applied together: {name}", "ms", seconds.Max(), context.Probe, WorstSecondTarget)
            : Rows.Time(id, $"watch, mean tick: {name}", "us", seconds.Sum() / ticks, context.Probe, CrashTarget)) with { AllocatedBytesPerOperation = bytes / ticks };
    }

    private static void Play(WatchBook book, ReadOnlySpan<long[]> seconds)
    {
        foreach (long[] second in seconds)
        {
            for (int i = 0; i < second.Length; i++) book.Tick(i, second[i]);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Probe;
using Spillway.Benchmarks.Watch;

namespace Spillway.Benchmarks.Curves;

/// <summary>How the cost of a quiet tick and of memory grows with accounts, markets and positions: the populations of row P2c at other sizes.</summary>
public static class CostCurves
{
    private const int FewestAccounts = 10_000, OtherAccounts = 100_000, MarketsOfReference = 200, PositionsOfReference = 8;
    private static readonly TimeSpan CompileTime = TimeSpan.FromSeconds(1); // methods reach their last tier in the background
    private const int Blocks = 10, LeastSeconds = 100, LeastTicks = 20_000;

    /// <summary>Measures all points, one after the other on the calling thread.</summary>
    /// <param name="request">How far to go.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Ends the run between two points.</param>
    /// <exception cref="MeasurementException">The watch missed somebody.</exception>
    public static CurveResult Run(CurveRequest request, Action<string> progress, CancellationToken cancellation)
    {
        HardwareProbe probe = new(isBrief: true);
        ProbeReading before = probe.Measure();
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < CompileTime) Measure(CurveAxis.Accounts, new WatchPlan(CurveRequest.AccountsLeast, 2, 2, IsNet: false), cancellation);
        List<CurvePoint> points = [];
        foreach ((CurveAxis axis, WatchPlan plan) in Plans(request))
        {
            cancellation.ThrowIfCancellationRequested();
            progress(string.Create(CultureInfo.InvariantCulture, $"{axis}: {plan.Accounts:N0} accounts of {plan.PositionsEach} positions in {plan.Instruments} markets"));
            points.Add(Measure(axis, plan, cancellation));
            GC.Collect();
        }
        IReadOnlyList<CrashMinute> crash = request.CrashPrices is { } prices ? CrashWakes.Count(Math.Min(request.Accounts, CurveRequest.AccountsDefault), prices(), progress, cancellation) : [];
        return new CurveResult(Machine.Describe(before, probe.Measure()), points, crash);
    }

    /// <summary>The populations of all curves.</summary>
    internal static IEnumerable<(CurveAxis Axis, WatchPlan Plan)> Plans(CurveRequest request)
    {
        int markets = Math.Min(MarketsOfReference, request.Markets), positions = Math.Min(Math.Min(PositionsOfReference, request.Positions), markets);
        int others = Math.Min(OtherAccounts, Math.Max(1, request.Accounts / 10));
        foreach (int accounts in Steps(Math.Min(FewestAccounts, request.Accounts), request.Accounts, 10)) yield return (CurveAxis.Accounts, new WatchPlan(accounts, positions, markets, IsNet: false));
        foreach (int count in Steps(1, request.Markets, 10)) yield return (CurveAxis.Markets, new WatchPlan(others, 1, count, IsNet: false));
        foreach (int each in Steps(1, Math.Min(request.Positions, markets), 2)) yield return (CurveAxis.Positions, new WatchPlan(others, each, markets, IsNet: false));
    }

    private static IEnumerable<int> Steps(int from, int to, int factor)
    {
        for (long value = from; value < to; value *= factor) yield return (int)value;
        yield return to;
    }

    private static CurvePoint Measure(CurveAxis axis, WatchPlan plan, CancellationToken cancellation)
    {
        long empty = GC.GetTotalMemory(forceFullCollection: true);
        WatchBook book = WatchBook.Build(plan, cancellation);
        double bytes = GC.GetTotalMemory(forceFullCollection: true) - empty;
        int rows = book.House.Positions.RowCount, blockSeconds = Math.Max(LeastSeconds, LeastTicks / plan.Instruments) / Blocks;
        // As much again before the clock starts: methods reach their last tier, and wide bands their place.
        long[][] path = MarketPaths.Quiet(plan.Instruments, 2 * Blocks * blockSeconds);
        Play(book, path.AsSpan(0, Blocks * blockSeconds));
        long wakes = book.Wakes;
        List<double> nanos = [];
        for (int block = 0; block < Blocks; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            Play(book, path.AsSpan((Blocks + block) * blockSeconds, blockSeconds));
            nanos.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)blockSeconds * plan.Instruments));
        }
        double wakesATick = (book.Wakes - wakes) / ((double)Blocks * blockSeconds * plan.Instruments);
        book.Confirm();
        return new CurvePoint(axis, plan.Accounts, plan.Instruments, plan.PositionsEach, Quartiles.Of(nanos).Median / 1e3, wakesATick, bytes / rows);
    }

    private static void Play(WatchBook book, ReadOnlySpan<long[]> seconds)
    {
        foreach (long[] second in seconds)
        {
            for (int i = 0; i < second.Length; i++) book.Tick(i, second[i]);
        }
    }
}

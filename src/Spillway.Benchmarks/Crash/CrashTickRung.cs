using System.Diagnostics;
using Spillway.Benchmarks.Measure;

namespace Spillway.Benchmarks.Crash;

/// <summary>P3, P11: one price that falls by 15 % over a million isolated accounts, through the commands of the engine, and what those accounts take in memory.</summary>
internal static class CrashTickRung
{
    private const int Million = 1_000_000, QuietTicks = 20_000, Rounds = 3;
    private const string SizesAndHolds = """
        { "name": "hold", "warning": { "ratio": 1 }, "sizing": { "method": "targetHealth" }, "release": { "method": "closed" },
          "netting": { "enabled": false }, "handOver": { "route": "wait" } }
        """;

    private const double TargetMilliseconds = 300, PositionTarget = 64, AccountTarget = 128;

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        int accounts = context.Scaled(Million), rounds = context.Wants("P3") ? Math.Min(context.Rounds, Rounds) : 1;
        List<Measured> all = [];
        for (int round = 0; round < rounds; round++)
        {
            context.Begin($"P3: opening {accounts:N0} isolated accounts, round {round + 1} of {rounds}");
            all.Add(Measure(accounts, context));
        }
        string size = $"{accounts:N0} isolated accounts";
        if (context.Wants("P3"))
        {
            double of(Func<Measured, double> figure) => Quartiles.Of(all.Select(figure)).Median;
            context.Detail($"P3: {all[0].Cases:N0} of {accounts:N0} accounts breached, each found, opened and sized once, as a look at everybody agrees; found and opened {of(m => m.OpenNanos) / 1e6:F0} ms, sized {of(m => m.SizeNanos) / 1e6:F0} ms: {of(m => m.Nanos) / all[0].Cases:N0} ns a case");
            context.Detail($"P3: before it, a quiet tick of this market as a whole command: {of(m => m.QuietNanos):N0} ns");
            yield return Rows.Time("P3", $"engine, price −15 %: {size}, detect, open cases, size{context.Note}", "ms", all.Select(m => m.Nanos), context.Probe, TargetMilliseconds) with
            {
                AllocatedBytesPerOperation = all.Max(m => (double)m.Allocated) / all[0].Cases,
            };
        }
        if (context.Wants("P11")) yield return Rows.Bytes("P11", $"memory of a position, its edges in the watch included: {size}{context.Note}", all[0].PositionBytes, PositionTarget);
        if (context.Wants("P11a")) yield return Rows.Bytes("P11a", $"memory of an account with its wallet: {size}{context.Note}", all[0].AccountBytes, AccountTarget);
    }

    private static Measured Measure(int accounts, RungContext context)
    {
        CrashVenue venue = new(accounts, SizesAndHolds);
        long empty = GC.GetTotalMemory(forceFullCollection: true);
        venue.OpenAccounts();
        long opened = GC.GetTotalMemory(forceFullCollection: true);
        venue.OpenPositions();
        venue.Price(CrashVenue.StartTicks);
        long held = GC.GetTotalMemory(forceFullCollection: true);
        int rows = venue.Engine.House.Positions.RowCount;
        Measured measured = new()
        {
            AccountBytes = (double)(opened - empty) / venue.Engine.House.Accounts.Count,
            PositionBytes = (double)(held - opened) / rows,
        };
        if (!context.Wants("P3")) return measured;

        context.ThrowIfCancelled();
        venue.Confirm();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < QuietTicks; i++) venue.Price(CrashVenue.StartTicks + (i & 1));
        double quiet = Stopwatch.GetElapsedTime(start).TotalNanoseconds / QuietTicks;
        if (venue.Counter.Opened > 0) throw new MeasurementException("somebody was breached before the fall");

        long bytes = GC.GetAllocatedBytesForCurrentThread();
        start = Stopwatch.GetTimestamp();
        venue.Price(CrashVenue.StartTicks / 100 * 85);
        long sized = Stopwatch.GetTimestamp();
        venue.Serve();
        double open = Stopwatch.GetElapsedTime(start, sized).TotalNanoseconds, size = Stopwatch.GetElapsedTime(sized).TotalNanoseconds;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        int cases = venue.Confirm();
        if (venue.Counter.Opened != cases || venue.Counter.Sized != cases) throw new MeasurementException($"{cases} accounts breached, {venue.Counter.Opened} cases opened, {venue.Counter.Sized} closes sized");
        return measured with { Cases = cases, QuietNanos = quiet, OpenNanos = open, SizeNanos = size, Allocated = bytes };
    }

    private readonly record struct Measured(double AccountBytes, double PositionBytes, int Cases, double QuietNanos, double OpenNanos, double SizeNanos, long Allocated)
    {
        public double Nanos => OpenNanos + SizeNanos;
    }
}

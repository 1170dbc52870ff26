using Spillway.Benchmarks.Watch;
using Spillway.Simulation;

namespace Spillway.Benchmarks.Curves;

/// <summary>Whom the watch examines along the recorded crash, second by second: the population of row P2k, once price by price and once with the prices of each second together.</summary>
internal static class CrashWakes
{
    private const int Markets = 200, PositionsEach = 8, SecondsPerMinute = 60;

    /// <summary>Counts over the whole crash.</summary>
    /// <exception cref="MeasurementException">The watch missed somebody.</exception>
    public static IReadOnlyList<CrashMinute> Count(int accounts, PriceTable prices, Action<string> progress, CancellationToken cancellation)
    {
        List<Minute> alone = Walk(accounts, prices, isTogether: false, progress, cancellation), together = Walk(accounts, prices, isTogether: true, progress, cancellation);
        double first = (double)prices.Bars[0].Open;
        return [.. alone.Zip(together, (a, b) => (a, b)).Select((pair, minute) => new CrashMinute(
            minute, (double)prices.Bars[Math.Min(minute, prices.Bars.Count - 1)].Close / first, pair.a.Wakes, pair.b.Wakes, pair.a.Found, pair.b.Looks))];
    }

    private static List<Minute> Walk(int accounts, PriceTable prices, bool isTogether, Action<string> progress, CancellationToken cancellation)
    {
        progress($"crash: {accounts} accounts, {(isTogether ? "the prices of a second together" : "price by price")}");
        WatchBook book = WatchBook.Build(new WatchPlan(accounts, PositionsEach, Markets, IsNet: false), cancellation);
        long[] start = new long[Markets];
        Array.Fill(start, WatchBook.StartTicks);
        long[][] path = MarketPaths.Crash(prices, start);
        List<Minute> minutes = [];
        for (int from = 0; from < path.Length; from += SecondsPerMinute)
        {
            cancellation.ThrowIfCancellationRequested();
            (long wakes, long looks, int found) = (book.Wakes, book.Looks, book.Found);
            foreach (long[] second in path.AsSpan(from, Math.Min(SecondsPerMinute, path.Length - from)))
            {
                if (isTogether) book.TickAll(second);
                for (int i = 0; i < second.Length && !isTogether; i++) book.Tick(i, second[i]);
            }
            minutes.Add(new Minute(book.Wakes - wakes, book.Looks - looks, book.Found - found));
        }
        book.Confirm();
        return minutes;
    }

    private readonly record struct Minute(long Wakes, long Looks, int Found);
}

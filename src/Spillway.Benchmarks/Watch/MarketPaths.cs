using Spillway.Benchmarks.Measure;
using Spillway.Simulation;

namespace Spillway.Benchmarks.Watch;

/// <summary>Marks of all instruments, second by second, in which every instrument ticks once: prepared before any clock runs.</summary>
internal static class MarketPaths
{
    private const double QuietCorrelation = 0.6, SecondsPerYear = 365.25 * 86_400, OwnNoise = 0.0002;
    private const int CornerSeconds = 15; // four corners a minute

    /// <summary>A quiet market: one common factor at a correlation of 0.6, volatility of 40 to 80 % a year.</summary>
    public static long[][] Quiet(int instruments, int seconds)
    {
        SeededDraws draws = new(13);
        double[] volatility = [.. Enumerable.Range(0, instruments).Select(_ => (0.4 + (0.4 * draws.Uniform())) / Math.Sqrt(SecondsPerYear))];
        double common = Math.Sqrt(QuietCorrelation), own = Math.Sqrt(1 - QuietCorrelation);
        return Walk(instruments, seconds, new double[instruments], factorOf: _ => draws.Normal(), (i, factor) => volatility[i] * ((common * factor) + (own * draws.Normal())));
    }

    /// <summary>The recorded crash: straight lines through open, extremes and close of every bar, times a beta of one to two, and noise of the instrument's own.</summary>
    /// <param name="table">One-minute bars.</param>
    /// <param name="start">Marks to begin at.</param>
    public static long[][] Crash(PriceTable table, ReadOnlySpan<long> start)
    {
        SeededDraws draws = new(17);
        double[] corners = ExogenousPath.Create(table, seed: 1, stepSeconds: CornerSeconds).Prices[..(table.Bars.Count * 60 / CornerSeconds)].ToArray();
        double[] beta = new double[start.Length], logs = new double[start.Length];
        for (int i = 0; i < start.Length; i++) (beta[i], logs[i]) = (1 + draws.Uniform(), Math.Log((double)start[i] / WatchBook.StartTicks));
        double factorOf(int second) => Math.Log(corners[(second / CornerSeconds) + 1] / corners[second / CornerSeconds]) / CornerSeconds;
        return Walk(start.Length, (corners.Length - 1) * CornerSeconds, logs, factorOf, (i, factor) => (beta[i] * factor) + (OwnNoise * draws.Normal()));
    }

    /// <summary>Mean size of a tick, basis points.</summary>
    public static double MeanTickBasisPoints(long[][] path)
    {
        double sum = 0;
        for (int second = 1; second < path.Length; second++)
        {
            for (int i = 0; i < path[second].Length; i++) sum += Math.Abs(Math.Log((double)path[second][i] / path[second - 1][i]));
        }
        return 1e4 * sum / ((path.Length - 1.0) * path[0].Length);
    }

    private static long[][] Walk(int instruments, int seconds, double[] logs, Func<int, double> factorOf, Func<int, double, double> stepOf)
    {
        long[][] path = new long[seconds][];
        for (int second = 0; second < seconds; second++)
        {
            double factor = factorOf(second);
            path[second] = new long[instruments];
            for (int i = 0; i < instruments; i++) path[second][i] = Math.Max(1, (long)Math.Round(WatchBook.StartTicks * Math.Exp(logs[i] += stepOf(i, factor))));
        }
        return path;
    }
}

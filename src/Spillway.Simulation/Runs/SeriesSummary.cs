namespace Spillway.Simulation;

/// <summary>The steps of one market under one policy over all seeds: means, and for the price its 5th and 95th percentile. Money in quote units.</summary>
/// <param name="Price">Mean mark.</param>
/// <param name="PriceLow">5th percentile.</param>
/// <param name="PriceHigh">95th percentile.</param>
/// <param name="Released">Closed through the book in the step.</param>
/// <param name="OffBook">Closed by other routes in the step.</param>
/// <param name="Queue">Positions of accounts with an open case.</param>
/// <param name="Gain">Largest loop gain near the mark; null before the first report.</param>
/// <param name="Depth">Resting orders on the side of the shock within 1 % of the mark.</param>
public sealed record SeriesSummary(
    IReadOnlyList<double> Price,
    IReadOnlyList<double> PriceLow,
    IReadOnlyList<double> PriceHigh,
    IReadOnlyList<double> Released,
    IReadOnlyList<double> OffBook,
    IReadOnlyList<double> Queue,
    IReadOnlyList<double?> Gain,
    IReadOnlyList<double> Depth)
{
    /// <summary>Summary of runs of equal length, in order of seeds.</summary>
    public static SeriesSummary Of(IReadOnlyList<MarketSeries> runs) => new(
        Mean(runs, run => run.Price),
        Percentile(runs, 0.05),
        Percentile(runs, 0.95),
        Mean(runs, run => run.Released),
        Mean(runs, run => run.OffBook),
        Mean(runs, run => run.Queue),
        MeanKnown(runs),
        Mean(runs, run => run.Depth));

    private static double[] Mean(IReadOnlyList<MarketSeries> runs, Func<MarketSeries, IReadOnlyList<double>> column) =>
        [.. Enumerable.Range(0, Steps(runs)).Select(step => runs.Sum(run => column(run)[step]) / runs.Count)];

    private static double[] Percentile(IReadOnlyList<MarketSeries> runs, double probability) =>
        [.. Enumerable.Range(0, Steps(runs)).Select(step => Quantile.OfSorted([.. runs.Select(run => run.Price[step]).Order()], probability))];

    private static double?[] MeanKnown(IReadOnlyList<MarketSeries> runs) =>
        [.. Enumerable.Range(0, Steps(runs)).Select(step => runs.Average(run => run.Gain[step]))];

    private static int Steps(IReadOnlyList<MarketSeries> runs) => runs.Count == 0 ? 0 : runs[0].Price.Count;
}

/// <summary>What backstops held under one policy, mean over seeds, in the same steps. Money in quote units.</summary>
/// <param name="Fund">Insurance fund.</param>
/// <param name="Pool">Capital of the backstop in use.</param>
/// <param name="Deleveraged">Deleveraged since the first bar, all markets.</param>
public sealed record BackstopSummary(IReadOnlyList<double> Fund, IReadOnlyList<double> Pool, IReadOnlyList<double> Deleveraged)
{
    /// <summary>Summary of runs of equal length, in order of seeds.</summary>
    public static BackstopSummary Of(IReadOnlyList<BackstopSeries> runs) => new(
        Mean(runs, run => run.Fund),
        Mean(runs, run => run.Pool),
        Mean(runs, run => run.Deleveraged));

    private static double[] Mean(IReadOnlyList<BackstopSeries> runs, Func<BackstopSeries, IReadOnlyList<double>> column) =>
        [.. Enumerable.Range(0, runs.Count == 0 ? 0 : runs[0].Fund.Count).Select(step => runs.Sum(run => column(run)[step]) / runs.Count)];
}

namespace Spillway.Simulation;

/// <summary>A metric over the seeds of a run: the object that reports show. Undefined values are left out; without any, everything is null.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile, type 7.</param>
/// <param name="Ci95Low">Lower end of the 95 % interval of the mean; null for fewer than two values.</param>
/// <param name="Ci95High">Upper end of it.</param>
/// <param name="Count">Number of defined values.</param>
public sealed record MetricSummary(double? Mean, double? P50, double? P95, double? Ci95Low, double? Ci95High, int Count)
{
    /// <summary>A metric that no seed defines.</summary>
    public static readonly MetricSummary Undefined = new(null, null, null, null, null, 0);

    /// <summary>Summary of one value a seed.</summary>
    /// <param name="values">Values in order of seeds; null where the metric is undefined.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <exception cref="ArgumentException">A value is not finite: undefined is null, never NaN.</exception>
    public static MetricSummary Of(IEnumerable<double?> values, ulong seed = 1)
    {
        double[] defined = [.. values.Where(value => value is not null).Select(value => value!.Value)];
        if (!defined.All(double.IsFinite)) throw new ArgumentException("a value is not finite", nameof(values));
        if (defined.Length == 0) return Undefined;

        // The interval resamples by position: it must see the order of seeds, the quantiles ascending order.
        double mean = MeanInterval.Mean(defined);
        var interval = MeanInterval.Of(defined, seed);
        Array.Sort(defined);
        return new MetricSummary(mean, Quantile.OfSorted(defined, 0.5), Quantile.OfSorted(defined, 0.95), interval?.Low, interval?.High, defined.Length);
    }

    /// <summary>Summary of the differences of two metrics seed by seed, the paired comparison of common random numbers.</summary>
    /// <param name="left">Values in order of seeds.</param>
    /// <param name="right">Values of the same seeds, subtracted. A seed for which either is undefined is left out.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a value is not finite.</exception>
    public static MetricSummary OfDifferences(IReadOnlyList<double?> left, IReadOnlyList<double?> right, ulong seed = 1)
    {
        if (left.Count != right.Count) throw new ArgumentException($"{right.Count} values do not pair with {left.Count}", nameof(right));
        return Of(left.Zip(right, (a, b) => a - b), seed);
    }
}

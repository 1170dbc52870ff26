namespace Spillway.Simulation;

/// <summary>Sample quantiles by linear interpolation between order statistics: type 7 of Hyndman and Fan, the default of R and NumPy.</summary>
/// <remarks>Source: Hyndman, Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996).</remarks>
public static class Quantile
{
    /// <summary>The quantile of values already in ascending order.</summary>
    /// <param name="sorted">At least one value, ascending.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <exception cref="ArgumentException">No values, or a probability outside [0, 1].</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.IsEmpty) throw new ArgumentException("no values", nameof(sorted));
        if (!(probability >= 0 && probability <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "not in [0, 1]");
        double position = (sorted.Length - 1) * probability;
        int below = (int)position;
        if (below == sorted.Length - 1) return sorted[below];
        return sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }
}

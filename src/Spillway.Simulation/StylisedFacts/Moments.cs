namespace Spillway.Simulation;

/// <summary>Excess kurtosis: fourth central moment over squared variance, less three; zero for a normal distribution.</summary>
internal static class Moments
{
    /// <summary>Excess kurtosis of a sample, plain moments; null for a constant one.</summary>
    public static double? ExcessKurtosis(IReadOnlyCollection<double> values)
    {
        double mean = values.Sum() / values.Count, second = 0, fourth = 0;
        foreach (double value in values)
        {
            double square = (value - mean) * (value - mean);
            second += square;
            fourth += square * square;
        }
        return second > 0 ? (fourth * values.Count / (second * second)) - 3 : null;
    }
}

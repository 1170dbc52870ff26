namespace Spillway.Simulation;

/// <summary>Sample autocorrelation: mean of (xᵢ − x̄)(xᵢ₊ₗ − x̄) over mean of (xᵢ − x̄)².</summary>
internal static class Autocorrelation
{
    /// <summary>Autocorrelation at one lag over one or more days; zero for a constant series.</summary>
    /// <param name="days">Values in order of time, day by day. No pair spans two days; mean and variance are those of all days, so that slow changes between them count.</param>
    /// <param name="lag">From 0; a lag beyond every day gives zero.</param>
    public static double At(IReadOnlyList<double[]> days, int lag)
    {
        double mean = Mean(days), variance = 0, covariance = 0;
        long values = 0, pairs = 0;
        foreach (double[] day in days)
        {
            foreach (double value in day) variance += (value - mean) * (value - mean);
            for (int i = 0; i + lag < day.Length; i++) covariance += (day[i] - mean) * (day[i + lag] - mean);
            values += day.Length;
            pairs += Math.Max(0, day.Length - lag);
        }
        return variance > 0 && pairs > 0 ? covariance / pairs / (variance / values) : 0;
    }

    /// <summary>Autocorrelations at some lags.</summary>
    public static double[] At(IReadOnlyList<double[]> days, IReadOnlyList<int> lags) => [.. lags.Select(lag => At(days, lag))];

    private static double Mean(IReadOnlyList<double[]> days)
    {
        double sum = 0;
        foreach (double[] day in days) sum += day.Sum();
        return sum / Math.Max(1, days.Sum(day => day.Length));
    }

    /// <summary>Whole lags from one to a largest, evenly spread over their logarithm, none twice.</summary>
    /// <param name="largest">Largest lag, from 2.</param>
    /// <param name="count">How many before equal ones are taken out, from 2.</param>
    public static int[] LogLags(int largest, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (int)Math.Round(PortableMath.Exp(PortableMath.Log(largest) * i / (count - 1)))).Distinct()];
}

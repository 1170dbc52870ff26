using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The 95 % confidence interval of a mean over seeds.</summary>
/// <remarks>
/// Bootstrap percentile interval from 30 values on; below that Student's t, because a resample of few values is narrower than the truth.
/// Sources: Efron, Tibshirani, "An introduction to the bootstrap" (1993), chapter 13; Student, "The probable error of a mean" (1908).
/// </remarks>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct MeanInterval(double Low, double High)
{
    /// <summary>Values from which on the bootstrap is used.</summary>
    public const int BootstrapFrom = 30;

    /// <summary>Resamples of the bootstrap.</summary>
    public const int Resamples = 2000;

    private const double LowerTail = 0.025, UpperTail = 0.975;

    /// <summary>The interval of the mean of some values.</summary>
    /// <param name="values">Finite values, one a seed.</param>
    /// <param name="seed">Seed of the resampling; the same seed gives the same interval.</param>
    /// <returns>Null for fewer than two values, which say nothing about their spread.</returns>
    public static MeanInterval? Of(ReadOnlySpan<double> values, ulong seed = 1) => values.Length switch
    {
        < 2 => null,
        < BootstrapFrom => Student(values),
        _ => Bootstrap(values, seed),
    };

    /// <summary>The mean of some values, added up in their order.</summary>
    /// <param name="values">At least one value.</param>
    internal static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }

    private static MeanInterval Student(ReadOnlySpan<double> values)
    {
        double mean = Mean(values), squares = 0;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        double standardError = Math.Sqrt(squares / (values.Length - 1) / values.Length);
        double reach = StudentT.Quantile975(values.Length - 1) * standardError;
        return new MeanInterval(mean - reach, mean + reach);
    }

    private static MeanInterval Bootstrap(ReadOnlySpan<double> values, ulong seed)
    {
        var means = new double[Resamples];
        for (int resample = 0; resample < Resamples; resample++)
        {
            double sum = 0;
            for (int position = 0; position < values.Length; position++)
            {
                var draws = new Draws(seed, resample, Timestamp.FromNanos(position), DrawPurpose.Bootstrap);
                sum += values[(int)draws.Integer(0, values.Length)];
            }
            means[resample] = sum / values.Length;
        }
        Array.Sort(means);
        return new MeanInterval(Quantile.OfSorted(means, LowerTail), Quantile.OfSorted(means, UpperTail));
    }
}

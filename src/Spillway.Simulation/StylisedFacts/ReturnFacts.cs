namespace Spillway.Simulation;

/// <summary>Facts of returns, from log prices sampled once a second over one or more days.</summary>
internal sealed class ReturnFacts
{
    /// <summary>Lags of absolute returns, minutes.</summary>
    public static readonly int[] MemoryLags = Autocorrelation.LogLags(60, 12);

    /// <summary>Horizons over which returns become normal, minutes.</summary>
    public static readonly int[] Horizons = [1, 2, 5, 10, 15, 30];

    private const int Minute = 60, FirstLags = 10;

    private readonly IReadOnlyList<double[]> minutes;
    private readonly IReadOnlyList<double[]> sizes;

    /// <summary>Measures some days.</summary>
    /// <param name="days">Log price once a second, day by day.</param>
    public ReturnFacts(IEnumerable<IReadOnlyList<double>> days)
    {
        minutes = [.. days.Select(day => Returns([.. Enumerable.Range(0, day.Count / Minute).Select(i => day[i * Minute])], 1))];
        sizes = [.. minutes.Select(day => Array.ConvertAll(day, Math.Abs))];
    }

    /// <summary>Returns over all days.</summary>
    public int Count => minutes.Sum(day => day.Length);

    /// <summary>Returns over a number of minutes, one beginning every minute.</summary>
    public IReadOnlyList<double> Over(int horizon) => [.. minutes.SelectMany(day => Sums(day, horizon))];

    /// <summary>Tail index of the returns over a number of minutes.</summary>
    public TailIndex? Tail(int horizon) => TailIndex.Of(Over(horizon));

    /// <summary>Excess kurtosis of the returns over a number of minutes.</summary>
    public double? ExcessKurtosis(int horizon) => Moments.ExcessKurtosis([.. Over(horizon)]);

    /// <summary>Autocorrelation of absolute one-minute returns at <see cref="MemoryLags"/>.</summary>
    public double[] Memory() => Autocorrelation.At(sizes, MemoryLags);

    /// <summary>Power law through <see cref="Memory"/>: minus the slope is the exponent.</summary>
    public LineFit? MemoryLaw() => LineFit.OfPowerLaw(MemoryLags.Zip(Memory(), (lag, value) => ((double)lag, value)));

    /// <summary>How far the mean autocorrelation of absolute returns at lags 1 to 10 min is from zero, in standard errors of independent returns, 1/√(10·N).</summary>
    public double MemoryStrength() => Autocorrelation.At(sizes, [.. Enumerable.Range(1, FirstLags)]).Average() * Math.Sqrt((double)FirstLags * Count);

    /// <summary>Largest |autocorrelation| of one-minute returns at lags 2 to 10 min, in its standard errors 1/√N.</summary>
    public double SignedMemory() => Autocorrelation.At(minutes, [.. Enumerable.Range(2, FirstLags - 1)]).Max(Math.Abs) * Math.Sqrt(Count);

    private static double[] Returns(IReadOnlyList<double> logs, int step) => [.. Enumerable.Range(0, Math.Max(0, logs.Count - step)).Select(i => logs[i + step] - logs[i])];

    private static IEnumerable<double> Sums(double[] returns, int horizon) => Enumerable.Range(0, Math.Max(0, returns.Length - horizon + 1)).Select(i => returns.AsSpan(i, horizon).ToArray().Sum());
}

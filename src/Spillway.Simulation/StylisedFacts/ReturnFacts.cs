namespace Spillway.Simulation;

/// <summary>Facts of returns, from log prices sampled once a second over one or more days.</summary>
internal sealed class ReturnFacts
{
    /// <summary>Lags of absolute returns, minutes.</summary>
    public static readonly int[] MemoryLags = Autocorrelation.LogLags(60, 12);

    /// <summary>Horizons over which returns become normal, minutes.</summary>
    public static readonly int[] Horizons = [1, 2, 5, 10, 15, 30];

    private const int Minute = 60, FirstLags = 10;

    // Below this the autocorrelations are noise, and a line through them is nothing.
    private const double LeastStrength = 3;

    private readonly IReadOnlyList<double[]> minutes;
    private readonly IReadOnlyList<double[]> sizes;

    /// <summary>Measures some days.</summary>
    /// <param name="days">Log price once a second, day by day.</param>
    public ReturnFacts(IEnumerable<IReadOnlyList<double>> days)
        : this((IReadOnlyList<double[]>)[.. days.Select(day => Returns([.. Enumerable.Range(0, day.Count / Minute).Select(i => day[i * Minute])]))])
    {
    }

    private ReturnFacts(IReadOnlyList<double[]> minutes)
    {
        this.minutes = minutes;
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

    /// <summary>Exponent of the power law through <see cref="Memory"/>; null where there is no memory to speak of, below three standard errors.</summary>
    public double? MemoryExponent() => MemoryStrength() >= LeastStrength ? -MemoryLaw()?.Slope : null;

    private LineFit? MemoryLaw() => LineFit.OfPowerLaw(MemoryLags.Zip(Memory(), (lag, value) => ((double)lag, value)));

    /// <summary>How far the mean autocorrelation of absolute returns at lags 1 to 10 min is from zero, in standard errors of independent returns, 1/√(10·N).</summary>
    public double MemoryStrength() => Autocorrelation.At(sizes, [.. Enumerable.Range(1, FirstLags)]).Average() * Math.Sqrt((double)FirstLags * Count);

    /// <summary>Largest |Σ r·r′| / √Σ (r·r′)² of one-minute returns over lags of 2 to 10 min: the autocorrelation in standard errors that hold under changing volatility.</summary>
    /// <remarks>Source: Lo, MacKinlay, "Stock market prices do not follow random walks", Review of Financial Studies 1 (1988), the robust variance.</remarks>
    public double SignedMemory() => Enumerable.Range(2, FirstLags - 1).Max(lag =>
    {
        double sum = 0, squares = 0;
        foreach (double[] day in minutes)
        {
            for (int i = 0; i + lag < day.Length; i++)
            {
                double product = day[i] * day[i + lag];
                sum += product;
                squares += product * product;
            }
        }
        return squares > 0 ? Math.Abs(sum) / Math.Sqrt(squares) : 0;
    });

    /// <summary>Standard error of a figure by leaving out one day at a time; null with fewer than two days, or where it is not always defined.</summary>
    /// <remarks>Source: Efron, Tibshirani, "An introduction to the bootstrap" (1993), chapter 11.</remarks>
    public double? ErrorOf(Func<ReturnFacts, double?> figure)
    {
        int days = minutes.Count;
        if (days < 2) return null;
        double?[] left = [.. Enumerable.Range(0, days).Select(absent => figure(new ReturnFacts((IReadOnlyList<double[]>)[.. minutes.Where((_, day) => day != absent)])))];
        if (left.Any(value => value is null)) return null;
        double mean = left.Sum()!.Value / days;
        return Math.Sqrt(left.Sum(value => (value!.Value - mean) * (value.Value - mean)) * (days - 1) / days);
    }

    private static double[] Returns(double[] logs) => [.. logs.Zip(logs.Skip(1), (before, after) => after - before)];

    private static IEnumerable<double> Sums(double[] returns, int horizon) => Enumerable.Range(0, Math.Max(0, returns.Length - horizon + 1)).Select(i => returns.AsSpan(i, horizon).ToArray().Sum());
}

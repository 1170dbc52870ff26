using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>
/// The price as it would move without our market: a seeded path through recorded bars, its log returns scaled by θ, then an hour of rest.
/// </summary>
/// <remarks>
/// X(t) = P₀ · (P(t)/P₀)^θ, where P goes through every bar in the order open, high, low, close when the bar closes below its open,
/// and open, low, high, close otherwise. Same table, seed and market give the same bits for every policy and on every machine.
/// See docs/exogenous-path.md.
/// </remarks>
public sealed class ExogenousPath
{
    /// <summary>Minutes for which the price stays at the last close, so that recovery can be measured.</summary>
    public const int RestMinutes = 60;

    private const int SecondsInMinute = 60;

    // Open, two extremes and close need four steps.
    private const int LongestStep = SecondsInMinute / 4;

    private readonly double[] observed;
    private readonly double[] prices;

    private ExogenousPath(Timestamp start, int stepSeconds, double[] observed, double theta)
    {
        Start = start;
        StepSeconds = stepSeconds;
        Theta = theta;
        this.observed = observed;
        this.prices = Scaled(observed, theta);
    }

    /// <summary>Moment of the first price: the start of the first bar.</summary>
    public Timestamp Start { get; }

    /// <summary>End of the rest: the path has no price from here on.</summary>
    public Timestamp End => TimeAt(prices.Length);

    /// <summary>Seconds from one price to the next.</summary>
    public int StepSeconds { get; }

    /// <summary>θ: the share of every observed log return that is exogenous, in (0, 1].</summary>
    public double Theta { get; }

    /// <summary>The prices, quote units per base unit, one a step from <see cref="Start"/> on, the rest included.</summary>
    public ReadOnlySpan<double> Prices => prices;

    /// <summary>A path through a table. Time and memory grow with its minutes: 60 prices each at a step of one second.</summary>
    /// <param name="table">The observed bars.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="theta">θ, in (0, 1]; 1 is the observed path.</param>
    /// <param name="market">Number of the market in its scenario, so that markets move on noise of their own.</param>
    /// <param name="stepSeconds">Seconds from one price to the next: a divisor of 60, at most 15, so that a minute holds its four corners.</param>
    /// <exception cref="ArgumentOutOfRangeException">θ or the step is out of range.</exception>
    public static ExogenousPath Create(PriceTable table, ulong seed, double theta = 1, int market = 0, int stepSeconds = 1)
    {
        ThrowUnlessShare(theta);
        if (stepSeconds is < 1 or > LongestStep || SecondsInMinute % stepSeconds != 0)
            throw new ArgumentOutOfRangeException(nameof(stepSeconds), stepSeconds, "not a divisor of 60 up to 15");

        int perMinute = SecondsInMinute / stepSeconds;
        var observed = new double[(table.Bars.Count + RestMinutes) * perMinute];
        for (int i = 0; i < table.Bars.Count; i++)
            MinuteBridge.Fill(table.Bars[i], seed, market, stepSeconds, observed.AsSpan(i * perMinute, perMinute));
        int bars = table.Bars.Count * perMinute;
        observed.AsSpan(bars).Fill(observed[bars - 1]);
        return new ExogenousPath(table.Start, stepSeconds, observed, theta);
    }

    /// <summary>A path of prices that were made second by second; there is no rest after the last one.</summary>
    /// <param name="start">Moment of the first price.</param>
    /// <param name="prices">One price a second.</param>
    internal static ExogenousPath OfSeconds(Timestamp start, double[] prices) => new(start, stepSeconds: 1, prices, theta: 1);

    /// <summary>The same observed path under another θ; scaling does not add up. Cheap: no noise is drawn again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">θ is outside (0, 1].</exception>
    public ExogenousPath WithTheta(double theta)
    {
        ThrowUnlessShare(theta);
        return new ExogenousPath(Start, StepSeconds, observed, theta);
    }

    /// <summary>Price at a moment: that of the last step at or before it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Before <see cref="Start"/>, or at or after <see cref="End"/>.</exception>
    public double PriceAt(Timestamp time)
    {
        if (time < Start || time >= End) throw new ArgumentOutOfRangeException(nameof(time), time, "outside the path");
        return prices[(time - Start) / (StepSeconds * Timestamp.NanosPerSecond)];
    }

    /// <summary>Moment of a price.</summary>
    /// <param name="step">Number of the price, from 0.</param>
    public Timestamp TimeAt(int step) => Start.AddNanos(step * (StepSeconds * Timestamp.NanosPerSecond));

    private static double[] Scaled(double[] observed, double theta)
    {
        if (theta == 1) return observed; // to the last bit, which a logarithm and its exponential would not give
        double first = observed[0];
        return Array.ConvertAll(observed, price => first * PortableMath.Exp(theta * PortableMath.Log(price / first)));
    }

    private static void ThrowUnlessShare(double theta)
    {
        if (!(theta > 0 && theta <= 1)) throw new ArgumentOutOfRangeException(nameof(theta), theta, "not in (0, 1]");
    }
}

using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The path inside one minute bar: open, the two extremes in their order, close, joined by seeded noise that never leaves the bar.</summary>
/// <remarks>
/// Between two corners the log price is a Brownian bridge, reflected at the bar's high and low. Its variance is Parkinson's estimate from the bar's
/// own range, (ln H/L)² / (4 ln 2) a minute ("The extreme value method for estimating the variance of the rate of return", Journal of Business 53,
/// 1980), so that a minute of the path is as rough as the minute it stands for. See docs/exogenous-path.md.
/// </remarks>
internal readonly struct MinuteBridge
{
    private const int SecondsInMinute = 60;
    private const double ParkinsonDivisor = 2.7725887222397812; // 4 ln 2

    private readonly Draws extremes;
    private readonly ulong seed;
    private readonly int market;
    private readonly int stepSeconds;
    private readonly Timestamp openTime;
    private readonly double high, low, logHigh, logLow;

    private MinuteBridge(in MinuteBar bar, ulong seed, int market, int stepSeconds)
    {
        this.extremes = new Draws(seed, market, bar.OpenTime, DrawPurpose.PathExtremes);
        this.seed = seed;
        this.market = market;
        this.stepSeconds = stepSeconds;
        this.openTime = bar.OpenTime;
        this.high = MinuteBar.ToDouble(bar.High);
        this.low = MinuteBar.ToDouble(bar.Low);
        this.logHigh = PortableMath.Log(high);
        this.logLow = PortableMath.Log(low);
    }

    /// <summary>Fills the prices of one bar.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="market">Number of the market, so that markets move on noise of their own.</param>
    /// <param name="stepSeconds">Seconds between two prices.</param>
    /// <param name="prices">Receives 60 / <paramref name="stepSeconds"/> prices, the first at the open of the minute.</param>
    public static void Fill(in MinuteBar bar, ulong seed, int market, int stepSeconds, Span<double> prices)
    {
        double open = MinuteBar.ToDouble(bar.Open), close = MinuteBar.ToDouble(bar.Close);
        var bridge = new MinuteBridge(bar, seed, market, stepSeconds);
        double first = close < open ? bridge.high : bridge.low;
        double second = close < open ? bridge.low : bridge.high;
        int last = prices.Length - 1;
        var (firstAt, secondAt) = bridge.ExtremeTimes(atOpen: first == open, atClose: second == close, last);

        prices[0] = open;
        prices[firstAt] = first;
        prices[secondAt] = second;
        prices[last] = close;
        bridge.Join(prices[..(firstAt + 1)], 0);
        bridge.Join(prices[firstAt..(secondAt + 1)], firstAt);
        bridge.Join(prices[secondAt..], secondAt);
    }

    /// <summary>
    /// Two different steps strictly inside the minute, every pair equally likely. An extreme that is the open or the close itself needs no step
    /// of its own: it has been reached there.
    /// </summary>
    private (int First, int Second) ExtremeTimes(bool atOpen, bool atClose, int last)
    {
        int one = (int)extremes.Integer(1, last);
        if (atOpen || atClose) return (atOpen ? 0 : one, atClose ? last : one);
        int other = (int)extremes.At(1).Integer(1, last - 1);
        if (other >= one) other++;
        return (Math.Min(one, other), Math.Max(one, other));
    }

    /// <summary>Draws what lies between the first and the last price of a leg, step by step, each given the one before and the end.</summary>
    private void Join(Span<double> leg, int offset)
    {
        int steps = leg.Length - 1;
        if (steps < 2) return;
        double range = logHigh - logLow;
        double stepVariance = range * range / ParkinsonDivisor * stepSeconds / SecondsInMinute;
        double x = PortableMath.Log(leg[0]), end = PortableMath.Log(leg[steps]);
        for (int i = 1; i < steps; i++)
        {
            int left = steps - i + 1; // steps from the price before to the end of the leg
            double mean = x + ((end - x) / left);
            double deviation = Math.Sqrt(stepVariance * (left - 1) / left);
            x = Reflect(mean + (deviation * NoiseAt(offset + i)));
            leg[i] = Math.Clamp(PortableMath.Exp(x), low, high); // the exponential of a bound may round beyond it
        }
    }

    private double NoiseAt(int step)
    {
        var time = openTime.AddNanos((long)step * stepSeconds * Timestamp.NanosPerSecond);
        return new Draws(seed, market, time, DrawPurpose.PathBridge).Normal();
    }

    /// <summary>Folds a log price back into the bar, as mirrors at both ends would.</summary>
    private double Reflect(double x)
    {
        double range = logHigh - logLow;
        if (range <= 0) return logLow;
        double distance = Math.Abs(x - logLow) % (2 * range);
        return distance <= range ? logLow + distance : logHigh - (distance - range);
    }
}

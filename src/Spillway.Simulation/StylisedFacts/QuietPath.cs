using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The exogenous price of days without a crash, made second by second from a seed, and the volume that goes with it.</summary>
/// <remarks>
/// ln X moves by σ·√(M₁·…·M_K)·Z each second, Z standard normal. Component k is drawn anew, m₀ or 2 − m₀ with equal chance, after exponential times of
/// mean shortest·spacing^(k−1): news of every duration, from seconds to half a day. Volume is proportional to volatility, as both follow the
/// arrival of news (Clark, Econometrica 41, 1973). All draws are addressed, logarithm and exponential are portable: same seed, same bits.
/// </remarks>
internal sealed class QuietPath
{
    private const int SecondsInDay = 86_400, SecondsInMinute = 60;

    private QuietPath(PriceTable table, ExogenousPath path, double[] volumePerSecond) => (Table, Path, VolumePerSecond) = (table, path, volumePerSecond);

    /// <summary>The path as one-minute bars, for what reads bars.</summary>
    public PriceTable Table { get; }

    /// <summary>The path second by second.</summary>
    public ExogenousPath Path { get; }

    /// <summary>Quote units traded per second, one figure a minute.</summary>
    public IReadOnlyList<double> VolumePerSecond { get; }

    /// <summary>Draws a path.</summary>
    /// <param name="terms">Volatility and turnover.</param>
    /// <param name="start">Start, a whole minute.</param>
    /// <param name="firstOpen">First price.</param>
    /// <param name="openInterestUsd">One-sided open interest, the base of the turnover.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="minutes">Length.</param>
    public static QuietPath Draw(QuietTerms terms, Timestamp start, double firstOpen, double openInterestUsd, ulong seed, int minutes)
    {
        double[] prices = new double[minutes * SecondsInMinute], volume = new double[minutes];
        double perSecond = terms.DailyVolatility / Math.Sqrt(SecondsInDay), x = 0;
        double meanVolume = terms.DailyTurnover * openInterestUsd / SecondsInDay;
        Volatility volatility = new(terms, start, seed);
        for (int second = 0; second < prices.Length; second++)
        {
            Timestamp now = start.AddNanos(second * Timestamp.NanosPerSecond);
            prices[second] = firstOpen * PortableMath.Exp(x);
            double level = volatility.At(now);
            volume[second / SecondsInMinute] += meanVolume * level / volatility.Mean / SecondsInMinute;
            x += perSecond * level * new Draws(seed, 0, now, DrawPurpose.QuietStep).Normal();
        }
        return new QuietPath(new PriceTable("quiet path", Bars(start, prices, volume)), ExogenousPath.OfSeconds(start, prices), volume);
    }

    private static IEnumerable<MinuteBar> Bars(Timestamp start, double[] prices, double[] volume)
    {
        for (int minute = 0; minute < volume.Length; minute++)
        {
            decimal[] inside = Array.ConvertAll(prices[(minute * SecondsInMinute)..((minute + 1) * SecondsInMinute)], price => decimal.Round((decimal)price, 9));
            decimal quote = decimal.Round((decimal)(volume[minute] * SecondsInMinute), 6), units = decimal.Round(quote / inside[^1], 9);
            yield return new MinuteBar(start.AddNanos(minute * MinuteBar.DurationNanos), inside[0], inside.Max(), inside.Min(), inside[^1], units, quote, units > 0 ? 1 : 0, 0);
        }
    }

    // √(M₁·…·M_K) at times that never go back.
    private sealed class Volatility
    {
        private readonly QuietTerms terms;
        private readonly ulong seed;
        private readonly double[] multipliers;
        private readonly Timestamp[] renewals;
        private Timestamp first;
        private double level;

        public Volatility(QuietTerms terms, Timestamp start, ulong seed)
        {
            (this.terms, this.seed) = (terms, seed);
            (multipliers, renewals) = (new double[terms.Components], new Timestamp[terms.Components]);
            for (int k = 0; k < terms.Components; k++) Renew(k, start);
            Combine();
            double meanRoot = 0.5 * (Math.Sqrt(terms.Multiplier) + Math.Sqrt(2 - terms.Multiplier));
            Mean = 1;
            for (int k = 0; k < terms.Components; k++) Mean *= meanRoot;
        }

        /// <summary>Mean over all states.</summary>
        public double Mean { get; }

        public double At(Timestamp now)
        {
            if (now < first) return level;
            for (int k = 0; k < renewals.Length; k++)
            {
                while (renewals[k] <= now) Renew(k, renewals[k]);
            }
            Combine();
            return level;
        }

        private void Renew(int k, Timestamp at)
        {
            multipliers[k] = new Draws(seed, k, at, DrawPurpose.QuietMultiplier).Uniform() < 0.5 ? terms.Multiplier : 2 - terms.Multiplier;
            double life = terms.ShortestSeconds;
            for (int i = 0; i < k; i++) life *= terms.Spacing;
            renewals[k] = at.AddNanos(1 + (long)(new Draws(seed, k, at, DrawPurpose.QuietRenewal).Exponential(life) * Timestamp.NanosPerSecond));
        }

        private void Combine()
        {
            double product = 1;
            foreach (double multiplier in multipliers) product *= multiplier;
            (level, first) = (Math.Sqrt(product), renewals.Min());
        }
    }
}

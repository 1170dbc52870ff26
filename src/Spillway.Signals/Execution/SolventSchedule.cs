namespace Spillway.Signals;

/// <summary>The slowest of the schedules of <see cref="AlmgrenChriss"/> that an account survives: which risk aversion a buffer asks for.</summary>
/// <remarks>
/// What the account loses on the way is a martingale with the variance of the cost, so by the reflection principle P(bankrupt before flat) ≤ 2 Φ(−(B − E) / s) with B the equity, E the expected
/// cost and s its deviation; all of the cost is charged at once, so the bound is on the safe side. More aversion costs more and varies less: where even the best of both is not enough,
/// no schedule is, and the position belongs elsewhere.
/// </remarks>
public static class SolventSchedule
{
    private const double LeastTurns = 1e-3, MostTurnsAnInterval = 10;
    private const int Steps = 400, Halvings = 60;

    /// <summary>Deviations that the equity left after the expected cost must cover.</summary>
    /// <param name="schedule">Plan.</param>
    /// <param name="equity">B, in the unit of the cost.</param>
    public static double Cover(AlmgrenChriss schedule, double equity) => (equity - schedule.ExpectedCost()) / schedule.CostDeviation();

    /// <summary>Bound on the probability to be bankrupt before flat, 0 to 1.</summary>
    /// <param name="cover">From <see cref="Cover"/>.</param>
    public static double Probability(double cover) => cover <= 0 ? 1 : Math.Min(1, 2 * UpperTail(cover));

    /// <summary>The least averse schedule whose bound is not above a probability; null if there is none.</summary>
    /// <param name="market">Size, time, intervals and market; its own aversion does not matter.</param>
    /// <param name="equity">B, positive.</param>
    /// <param name="most">Highest probability allowed, between 0 and 1.</param>
    public static AlmgrenChriss? Find(AlmgrenChriss market, double equity, double most)
    {
        double low = LeastTurns, high = MostTurnsAnInterval * market.Intervals, factor = Math.Pow(high / low, 1.0 / Steps);
        double turns = low;
        for (int step = 0; step <= Steps && !Suffices(turns); step++) turns *= factor;
        if (!Suffices(turns)) return null;
        if (turns == low) return WithTurns(market, low);
        (double below, double above) = (turns / factor, turns);
        for (int i = 0; i < Halvings; i++)
        {
            double middle = 0.5 * (below + above);
            (below, above) = Suffices(middle) ? (below, middle) : (middle, above);
        }
        return WithTurns(market, above);

        bool Suffices(double at) => Probability(Cover(WithTurns(market, at), equity)) <= most;
    }

    // κT instead of λ: it has a scale of its own. λ = η̃ κ̃² / σ² with κ̃² = 2 (cosh κτ − 1) / τ².
    private static AlmgrenChriss WithTurns(AlmgrenChriss market, double turns)
    {
        double step = market.Seconds / market.Intervals, temporary = market.Temporary - (market.Permanent * step / 2);
        double curvature = 2 * (Math.Cosh(turns / market.Intervals) - 1) / (step * step);
        return market with { RiskAversion = temporary * curvature / (market.Volatility * market.Volatility) };
    }

    // 1 − Φ(z) for z > 0: near zero by the series φ(z) (z + z³/3 + z⁵/15 + …), beyond by the continued fraction of Laplace, φ(z) / (z + 1/(z + 2/(z + 3/…))).
    private static double UpperTail(double z)
    {
        const double nearZero = 2.5;
        const int terms = 80;
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < nearZero)
        {
            double term = z, sum = z;
            for (int k = 1; k < terms; k++) sum += term *= z * z / ((2 * k) + 1);
            return 0.5 - (density * sum);
        }
        double fraction = z;
        for (int k = terms; k > 0; k--) fraction = z + (k / fraction);
        return density / fraction;
    }
}

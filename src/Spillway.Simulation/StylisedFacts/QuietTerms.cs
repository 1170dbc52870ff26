namespace Spillway.Simulation;

/// <summary>What is assumed of the price and of the flow on a day without a crash.</summary>
/// <param name="DailyVolatility">Standard deviation of the log return of a day.</param>
/// <param name="Multiplier">m₀: larger of the two values, m₀ and 2 − m₀, that a component multiplies the variance by; 1 for constant volatility.</param>
/// <param name="Components">Components of the volatility.</param>
/// <param name="ShortestSeconds">Mean life of the shortest-lived component, s.</param>
/// <param name="Spacing">Ratio of the lives of a component and the one before it.</param>
/// <param name="DailyTurnover">Traded volume of a day, of one-sided open interest.</param>
/// <param name="MetaorderShare">Share of the volume that is the aggressive side of metaorders.</param>
/// <param name="Participation">Share of the current volume that one metaorder trades.</param>
/// <param name="SizeTail">Pareto exponent of metaorder sizes.</param>
/// <param name="SmallestShare">Smallest metaorder, of the volume of a day.</param>
/// <param name="LargestShare">Largest metaorder, of the volume of a day.</param>
/// <param name="ChildSeconds">Mean time between two child orders of a metaorder, s.</param>
/// <remarks>
/// Volatility: Markov-switching multifractal with binomial components; eight components and m₀ of 1.4 to 1.5 are what daily exchange rates gave
/// (Calvet, Fisher, Journal of Financial Econometrics 2, 2004). Metaorders: sizes with tail 1.5 and orders split in time (Lillo, Mike, Farmer,
/// Physical Review E 71, 2005; Gabaix et al., Nature 423, 2003). Volatility of a day, turnover, share and participation are assumptions.
/// </remarks>
internal sealed record QuietTerms(
    double DailyVolatility,
    double Multiplier,
    int Components,
    double ShortestSeconds,
    double Spacing,
    double DailyTurnover,
    double MetaorderShare,
    double Participation,
    double SizeTail,
    double SmallestShare,
    double LargestShare,
    double ChildSeconds)
{
    /// <summary>The day that the gate runs.</summary>
    public static readonly QuietTerms Default = new(0.025, 1.45, 8, 20, 3, 2, 0.5, 0.05, 1.5, 5e-6, 0.02, 5);

    /// <summary>The same day with constant volatility: a geometric Brownian motion, without tail or memory.</summary>
    public QuietTerms Plain => this with { Multiplier = 1 };
}

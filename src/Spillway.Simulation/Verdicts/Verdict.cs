namespace Spillway.Simulation;

/// <summary>Whether a policy prevented the cascade of a scenario, clause by clause. The rule: docs/verdict.md.</summary>
/// <param name="Informative">Whether there was something to prevent; null for the counterfactual itself, or with too few seeds.</param>
/// <param name="Prevented">Whether all clauses that can be met are; null where nothing is judged.</param>
/// <param name="Failed">Clauses that are not met.</param>
/// <param name="Unattainable">Clauses that are not met even without any forced sale in the market.</param>
public sealed record Verdict(bool? Informative, bool? Prevented, IReadOnlyList<Clause> Failed, IReadOnlyList<Clause> Unattainable)
{
    /// <summary>Fewer seeds are never judged.</summary>
    public const int SeedsLeast = 16;

    /// <summary>No verdict.</summary>
    public static Verdict None { get; } = new(null, null, [], []);

    private const double InformativeAbove = 1.25;

    /// <summary>Judges one policy, seed by seed paired with the baseline and with the counterfactual.</summary>
    /// <remarks>
    /// Amplification, liquidated and deleveraging must hold in each market, the other clauses for the venue. Amplification is asked where there was something
    /// to prevent: in the informative markets, or in all if none is.
    /// </remarks>
    /// <param name="venue">Metrics of the venue.</param>
    /// <param name="markets">Metrics of each market.</param>
    /// <param name="terms">Open interest and fund.</param>
    /// <param name="converged">Whether the calibration is.</param>
    public static Verdict Of(PairedValues venue, IReadOnlyList<PairedValues> markets, VerdictTerms terms, bool converged)
    {
        if (venue.Policy["amplification"].Count < SeedsLeast) return None;
        PairedValues[] cascading = [.. markets.Where(Amplifies)];
        bool informative = converged && cascading.Length > 0;
        List<Clause> failed = [], unattainable = [];
        foreach (Clause clause in Enum.GetValues<Clause>())
        {
            switch (clause)
            {
                case Clause.Amplification:
                    Judge(clause, cascading.Length > 0 ? cascading : markets, market => Clauses.Amplification(market.Policy, market.Baseline), isBoundByShock: false);
                    break;
                case Clause.BadDebt:
                    Judge(clause, [venue], values => Clauses.BadDebt(values, terms), isBoundByShock: true);
                    break;
                case Clause.Liquidated:
                    Judge(clause, markets, Clauses.Liquidated, isBoundByShock: true);
                    break;
                case Clause.Deleveraging:
                    Judge(clause, markets, market => Clauses.Deleveraging(market.Policy), isBoundByShock: false);
                    break;
                default:
                    Judge(clause, [venue], values => Clauses.SideEffects(values.Policy, values.Baseline), isBoundByShock: false);
                    break;
            }
        }
        return new Verdict(informative, informative ? failed.Count == 0 : null, failed, unattainable);

        // What the shock alone breaks, no policy can keep: that is said and not held against it.
        void Judge(Clause clause, IReadOnlyList<PairedValues> where, Func<PairedValues, bool> isMet, bool isBoundByShock)
        {
            PairedValues[] missed = [.. where.Where(values => !isMet(values))];
            if (missed.Length == 0) return;
            bool isHopeless = isBoundByShock && missed.All(values => !isMet(values.OfExogenous));
            (isHopeless ? unattainable : failed).Add(clause);
        }
    }

    private static bool Amplifies(PairedValues market) => MetricSummary.Of(market.Baseline["amplification"]).Ci95Low > InformativeAbove;
}

/// <summary>What the clauses need beside the metrics.</summary>
/// <param name="OpenInterestUsd">One-sided open interest at the first bar.</param>
/// <param name="FundUsd">Insurance fund at the first bar.</param>
public readonly record struct VerdictTerms(double OpenInterestUsd, double FundUsd);

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
    /// <param name="policy">Values by metric key, one a seed.</param>
    /// <param name="baseline">Of the baseline.</param>
    /// <param name="exogenous">Of the counterfactual without forced sales.</param>
    /// <param name="terms">Open interest and fund.</param>
    /// <param name="converged">Whether the calibration is.</param>
    public static Verdict Of(PerSeed policy, PerSeed baseline, PerSeed exogenous, VerdictTerms terms, bool converged)
    {
        int seeds = policy["amplification"].Count;
        if (seeds < SeedsLeast) return None;
        bool informative = converged && MetricSummary.Of(baseline["amplification"]).Ci95Low > InformativeAbove;
        List<Clause> failed = [], unattainable = [];
        foreach (Clause clause in Enum.GetValues<Clause>())
        {
            if (Clauses.IsMet(clause, policy, baseline, exogenous, terms)) continue;
            bool isHopeless = clause is Clause.BadDebt or Clause.Liquidated && !Clauses.IsMet(clause, exogenous, baseline, exogenous, terms);
            (isHopeless ? unattainable : failed).Add(clause);
        }
        return new Verdict(informative, informative ? failed.Count == 0 : null, failed, unattainable);
    }
}

/// <summary>What the clauses need beside the metrics.</summary>
/// <param name="OpenInterestUsd">One-sided open interest at the first bar.</param>
/// <param name="FundUsd">Insurance fund at the first bar.</param>
public readonly record struct VerdictTerms(double OpenInterestUsd, double FundUsd);

namespace Spillway.Simulation;

/// <summary>The clauses of the verdict, each at 95 % paired confidence: the whole interval of the mean difference must be on the right side.</summary>
internal static class Clauses
{
    private const double AmplificationMost = 1.25, ExcessAlways = 0.20, ExcessOfBaseline = 0.5;
    private const double DebtMarginBps = 5;
    private const double LiquidatedOfBaseline = 0.5, LiquidatedOfExogenous = 1.1, GainThatCascades = 1;
    private const double DeleveragedMost = 0.10;
    private const double MarginMost = 0.25, OpenInterestLeast = 0.90;

    public static bool Deleveraging(PerSeed policy) => IsNotPositive(policy["deleveragedShareOfOi"].Select(share => share - DeleveragedMost));

    public static bool Amplification(PerSeed policy, PerSeed baseline) =>
        IsNotPositive(policy["amplification"].Select(ratio => ratio - AmplificationMost))
        && IsNotPositive(policy["amplification"].Zip(baseline["amplification"], (own, other) =>
            own - 1 - (other is { } reference ? Math.Max(ExcessAlways, ExcessOfBaseline * (reference - 1)) : null)));

    public static bool BadDebt(PairedValues venue, VerdictTerms terms)
    {
        (PerSeed policy, PerSeed baseline, PerSeed exogenous) = venue;
        double margin = DebtMarginBps * 1e-4 * terms.OpenInterestUsd;
        double?[] lost = [.. policy["badDebt"].Zip(policy["poolLoss"], (debt, pool) => debt + pool)];
        return IsNotPositive(lost.Zip(exogenous["badDebt"], (own, other) => own - (other is { } x ? Math.Max(terms.FundUsd, x + margin) : null)))
            && IsNotPositive(lost.Zip(baseline["badDebt"], (own, other) => own - (other + margin)));
    }

    public static bool Liquidated(PairedValues market)
    {
        (PerSeed policy, PerSeed baseline, PerSeed exogenous) = market;
        bool cascades = MetricSummary.Of(baseline["maxLoopGain"]).Mean > GainThatCascades;
        if (!cascades) return true;
        IEnumerable<double?> allowed = baseline["liquidatedNotional"].Zip(exogenous["liquidatedNotional"], (b, x) =>
            b is { } of && x is { } other ? Math.Max(LiquidatedOfBaseline * of, LiquidatedOfExogenous * other) : (double?)null);
        return IsNotPositive(policy["liquidatedNotional"].Zip(allowed, (own, most) => own - most));
    }

    public static bool SideEffects(PerSeed policy, PerSeed baseline) =>
        IsNotPositive(policy["meanMarginChange"].Select(change => change - MarginMost))
        && policy["haltSeconds"].All(seconds => seconds is null or 0)
        && IsNotPositive(policy[Metric.OpenInterestBefore].Zip(baseline[Metric.OpenInterestBefore], (own, other) => (OpenInterestLeast * other) - own));

    // Without a value there is nothing to object to; with one alone there is no interval, and the value itself decides.
    private static bool IsNotPositive(IEnumerable<double?> differences)
    {
        MetricSummary summary = MetricSummary.Of(differences);
        return (summary.Ci95High ?? summary.Mean ?? 0) <= 0;
    }
}

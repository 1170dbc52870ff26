namespace Spillway.Simulation.Tests;

/// <summary>Each clause on its own: figures that meet all of them, and one figure changed.</summary>
public sealed class VerdictTests
{
    private const double OpenInterest = 1_000_000_000, Fund = 5_000_000;

    private static readonly VerdictTerms Terms = new(OpenInterest, Fund);

    // A cascade that doubles the fall, and a policy that keeps it to a tenth.
    private static readonly Dictionary<string, double> Baseline = new()
    {
        ["amplification"] = 2, ["badDebt"] = 20_000_000, ["poolLoss"] = 0, ["liquidatedNotional"] = 400_000_000, ["maxLoopGain"] = 1.5,
        ["deleveragedShareOfOi"] = 0, ["meanMarginChange"] = 0, ["haltSeconds"] = 0, [Metric.OpenInterestBefore] = 1,
    };

    private static readonly Dictionary<string, double> Policy = new(Baseline)
    {
        ["amplification"] = 1.1, ["badDebt"] = 1_000_000, ["liquidatedNotional"] = 150_000_000, ["deleveragedShareOfOi"] = 0.08,
    };

    private static readonly Dictionary<string, double> Exogenous = new(Baseline) { ["amplification"] = 1, ["badDebt"] = 500_000, ["liquidatedNotional"] = 140_000_000 };

    [Fact]
    public void Verdict_WhenAllClausesAreMet_IsPrevented() => Assert.Equal((true, true, "", ""), Judge(Policy, Baseline, Exogenous));

    [Theory]
    [InlineData("amplification", 1.26, Clause.Amplification)] // 1.25 at most
    [InlineData("badDebt", 5_100_000, Clause.BadDebt)] // the fund is 5,000,000; the counterfactual and 5 bp are 1,000,000
    [InlineData("poolLoss", 4_200_000, Clause.BadDebt)] // counts like bad debt
    [InlineData("liquidatedNotional", 201_000_000, Clause.Liquidated)] // half of the baseline
    [InlineData("deleveragedShareOfOi", 0.101, Clause.Deleveraging)]
    [InlineData("meanMarginChange", 0.26, Clause.SideEffects)]
    [InlineData("haltSeconds", 1, Clause.SideEffects)]
    [InlineData(Metric.OpenInterestBefore, 0.89, Clause.SideEffects)]
    public void Verdict_WhenOneFigureIsPastItsBound_NamesTheClause(string metric, double value, Clause clause) =>
        Assert.Equal((true, false, clause.ToString(), ""), Judge(new(Policy) { [metric] = value }, Baseline, Exogenous));

    [Theory]
    [InlineData("amplification", 1.25)]
    [InlineData("badDebt", 5_000_000)]
    [InlineData("liquidatedNotional", 200_000_000)]
    [InlineData("deleveragedShareOfOi", 0.10)]
    [InlineData("meanMarginChange", 0.25)]
    [InlineData(Metric.OpenInterestBefore, 0.90)]
    public void Verdict_WhenOneFigureIsAtItsBound_IsPrevented(string metric, double value) => Assert.True(Judge(new(Policy) { [metric] = value }, Baseline, Exogenous).Prevented);

    [Fact]
    public void Amplification_WhenTheBaselineAmplifiesLittle_MustBeLowerStill() =>
        Assert.Equal("Amplification", Judge(new(Policy) { ["amplification"] = 1.21 }, new(Baseline) { ["amplification"] = 1.3 }, Exogenous).Failed);

    [Fact]
    public void BadDebt_WhenTheCounterfactualFailsItToo_IsUnattainableAndNotJudged()
    {
        // Baseline without debt: nobody can stay within 5 bp of it if even the counterfactual does not.
        Dictionary<string, double> clean = new(Baseline) { ["badDebt"] = 0 };
        Assert.Equal((true, true, "", "BadDebt"), Judge(new(Policy) { ["badDebt"] = 900_000 }, clean, new(Exogenous) { ["badDebt"] = 800_000 }));
    }

    [Fact]
    public void Liquidated_WhereTheBaselineHasNoLoop_IsNotAsked() =>
        Assert.True(Judge(new(Policy) { ["liquidatedNotional"] = 390_000_000 }, new(Baseline) { ["maxLoopGain"] = 0.9 }, Exogenous).Prevented);

    [Fact]
    public void Verdict_WhenTheBaselineHardlyAmplifies_IsNotInformative()
    {
        (bool? informative, bool? prevented, _, _) = Judge(Policy, new(Baseline) { ["amplification"] = 1.25 }, Exogenous);
        Assert.Equal((false, (bool?)null), (informative, prevented));
    }

    [Fact]
    public void Verdict_WithoutCalibration_IsNotInformative() =>
        Assert.Equal((false, (bool?)null), (Of(Policy, 16, converged: false).Informative, Of(Policy, 16, converged: false).Prevented));

    [Fact]
    public void Verdict_WithFewerThanSixteenSeeds_IsNotGiven() => Assert.Same(Verdict.None, Of(Policy, 15, converged: true));

    // Half of the seeds far below and half just above the bound: the mean is fine, its interval is not.
    [Fact]
    public void Verdict_WhenTheIntervalReachesPastTheBound_IsFailed()
    {
        Dictionary<string, IReadOnlyList<double?>> values = Values(Policy, 16);
        values["deleveragedShareOfOi"] = [.. Enumerable.Range(0, 16).Select(k => (double?)(k % 2 == 0 ? 0.02 : 0.17))];
        PairedValues paired = Paired(Policy, Baseline, Exogenous, 16) with { Policy = new PerSeed(values) };
        Assert.Equal([Clause.Deleveraging], Verdict.Of(paired, [paired], Terms, converged: true).Failed);
    }

    [Fact]
    public void Verdict_OfSeveralMarkets_AsksTheMarketClausesInEach()
    {
        PairedValues good = Paired(Policy, Baseline, Exogenous, 16);
        Assert.True(Verdict.Of(good, [good, good], Terms, converged: true).Prevented);
        Assert.Equal([Clause.Deleveraging], Verdict.Of(good, [good, Paired(new(Policy) { ["deleveragedShareOfOi"] = 0.2 }, Baseline, Exogenous, 16)], Terms, converged: true).Failed);
        Assert.Equal([Clause.Liquidated], Verdict.Of(good, [good, Paired(new(Policy) { ["liquidatedNotional"] = 300_000_000 }, Baseline, Exogenous, 16)], Terms, converged: true).Failed);
        // Debt is the venue's: what a market says of it is not asked.
        Assert.Empty(Verdict.Of(good, [good, Paired(new(Policy) { ["badDebt"] = 1e9 }, Baseline, Exogenous, 16)], Terms, converged: true).Failed);
    }

    [Fact]
    public void Amplification_OfSeveralMarkets_IsAskedWhereThereWasSomethingToPrevent()
    {
        PairedValues good = Paired(Policy, Baseline, Exogenous, 16);
        PairedValues calm = Paired(new(Policy) { ["amplification"] = 1.3 }, new(Baseline) { ["amplification"] = 1.2 }, Exogenous, 16);
        Assert.True(Verdict.Of(good, [good, calm], Terms, converged: true).Prevented);
        Assert.False(Verdict.Of(calm, [calm], Terms, converged: true).Informative);
        Assert.Equal([Clause.Amplification], Verdict.Of(calm, [calm], Terms, converged: true).Failed);
    }

    private static PairedValues Paired(Dictionary<string, double> policy, Dictionary<string, double> baseline, Dictionary<string, double> exogenous, int seeds) =>
        new(new PerSeed(Values(policy, seeds)), new PerSeed(Values(baseline, seeds)), new PerSeed(Values(exogenous, seeds)));

    private static Verdict Of(Dictionary<string, double> policy, int seeds, bool converged)
    {
        PairedValues paired = Paired(policy, Baseline, Exogenous, seeds);
        return Verdict.Of(paired, [paired], Terms, converged);
    }

    private static (bool? Informative, bool? Prevented, string Failed, string Unattainable) Judge(
        Dictionary<string, double> policy, Dictionary<string, double> baseline, Dictionary<string, double> exogenous)
    {
        PairedValues paired = Paired(policy, baseline, exogenous, 16);
        Verdict verdict = Verdict.Of(paired, [paired], Terms, converged: true);
        return (verdict.Informative, verdict.Prevented, string.Join(' ', verdict.Failed), string.Join(' ', verdict.Unattainable));
    }

    private static Dictionary<string, IReadOnlyList<double?>> Values(Dictionary<string, double> figures, int seeds) =>
        figures.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)[.. Enumerable.Repeat((double?)pair.Value, seeds)]);
}

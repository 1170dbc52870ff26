using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>What a simulation found.</summary>
/// <param name="Scenario">What was simulated, with the θ in force.</param>
/// <param name="Seeds">Seeds that were finished: fewer than asked for if the simulation was interrupted.</param>
/// <param name="IsComplete">Whether all seeds were finished.</param>
/// <param name="Baseline">Name of the baseline.</param>
/// <param name="Markets">The markets, in the order of the scenario.</param>
/// <param name="Policies">Outcomes, in the order of the request, the exogenous counterfactual last.</param>
/// <param name="StateHash">Hash over the engines' final hashes in (policy, seed) order.</param>
/// <param name="Commands">Commands executed by all engines.</param>
/// <param name="ElapsedSeconds">Wall-clock time.</param>
public sealed record SimulationResult(
    VenueScenario Scenario,
    int Seeds,
    bool IsComplete,
    string Baseline,
    IReadOnlyList<MarketPicture> Markets,
    IReadOnlyList<PolicyOutcome> Policies,
    StateHash StateHash,
    long Commands,
    double ElapsedSeconds)
{
    /// <summary>Whether verdicts rest on calibrated markets, all of them; synthetic paths need no calibration.</summary>
    public bool IsCalibrated => Scenario.Kind == ScenarioKind.Synthetic || Markets.All(market => market.Calibration is { Converged: true });
}

/// <summary>One market of a simulation, whatever the policy.</summary>
/// <param name="Scenario">What was simulated, with the θ in force.</param>
/// <param name="Calibration">How well the baseline reproduces the record; null for synthetic scenarios and without a finished seed.</param>
/// <param name="Gain">The market before the shock; null without a finished seed.</param>
/// <param name="Heat">Where liquidations waited in the first seed of the baseline.</param>
/// <param name="ObservedPath">The recorded path of the first seed, one price a step of <see cref="MarketSeries.StepSeconds"/>.</param>
/// <param name="ExogenousPath">The exogenous path, mean over seeds, one price a step.</param>
public sealed record MarketPicture(
    Scenario Scenario,
    MarketCalibration? Calibration,
    GainSummary? Gain,
    IReadOnlyList<HeatRow> Heat,
    IReadOnlyList<double> ObservedPath,
    IReadOnlyList<double> ExogenousPath);

/// <summary>What one policy would have done.</summary>
/// <param name="Name">Name of the policy.</param>
/// <param name="Metrics">Summary over seeds by metric key.</param>
/// <param name="PerSeed">Values by metric key, one per seed; null where undefined.</param>
/// <param name="Markets">The same market by market, and what happened there step by step.</param>
/// <param name="Backstops">What backstops held step by step.</param>
/// <param name="Verdict">Whether it prevented the cascade.</param>
/// <param name="Labels">Classes of cascade that were recognised, and those that were not.</param>
public sealed record PolicyOutcome(
    string Name,
    IReadOnlyDictionary<string, MetricSummary> Metrics,
    PerSeed PerSeed,
    IReadOnlyList<MarketOutcome> Markets,
    BackstopSummary Backstops,
    Verdict Verdict,
    IReadOnlyList<CascadeLabel> Labels)
{
    /// <summary>Course of the forced closes, by the keys of <see cref="EpisodeFacts.All"/>, over seeds.</summary>
    internal IReadOnlyDictionary<string, MetricSummary> Episode { get; init; } = EpisodeFacts.Summarise([]);

    /// <summary>What other traders did, by the keys of <see cref="TraderFlows.All"/>, over seeds.</summary>
    internal IReadOnlyDictionary<string, MetricSummary> Flows { get; init; } = TraderFlows.Summarise([]);
}

/// <summary>What one policy would have done in one market.</summary>
/// <param name="Market">Symbol.</param>
/// <param name="Metrics">Summary over seeds by metric key; metrics of accounts are the venue's alone.</param>
/// <param name="Series">What happened step by step, over seeds.</param>
public sealed record MarketOutcome(string Market, IReadOnlyDictionary<string, MetricSummary> Metrics, SeriesSummary Series);

/// <summary>The market's loop gain before the shock, mean over seeds on the 10 bp grid, and what follows from it.</summary>
/// <param name="Values">n by distance, one per grid cell.</param>
/// <param name="CriticalShock">s*, mean over the seeds that have one; null if none has.</param>
public sealed record GainSummary(IReadOnlyList<double> Values, double? CriticalShock);

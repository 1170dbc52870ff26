using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>What a simulation found.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Seeds">Seeds that were finished: fewer than asked for if the simulation was interrupted.</param>
/// <param name="IsComplete">Whether all seeds were finished.</param>
/// <param name="Baseline">Name of the baseline.</param>
/// <param name="Policies">Outcomes, in the order of the request, the exogenous counterfactual last.</param>
/// <param name="StateHash">Hash over the engines' final hashes in (policy, seed) order.</param>
/// <param name="Commands">Commands executed by all engines.</param>
/// <param name="ElapsedSeconds">Wall-clock time.</param>
public sealed record SimulationResult(
    string Scenario, int Seeds, bool IsComplete, string Baseline, IReadOnlyList<PolicyOutcome> Policies, StateHash StateHash, long Commands, double ElapsedSeconds);

/// <summary>What one policy would have done.</summary>
/// <param name="Name">Name of the policy.</param>
/// <param name="Metrics">Summary over seeds by metric key.</param>
/// <param name="PerSeed">Values by metric key, one per seed; null where undefined.</param>
public sealed record PolicyOutcome(string Name, IReadOnlyDictionary<string, MetricSummary> Metrics, IReadOnlyDictionary<string, IReadOnlyList<double?>> PerSeed);

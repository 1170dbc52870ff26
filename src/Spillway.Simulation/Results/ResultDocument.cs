using System.Text.Json.Nodes;

namespace Spillway.Simulation;

/// <summary>The machine-readable result, schema spillway.result/1.</summary>
public static class ResultDocument
{
    /// <summary>Name of the schema and its version.</summary>
    public const string Schema = "spillway.result/1";

    /// <summary>The document of a result. Verdicts are null until calibration exists.</summary>
    public static JsonObject Write(SimulationResult result)
    {
        JsonArray policies = [];
        foreach (PolicyOutcome policy in result.Policies)
        {
            policies.Add(new JsonObject
            {
                ["name"] = policy.Name,
                ["metrics"] = Metrics(policy),
                ["verdict"] = new JsonObject { ["informative"] = null, ["prevented"] = null, ["failed"] = new JsonArray(), ["unattainable"] = new JsonArray() },
            });
        }
        return new JsonObject
        {
            ["schema"] = Schema,
            ["scenario"] = result.Scenario,
            ["seeds"] = result.Seeds,
            ["complete"] = result.IsComplete,
            ["baseline"] = result.Baseline,
            ["calibration"] = new JsonObject { ["converged"] = false, ["kind"] = "none", ["markets"] = new JsonArray() },
            ["policies"] = policies,
            ["stateHash"] = result.StateHash.ToString(),
            ["engineVersion"] = Versions.Engine,
            ["elapsedSeconds"] = Math.Round(result.ElapsedSeconds, 3),
            ["commandsPerSecond"] = Math.Round(result.Commands / Math.Max(1e-9, result.ElapsedSeconds)),
        };
    }

    private static JsonObject Metrics(PolicyOutcome policy)
    {
        JsonObject metrics = [];
        foreach (Metric metric in Metric.All)
        {
            MetricSummary summary = policy.Metrics[metric.Key];
            metrics[metric.Key] = new JsonObject
            {
                ["mean"] = summary.Mean,
                ["p50"] = summary.P50,
                ["p95"] = summary.P95,
                ["ci95"] = summary.Ci95Low is null ? null : new JsonArray(summary.Ci95Low, summary.Ci95High),
                ["count"] = summary.Count,
            };
        }
        return metrics;
    }
}

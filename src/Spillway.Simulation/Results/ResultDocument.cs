using System.Text.Json.Nodes;

namespace Spillway.Simulation;

/// <summary>The machine-readable result, schema spillway.result/1.</summary>
public static class ResultDocument
{
    /// <summary>Name of the schema and its version.</summary>
    public const string Schema = "spillway.result/1";

    /// <summary>The document of a result.</summary>
    public static JsonObject Write(SimulationResult result) => new()
    {
        ["schema"] = Schema,
        ["scenario"] = result.Scenario.Name,
        ["seeds"] = result.Seeds,
        ["complete"] = result.IsComplete,
        ["baseline"] = result.Baseline,
        ["calibration"] = Calibration(result),
        ["policies"] = new JsonArray([.. result.Policies.Select(policy => (JsonNode)Policy(policy))]),
        ["stateHash"] = result.StateHash.ToString(),
        ["engineVersion"] = Versions.Engine,
        ["elapsedSeconds"] = Math.Round(result.ElapsedSeconds, 3),
        ["commandsPerSecond"] = Math.Round(result.Commands / Math.Max(1e-9, result.ElapsedSeconds)),
    };

    /// <summary>How the run is calibrated.</summary>
    internal static JsonObject Calibration(SimulationResult result) => new()
    {
        ["kind"] = result.Scenario.Kind == ScenarioKind.Synthetic ? "synthetic" : "recorded",
        ["converged"] = result.IsCalibrated,
        ["markets"] = new JsonArray([.. result.Markets.Where(market => market.Calibration is not null).Select(market => (JsonNode)Market(market.Calibration!))]),
    };

    private static JsonObject Market(MarketCalibration market) => new()
    {
        ["market"] = market.Market,
        ["theta"] = market.Theta,
        ["observedTroughLog"] = market.ObservedTroughLog,
        ["baselineTroughLog"] = market.BaselineTroughLog.Mean,
        ["flowRatio"] = market.FlowRatio,
        ["flowBand"] = new JsonArray(market.FlowBand.Low, market.FlowBand.High),
        ["converged"] = market.Converged,
        ["note"] = market.Note,
    };

    private static JsonObject Policy(PolicyOutcome policy) => new()
    {
        ["name"] = policy.Name,
        ["metrics"] = Metrics(policy.Metrics),
        ["markets"] = new JsonArray([.. policy.Markets.Select(market => (JsonNode)new JsonObject
        {
            ["market"] = market.Market,
            ["metrics"] = Metrics(market.Metrics),
        })]),
        ["episode"] = EpisodeFacts.Write(policy.Episode, Summary),
        ["flows"] = TraderFlows.Write(policy.Flows, Summary),
        ["defaultFund"] = DefaultFund(policy.PerSeed),
        ["verdict"] = new JsonObject
        {
            ["informative"] = policy.Verdict.Informative,
            ["prevented"] = policy.Verdict.Prevented,
            ["failed"] = Names(policy.Verdict.Failed),
            ["unattainable"] = Names(policy.Verdict.Unattainable),
        },
    };

    // What a fund would have to hold, by the two rules of clearing houses. Both are of these seeds of this scenario.
    private static JsonObject DefaultFund(PerSeed values)
    {
        TailMean tail = TailMean.Of(values["badDebt"], TailMean.FundShare);
        return new JsonObject
        {
            ["cover2Most"] = values["largestTwoDebts"].Max(),
            ["tailMean"] = tail.Mean,
            ["tailShare"] = TailMean.FundShare,
            ["tailSeeds"] = tail.Values,
        };
    }

    private static JsonArray Names(IReadOnlyList<Clause> clauses) => [.. clauses.Select(clause => (JsonNode)NameOf(clause))];

    /// <summary>A clause as results name it: badDebt.</summary>
    public static string NameOf(Clause clause)
    {
        string name = clause.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static JsonObject Metrics(IReadOnlyDictionary<string, MetricSummary> summaries)
    {
        JsonObject all = [];
        foreach (Metric metric in Metric.All)
        {
            if (summaries.TryGetValue(metric.Key, out MetricSummary? summary)) all[metric.Key] = Summary(summary);
        }
        return all;
    }

    private static JsonObject Summary(MetricSummary summary) => new()
    {
        ["mean"] = summary.Mean,
        ["p50"] = summary.P50,
        ["p95"] = summary.P95,
        ["ci95"] = summary.Ci95Low is null ? null : new JsonArray(summary.Ci95Low, summary.Ci95High),
        ["count"] = summary.Count,
    };
}

using System.Text.Json.Nodes;

namespace Spillway.Simulation;

/// <summary>The machine-readable result of the gate, schema spillway.gate/1.</summary>
public static class GateDocument
{
    /// <summary>Name of the schema and its version.</summary>
    public const string Schema = "spillway.gate/1";

    /// <summary>The document of a result.</summary>
    public static JsonObject Write(GateResult result) => new()
    {
        ["schema"] = Schema,
        ["scenario"] = result.Scenario,
        ["hours"] = result.Hours,
        ["days"] = result.Days,
        ["pairedHours"] = result.PairedHours,
        ["seed"] = result.Seed,
        ["passed"] = result.IsPassed,
        ["liquidatedAccounts"] = result.Liquidated,
        ["figures"] = new JsonArray([.. result.Figures.Select(Figure)]),
        ["curves"] = new JsonObject(result.Curves.Select(curve => KeyValuePair.Create(curve.Key, (JsonNode?)Curve(curve)))),
        ["stateHash"] = result.StateHash.ToString(),
        ["engineVersion"] = Versions.Engine,
        ["elapsedSeconds"] = Math.Round(result.ElapsedSeconds, 3),
        ["commandsPerSecond"] = Math.Round(result.Commands / Math.Max(1e-9, result.ElapsedSeconds)),
    };

    private static JsonObject Figure(GateFigure figure) => new()
    {
        ["key"] = figure.Key,
        ["text"] = figure.Text,
        ["unit"] = figure.Unit,
        ["hard"] = figure.IsHard,
        ["low"] = figure.Low,
        ["high"] = figure.High,
        ["within"] = figure.IsWithin,
        ["venue"] = figure.Venue,
        ["error"] = figure.Error,
        ["path"] = figure.Path,
        ["plain"] = figure.Plain,
    };

    private static JsonObject Curve(GateCurve curve) => new()
    {
        ["x"] = new JsonArray([.. curve.X.Select(value => (JsonNode)value)]),
        ["y"] = new JsonArray([.. curve.Y.Select(value => (JsonNode)value)]),
    };
}

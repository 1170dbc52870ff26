using System.Text.Json.Nodes;

namespace Spillway.Simulation;

/// <summary>Verdicts over a grid of assumptions, and over the share of accounts that agreed to be netted.</summary>
/// <param name="Cells">One per combination.</param>
/// <param name="Netting">The scenario's own assumptions with another netting book.</param>
public sealed record SensitivityResult(IReadOnlyList<SensitivityCell> Cells, IReadOnlyList<NettingCell> Netting)
{
    /// <summary>Shares of open interest on each side that agreed to be closed at mark.</summary>
    public static IReadOnlyList<double> NettingShares { get; } = [0, 0.25];

    /// <summary>Multiples of the scenario's leverage.</summary>
    public static IReadOnlyList<double> Leverages { get; } = [0.7, 1, 1.3];

    /// <summary>Multiples of the scenario's depth.</summary>
    public static IReadOnlyList<double> Depths { get; } = [0.5, 1, 2];

    /// <summary>Permanent shares p.</summary>
    public static IReadOnlyList<double> PermanentShares { get; } = [0, 0.2, 0.4, 0.6];

    /// <summary>Every combination.</summary>
    public static IReadOnlyList<(double Leverage, double Depth, double PermanentShare)> Grid { get; } =
        [.. from leverage in Leverages from depth in Depths from permanent in PermanentShares select (leverage, depth, permanent)];

    /// <summary>Whether every combination and every netting book was run: it is not when somebody interrupted.</summary>
    public bool IsWhole => Cells.Count == Grid.Count && Netting.Count == NettingShares.Count;

    /// <summary>The grid as the report shows it.</summary>
    public JsonObject ToJson() => new()
    {
        ["axes"] = new JsonObject { ["leverage"] = Axis(Leverages), ["depth"] = Axis(Depths), ["permanentShare"] = Axis(PermanentShares) },
        ["cells"] = new JsonArray([.. Cells.Select(cell => (JsonNode)cell.ToJson())]),
        ["netting"] = new JsonArray([.. Netting.Select(cell => (JsonNode)cell.ToJson())]),
    };

    private static JsonArray Axis(IEnumerable<double> values) => [.. values.Select(value => (JsonNode)value)];
}

/// <summary>One combination of assumptions: θ is fitted anew to the price anchor, the flow ratio is stated and not enforced.</summary>
/// <param name="Leverage">Multiple of the scenario's leverage.</param>
/// <param name="Depth">Multiple of its depth.</param>
/// <param name="PermanentShare">p.</param>
/// <param name="Calibrations">How near the baseline comes, market by market.</param>
/// <param name="Converged">Whether the fit met the price anchor.</param>
/// <param name="Policies">Outcomes.</param>
public sealed record SensitivityCell(double Leverage, double Depth, double PermanentShare, IReadOnlyList<MarketCalibration> Calibrations, bool Converged, IReadOnlyList<PolicyOutcome> Policies)
{
    internal JsonObject ToJson() => new()
    {
        ["leverage"] = Leverage,
        ["depth"] = Depth,
        ["permanentShare"] = PermanentShare,
        ["theta"] = Calibrations[0].Theta,
        ["flowRatio"] = Calibrations[0].FlowRatio,
        ["markets"] = new JsonArray([.. Calibrations.Select(market => (JsonNode)new JsonObject { ["market"] = market.Market, ["theta"] = market.Theta, ["flowRatio"] = market.FlowRatio })]),
        ["converged"] = Converged,
        ["verdicts"] = Verdicts(Policies),
    };

    /// <summary>What a cell says of each policy.</summary>
    internal static JsonArray Verdicts(IReadOnlyList<PolicyOutcome> policies) => [.. policies.Where(policy => policy.Verdict != Verdict.None).Select(policy => (JsonNode)new JsonObject
    {
        ["policy"] = policy.Name,
        ["prevented"] = policy.Verdict.Prevented,
        ["failed"] = new JsonArray([.. policy.Verdict.Failed.Select(clause => (JsonNode)ResultDocument.NameOf(clause))]),
        ["amplification"] = policy.Metrics["amplification"].Mean,
        ["badDebtBpsOfOi"] = policy.Metrics["badDebtBpsOfOi"].Mean,
    })];
}

/// <summary>The scenario's own assumptions with another netting book. The baseline nets nothing, so θ stays.</summary>
/// <param name="NettingShare">Open interest on each side that agreed to be closed at mark.</param>
/// <param name="Converged">Whether the calibration is.</param>
/// <param name="Policies">Outcomes.</param>
public sealed record NettingCell(double NettingShare, bool Converged, IReadOnlyList<PolicyOutcome> Policies)
{
    internal JsonObject ToJson() => new()
    {
        ["nettingShare"] = NettingShare,
        ["converged"] = Converged,
        ["verdicts"] = SensitivityCell.Verdicts(Policies),
    };
}

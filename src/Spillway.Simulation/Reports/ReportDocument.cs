using System.Globalization;
using System.Text.Json.Nodes;
using Spillway.Core;
using Spillway.Signals;

namespace Spillway.Simulation;

/// <summary>The data of the report page, schema spillway.report/1: the result, and beside it what pictures need. See docs/report.md.</summary>
public static class ReportDocument
{
    /// <summary>Name of the schema and its version.</summary>
    public const string Schema = "spillway.report/1";

    private static readonly string[] LowerIsBetter =
    [
        "amplification", "excessDrawdown", "cascadeSize", "branchingRatio", "badDebt", "badDebtBpsOfOi", "largestTwoDebts", "insuranceDrain", "liquidatedNotional", "liquidatedShareOfOi", "liquidatedAccounts",
        "falseLiquidationShare", "deleveragedNotional", "deleveragedShareOfOi", "adlOvershoot", "adlMaxHaircut", "adlGini", "poolCapitalUsedPeak", "poolLoss", "takerLoss", "memberLoss", "timeToRecoverySeconds",
        "marginPeakToTrough", "marginWorstCall1h", "meanMarginChange", "haltSeconds", "timeToFlatP99Seconds",
    ];

    /// <summary>The document of a result.</summary>
    /// <param name="result">Of at least one seed.</param>
    /// <param name="sensitivity">Verdicts over the grid of assumptions; null if it was not asked for.</param>
    /// <param name="scan">Points of the fit of θ; empty if θ was not fitted in this run.</param>
    public static JsonObject Write(SimulationResult result, SensitivityResult? sensitivity, IReadOnlyList<ThetaFit.Point> scan)
    {
        VenueScenario scenario = result.Scenario;
        return new JsonObject
        {
            ["schema"] = Schema,
            ["scenario"] = new JsonObject
            {
                ["name"] = scenario.Name,
                ["summary"] = scenario.Summary,
                ["start"] = Time(scenario.Start),
                ["end"] = Time(scenario.End.AddNanos(ExogenousPath.RestMinutes * MinuteBar.DurationNanos)),
            },
            ["result"] = ResultDocument.Write(result),
            ["metrics"] = new JsonArray([.. Metric.All.Select(metric => (JsonNode)new JsonObject { ["key"] = metric.Key, ["unit"] = metric.Unit, ["meaning"] = metric.Meaning, ["better"] = Better(metric) })]),
            ["series"] = Series(result),
            ["heatmaps"] = new JsonArray([.. result.Markets.Select(market => Heatmap.Of(market, result.Baseline)).OfType<JsonNode>()]),
            ["gain"] = new JsonArray([.. result.Markets.Where(market => market.Gain is not null).Select(market => (JsonNode)Gain(market.Scenario.Market.Symbol, market.Gain!))]),
            ["labels"] = new JsonArray([.. result.Policies.SelectMany(policy => policy.Labels.Select(label => (JsonNode)Label(policy.Name, label)))]),
            ["assumptions"] = Assumptions.Of(scenario),
            ["calibration"] = Calibration(result, scan),
            ["sensitivity"] = sensitivity?.ToJson(),
        };
    }

    internal static string Time(Timestamp time) => DateTimeOffset.UnixEpoch.AddTicks(time.Nanos / 100).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Six significant digits: what a picture can show.</summary>
    internal static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return 0;
        double scale = Math.Pow(10, 5 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        double rounded = Math.Round(value * scale) / scale;
        return double.IsFinite(rounded) ? rounded : value;
    }

    internal static JsonArray Numbers(IEnumerable<double?> values) =>
        [.. values.Select(value => value is { } number && double.IsFinite(number) ? JsonValue.Create(Rounded(number)) : null)];

    private static string Better(Metric metric) => LowerIsBetter.Contains(metric.Key) ? "lower" : metric.Key == "equityPreserved" ? "higher" : "none";

    private static JsonObject Series(SimulationResult result) => new()
    {
        ["start"] = Time(result.Scenario.Start),
        ["stepSeconds"] = MarketSeries.StepSeconds,
        ["markets"] = new JsonArray([.. Enumerable.Range(0, result.Markets.Count).Select(m => (JsonNode)Series(result, m))]),
        ["policies"] = new JsonArray([.. result.Policies.Select(policy => (JsonNode)new JsonObject
        {
            ["name"] = policy.Name,
            ["fund"] = All(policy.Backstops.Fund),
            ["pool"] = All(policy.Backstops.Pool),
            ["deleveraged"] = All(policy.Backstops.Deleveraged),
        })]),
    };

    private static JsonObject Series(SimulationResult result, int m)
    {
        MarketPicture market = result.Markets[m];
        int bars = (int)((result.Scenario.End - result.Scenario.Start) / Timestamp.NanosPerSecond / MarketSeries.StepSeconds);
        return new JsonObject
        {
            ["market"] = market.Scenario.Market.Symbol,
            ["observed"] = Numbers(market.ObservedPath.Select((price, step) => step < bars ? price : (double?)null)),
            ["exogenous"] = All(market.ExogenousPath),
            ["policies"] = new JsonArray([.. result.Policies.Select(policy => (JsonNode)Flows(policy.Name, policy.Markets[m].Series))]),
        };
    }

    private static JsonObject Flows(string policy, SeriesSummary series) => new()
    {
        ["name"] = policy,
        ["price"] = All(series.Price),
        ["priceLow"] = All(series.PriceLow),
        ["priceHigh"] = All(series.PriceHigh),
        ["liquidated"] = All([.. series.Released.Zip(series.OffBook, (released, other) => released + other)]),
        ["released"] = All(series.Released),
        ["offBook"] = All(series.OffBook),
        ["queue"] = All(series.Queue),
        ["gain"] = Numbers(series.Gain),
        ["bidDepth"] = All(series.Depth),
    };

    private static JsonArray All(IReadOnlyList<double> values) => Numbers(values.Select(value => (double?)value));

    private static JsonObject Gain(string market, GainSummary gain)
    {
        const int shown = 300; // 30 %
        CascadeCurve curve = new();
        double[] values = new double[LogPriceGrid.Cells];
        for (int cell = 0; cell < Math.Min(values.Length, gain.Values.Count); cell++) values[cell] = gain.Values[cell];
        curve.Measure(values);
        return new JsonObject
        {
            ["market"] = market,
            ["x"] = new JsonArray([.. Enumerable.Range(0, shown).Select(cell => (JsonNode)LogPriceGrid.Start(cell))]),
            ["n"] = Numbers(values.Take(shown).Select(value => (double?)value)),
            ["cliff"] = curve.Cliff,
            ["criticalShock"] = curve.CriticalShock,
            ["amplification"] = new JsonArray([.. Enumerable.Range(1, 30).Select(percent => (JsonNode)new JsonObject
            {
                ["shock"] = percent / 100.0,
                ["ratio"] = double.IsFinite(curve.Amplification(percent / 100.0)) ? Rounded(curve.Amplification(percent / 100.0)) : null,
            })]),
        };
    }

    private static JsonObject Label(string policy, CascadeLabel label) => new()
    {
        ["policy"] = policy,
        ["class"] = label.Class,
        ["present"] = label.IsPresent,
        ["evidence"] = label.Evidence,
    };

    private static JsonObject? Calibration(SimulationResult result, IReadOnlyList<ThetaFit.Point> scan)
    {
        if (result.Markets.All(market => market.Calibration is null)) return null;
        JsonObject calibration = ResultDocument.Calibration(result);
        calibration["scan"] = new JsonArray([.. scan.Select(point => (JsonNode)new JsonObject
        {
            ["market"] = point.Market,
            ["theta"] = point.Theta,
            ["troughLog"] = Rounded(point.TroughLog),
            ["flowRatio"] = Rounded(point.FlowRatio),
        })]);
        return calibration;
    }
}

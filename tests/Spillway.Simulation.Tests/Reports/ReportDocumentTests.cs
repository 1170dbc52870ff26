using System.Text.Json.Nodes;

namespace Spillway.Simulation.Tests;

public sealed class ReportDocumentTests
{
    private static readonly Lazy<JsonObject> Report = new(() => ReportDocument.Write(
        Checkout.Run(Checkout.Request(Checkout.Small, Checkout.Policy("market-order"), Checkout.Policy("spillway"))), sensitivity: null, [new ThetaFit.Point(0.5, 0.1, 0.05)]));

    [Fact]
    public void Report_HasTheSectionsOfItsContract() => Assert.Equal(
        ["schema", "scenario", "result", "metrics", "series", "heatmaps", "gain", "labels", "assumptions", "calibration", "sensitivity"],
        Report.Value.Select(section => section.Key));

    [Fact]
    public void Series_OfEveryPolicy_HaveOneEntryAStep()
    {
        // 25 bars and an hour of rest in steps of ten seconds.
        const int steps = (25 + 60) * 6;
        JsonNode market = Report.Value["series"]!["markets"]![0]!;
        Assert.Equal(steps, market["observed"]!.AsArray().Count);
        Assert.Equal(25 * 6, market["observed"]!.AsArray().Count(price => price is not null));
        Assert.Equal(steps, market["exogenous"]!.AsArray().Count);
        Assert.Equal(["market-order", "spillway", "exogenous"], market["policies"]!.AsArray().Select(policy => policy!["name"]!.GetValue<string>()));
        foreach (JsonNode? policy in market["policies"]!.AsArray())
            Assert.All(policy!.AsObject().Where(column => column.Key != "name"), column => Assert.Equal(steps, column.Value!.AsArray().Count));
        foreach (JsonNode? policy in Report.Value["series"]!["policies"]!.AsArray())
            Assert.All(policy!.AsObject().Where(column => column.Key != "name"), column => Assert.Equal(steps, column.Value!.AsArray().Count));
    }

    [Fact]
    public void Series_OfFlows_AddUpToTheMetric()
    {
        JsonNode policy = Report.Value["series"]!["markets"]![0]!["policies"]![0]!;
        double metric = Report.Value["result"]!["policies"]![0]!["metrics"]!["liquidatedNotional"]!["mean"]!.GetValue<double>();
        double flow = policy["liquidated"]!.AsArray().Sum(value => value!.GetValue<double>());
        Assert.InRange(flow / metric, 0.999, 1.001);
    }

    [Fact]
    public void Heatmap_HasOneRowAMinuteAndOneBucketLessThanEdges()
    {
        JsonNode heat = Report.Value["heatmaps"]![0]!;
        int rows = heat["price"]!.AsArray().Count, edges = heat["prices"]!.AsArray().Count;
        Assert.Equal(25 + 60, rows);
        Assert.Equal(rows, heat["liquidatable"]!.AsArray().Count);
        Assert.All(heat["liquidatable"]!.AsArray(), row => Assert.Equal(edges - 1, row!.AsArray().Count));
        Assert.Contains(heat["liquidatable"]!.AsArray(), row => row!.AsArray().Any(value => value!.GetValue<double>() > 0));
    }

    [Fact]
    public void Gain_IsGivenByDistanceWithTheAmplificationItImplies()
    {
        JsonNode gain = Report.Value["gain"]![0]!;
        Assert.Equal(gain["x"]!.AsArray().Count, gain["n"]!.AsArray().Count);
        Assert.All(gain["amplification"]!.AsArray(), point => Assert.True(point!["ratio"] is null || point["ratio"]!.GetValue<double>() >= 1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(123_456_789, 123_457_000)]
    [InlineData(-0.000123456789, -0.000123457)]
    [InlineData(double.NaN, 0)]
    public void Rounded_KeepsSixDigits(double value, double expected) => Assert.Equal(expected, ReportDocument.Rounded(value), 12);
}

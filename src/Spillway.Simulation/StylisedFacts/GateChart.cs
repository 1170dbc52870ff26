using System.Globalization;
using System.Text;

namespace Spillway.Simulation;

/// <summary>The picture of a gate: six panels, one SVG without anything outside of it.</summary>
public static class GateChart
{
    private const string Venue = "#1b6ca8", Given = "#d1495b", Alone = "#999", Guide = "#333", Dashes = "stroke-dasharray=\"4 3\"";

    private const double FirstColumn = 44, ColumnStep = 256, FirstRow = 44, RowStep = 226;

    /// <summary>Draws the facts of a result; a fact that could not be measured leaves its panel empty.</summary>
    public static string Draw(GateResult result)
    {
        StringBuilder svg = new();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 780 468\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>Stylised facts of {result.Scenario} without liquidations, {result.Days} days of {result.Hours} h</title>\n");
        svg.Append("<rect width=\"780\" height=\"468\" fill=\"#fff\"/>\n");
        svg.Append(Tail(result)).Append(Memory(result)).Append(Slopes(result)).Append(Response(result)).Append(Signs(result)).Append(Impact(result));
        return svg.Append("</svg>\n").ToString();
    }

    private static ChartPanel Tail(GateResult result) => Panel(
            0,
            0,
            "Tail of 1 min returns",
            new(0.3, 30, true, "|return| / standard deviation", (1, "1"), (10, "10")),
            new(1e-5, 1, true, "", (1, "1"), (1e-2, "1 %"), (1e-4, "10⁻⁴")))
        .Line([(2, 0.1), (20, 1e-4)], Guide, Dashes)
        .Line(Of(result, "tailPlain"), Alone).Line(Of(result, "tailPath"), Given).Line(Of(result, "tailVenue"), Venue)
        .Words(0.05, 0.72, "path", Given).Words(0.05, 0.82, "venue", Venue).Words(0.05, 0.92, "agents alone", Alone).Words(0.72, 0.48, "slope −3", Guide);

    private static ChartPanel Memory(GateResult result) => Panel(
            1,
            0,
            "Memory of |return|, 1 min",
            new(0.9, 70, true, "lag, min", (1, "1"), (10, "10"), (60, "60")),
            new(0.003, 1, true, "", (1, "1"), (0.1, "0.1"), (0.01, "0.01")))
        .Line([(1, 0.6), (60, 0.6 * Power(60, -0.2))], Guide, Dashes).Line([(1, 0.6), (60, 0.6 * Power(60, -0.5))], Guide, Dashes)
        .Dots(Of(result, "memoryPlain"), Alone).Line(Of(result, "memoryPath"), Given).Line(Of(result, "memoryVenue"), Venue)
        .Words(0.4, 0.08, "exponents 0.2, 0.5", Guide);

    private static ChartPanel Slopes(GateResult result)
    {
        GateCurve? slopes = result.CurveOf("flowSlopes"), pushes = result.CurveOf("pushSlopes");
        return Panel(
                2,
                0,
                "Order-flow slope and depth",
                new(0.35, 2.9, true, "depth, of the scenario's", (0.5, "½"), (1, "1"), (2, "2")),
                new(0.35, 2.9, true, "", (0.5, "½"), (1, "1"), (2, "2")))
            .Line([(0.4, 2.5), (2.5, 0.4)], Guide, Dashes)
            .Dots(Relative(pushes), Given).Dots(Relative(slopes), Venue)
            .Words(0.42, 0.1, "best quotes", Venue).Words(0.42, 0.2, "metaorders alone", Given).Words(0.1, 0.92, "dashed: 1 / depth", Guide);
    }

    private static ChartPanel Response(GateResult result)
    {
        GateCurve? curve = result.CurveOf("response");
        double most = Math.Max(1e-12, curve?.Y.DefaultIfEmpty().Max() ?? 1);
        return Panel(
                0,
                1,
                "Middle after a shock",
                new(0, 300, false, "seconds", (0, "0"), (60, "60"), (120, "120"), (240, "240")),
                new(0, 1.05, false, "", (0, "0"), (0.5, "½"), (1, "1")))
            .Band(30, 120).Line([(0, 0.5), (300, 0.5)], Guide, Dashes)
            .Line(Of(result, "response").Select(point => (point.X, point.Y / most)), Venue)
            .Words(0.46, 0.12, "shaded: the band", Guide);
    }

    private static ChartPanel Signs(GateResult result) => Panel(
            1,
            1,
            "Memory of order signs",
            new(0.9, 1_100, true, "lag, orders", (1, "1"), (10, "10"), (100, "100"), (1_000, "1,000")),
            new(0.001, 1, true, "", (1, "1"), (0.1, "0.1"), (0.01, "0.01")))
        .Line([(1, 0.5), (1_000, 0.5 * Power(1_000, -0.5))], Guide, Dashes).Line(Of(result, "signMemory"), Venue)
        .Words(0.5, 0.14, "exponent 0.5", Guide);

    private static ChartPanel Impact(GateResult result)
    {
        (double X, double Y)[] points = [.. Of(result, "impact").Where(point => point.Y > 0)];
        double size = points.Length == 0 ? 1 : points[^1].X, impact = points.Length == 0 ? 1 : points[^1].Y;
        return Panel(
                2,
                1,
                "Impact of metaorders",
                new(3e-3, 2, true, "size, of the largest shown", (1e-2, "0.01"), (0.1, "0.1"), (1, "1")),
                new(3e-3, 2, true, "", (1e-2, "0.01"), (0.1, "0.1"), (1, "1")))
            .Line([(4e-3, Math.Sqrt(4e-3)), (1, 1)], Guide, Dashes).Dots(points.Select(point => (point.X / size, point.Y / impact)), Venue)
            .Words(0.06, 0.12, "dashed: square root", Guide);
    }

    private static ChartPanel Panel(int column, int row, string title, ChartPanel.Scale x, ChartPanel.Scale y) =>
        new(FirstColumn + (column * ColumnStep), FirstRow + (row * RowStep), title, x, y);

    private static IEnumerable<(double X, double Y)> Of(GateResult result, string key) => result.CurveOf(key) is { } curve ? curve.X.Zip(curve.Y) : [];

    // Relative to the middle of three depths, so that two kinds of slope share a picture.
    private static IEnumerable<(double X, double Y)> Relative(GateCurve? curve) =>
        curve is { X.Count: > 2 } && curve.Y[1] > 0 ? curve.X.Zip(curve.Y, (x, y) => (x / curve.X[1], y / curve.Y[1])) : [];

    private static double Power(double value, double exponent) => PortableMath.Exp(exponent * PortableMath.Log(value));
}

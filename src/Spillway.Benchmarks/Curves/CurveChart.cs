using System.Globalization;
using System.Text;
using Spillway.Simulation;

namespace Spillway.Benchmarks.Curves;

/// <summary>The picture of the cost curves: a tick above, memory below, one column for each curve; one SVG without anything outside of it.</summary>
public static class CurveChart
{
    private const string Cost = "#1b6ca8", Memory = "#d1495b";
    private const double FirstColumn = 52, ColumnStep = 252, FirstRow = 60, RowStep = 226;

    /// <summary>Draws a result.</summary>
    public static string Draw(CurveResult result)
    {
        StringBuilder svg = new();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 780 484\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\">\n");
        svg.Append("<title>Cost of a quiet tick and of memory by accounts, markets and positions</title>\n<rect width=\"780\" height=\"484\" fill=\"#fff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{FirstColumn}\" y=\"20\" fill=\"#555\">{Escaped(result.Machine.Processor)}, {result.Machine.Date:yyyy-MM-dd}</text>\n");
        CurveAxis[] axes = Enum.GetValues<CurveAxis>();
        for (int column = 0; column < axes.Length; column++)
        {
            CurvePoint[] points = [.. result.Points.Where(point => point.Axis == axes[column])];
            if (points.Length == 0) continue;
            (double X, double Y)[] ticks = [.. points.Select(point => (Along(point), point.TickMicros))], bytes = [.. points.Select(point => (Along(point), point.PositionBytes))];
            ChartPanel.Scale x = ScaleOf(ticks.Select(point => point.X), Words(axes[column], points[0]));
            svg.Append(Panel(column, 0, "Quiet tick, µs", x, ticks).Line(ticks, Cost).Dots(ticks, Cost));
            svg.Append(Panel(column, 1, "Memory a position, B", x, bytes).Line(bytes, Memory).Dots(bytes, Memory));
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static ChartPanel Panel(int column, int row, string title, ChartPanel.Scale x, IEnumerable<(double X, double Y)> points) =>
        new(FirstColumn + (column * ColumnStep), FirstRow + (row * RowStep), title, x, ScaleOf(points.Select(point => point.Y), ""));

    private static double Along(CurvePoint point) => point.Axis switch
    {
        CurveAxis.Accounts => point.Accounts,
        CurveAxis.Markets => point.Markets,
        _ => point.PositionsEach,
    };

    private static string Words(CurveAxis axis, CurvePoint first) => FormattableString.Invariant(axis switch
    {
        CurveAxis.Accounts => (FormattableString)$"accounts, of {first.PositionsEach} positions in {first.Markets} markets",
        CurveAxis.Markets => $"markets, {first.Accounts:N0} accounts of one position",
        _ => $"positions of each of {first.Accounts:N0} accounts",
    });

    // Whole decades around the values, a tick at each.
    private static ChartPanel.Scale ScaleOf(IEnumerable<double> values, string words)
    {
        double[] all = [.. values.Where(value => value > 0).DefaultIfEmpty(1)];
        int low = (int)Math.Floor(Math.Log10(all.Min()) + 1e-9), high = Math.Max(low + 1, (int)Math.Ceiling(Math.Log10(all.Max()) - 1e-9));
        (double, string)[] ticks = [.. Enumerable.Range(low, high - low + 1).Select(decade => (Math.Pow(10, decade), Math.Pow(10, decade).ToString(decade < 0 ? "0.#####" : "N0", CultureInfo.InvariantCulture)))];
        return new ChartPanel.Scale(Math.Pow(10, low) * 0.99, Math.Pow(10, high) * 1.01, true, words, ticks);
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}

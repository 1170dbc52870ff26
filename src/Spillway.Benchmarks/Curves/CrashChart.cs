using System.Globalization;
using System.Text;
using Spillway.Simulation;

namespace Spillway.Benchmarks.Curves;

/// <summary>The picture of a crash as the watch lived through it: the price, who breached, and who was examined for it; one SVG without anything outside of it.</summary>
public static class CrashChart
{
    private const string Alone = "#d1495b", Together = "#1b6ca8", Guide = "#333";
    private const double FirstColumn = 52, ColumnStep = 252, Top = 60, MinuteStep = 20;

    /// <summary>Draws the minutes of a crash, at least one.</summary>
    public static string Draw(CurveResult result)
    {
        IReadOnlyList<CrashMinute> minutes = result.Crash;
        long wakes = minutes.Sum(minute => minute.WakesOneByOne), together = minutes.Sum(minute => minute.WakesTogether), looks = minutes.Sum(minute => minute.Looks);
        int found = minutes.Sum(minute => minute.Found);
        double perFound(long count) => (double)count / Math.Max(1, found);
        StringBuilder svg = new();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 780 262\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\">\n");
        svg.Append("<title>Accounts examined along the recorded crash</title>\n<rect width=\"780\" height=\"262\" fill=\"#fff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{FirstColumn}\" y=\"20\" fill=\"{Alone}\">price by price: {wakes:N0} examined, {perFound(wakes):F1} for each of {found:N0} breached</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{FirstColumn}\" y=\"35\" fill=\"{Together}\">the prices of a second together: {together:N0}, {perFound(together):F1} for each, and {looks:N0} looks at everybody</text>\n");
        ChartPanel.Scale x = new(0, Math.Max(1, minutes.Count), false, "minutes", [.. Enumerable.Range(0, (int)(minutes.Count / MinuteStep) + 1).Select(i => (i * MinuteStep, (i * MinuteStep).ToString(CultureInfo.InvariantCulture)))]);
        svg.Append(new ChartPanel(FirstColumn, Top, "Price, share of the first", x, Linear(minutes.Min(minute => minute.Price) * 0.99, Math.Max(1.01, minutes.Max(minute => minute.Price)), "0.00")).Line(Points(minutes, minute => minute.Price), Guide));
        svg.Append(new ChartPanel(FirstColumn + ColumnStep, Top, "Breached a minute", x, Linear(0, Math.Max(1, minutes.Max(minute => minute.Found)) * 1.05, "N0")).Line(Points(minutes, minute => minute.Found), Guide));
        double most = Math.Max(1, minutes.Max(minute => Math.Max(minute.WakesOneByOne, minute.WakesTogether))) * 1.05;
        svg.Append(new ChartPanel(FirstColumn + (2 * ColumnStep), Top, "Examined a minute", x, Linear(0, most, "N0")).Line(Points(minutes, minute => minute.WakesOneByOne), Alone).Line(Points(minutes, minute => minute.WakesTogether), Together));
        return svg.Append("</svg>\n").ToString();
    }

    private static IEnumerable<(double X, double Y)> Points(IReadOnlyList<CrashMinute> minutes, Func<CrashMinute, double> figure) => minutes.Select(minute => (minute.Minute + 0.5, figure(minute)));

    // Round steps, about four of them.
    private static ChartPanel.Scale Linear(double low, double high, string format)
    {
        double rough = (high - low) / 4, decade = Math.Pow(10, Math.Floor(Math.Log10(rough))), step = decade * (rough / decade < 2 ? 1 : rough / decade < 5 ? 2 : 5);
        List<(double, string)> ticks = [];
        for (double value = Math.Ceiling(low / step) * step; value <= high; value += step) ticks.Add((value, value.ToString(format, CultureInfo.InvariantCulture)));
        return new ChartPanel.Scale(low, high, false, "", [.. ticks]);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spillway.Benchmarks.Curves;

namespace Spillway.Cli.Output;

/// <summary>The cost curves: a table for people, <c>spillway.curves/1</c> for machines.</summary>
internal static class CurveReport
{
    public static void Write(Terminal terminal, CurveResult result)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("curve");
        foreach (string title in (string[])["accounts", "markets", "positions each", "tick, µs", "wakes a tick", "B a position"]) table.AddColumn(new TableColumn(title).RightAligned());
        foreach (CurvePoint point in result.Points)
        {
            string[] cells = [$"{point.Axis}", Figure(point.Accounts), Figure(point.Markets), Figure(point.PositionsEach), Figure(point.TickMicros, "0.000"), Figure(point.WakesATick, "0.000"), Figure(point.PositionBytes, "0.0")];
            table.AddRow(cells);
        }
        terminal.Tables.Write(table);
    }

    public static JsonObject Document(CurveResult result) => new()
    {
        ["schema"] = "spillway.curves/1",
        ["machine"] = BenchReport.Machine(result.Machine),
        ["points"] = new JsonArray([.. result.Points.Select(Point)]),
        ["crash"] = new JsonArray([.. result.Crash.Select(Minute)]),
    };

    private static JsonNode Minute(CrashMinute minute) => new JsonObject
    {
        ["minute"] = minute.Minute,
        ["price"] = minute.Price,
        ["wakesOneByOne"] = minute.WakesOneByOne,
        ["wakesTogether"] = minute.WakesTogether,
        ["found"] = minute.Found,
        ["looks"] = minute.Looks,
    };

    private static JsonNode Point(CurvePoint point) => new JsonObject
    {
        ["axis"] = point.Axis.ToString().ToLowerInvariant(),
        ["accounts"] = point.Accounts,
        ["markets"] = point.Markets,
        ["positionsEach"] = point.PositionsEach,
        ["tickMicros"] = point.TickMicros,
        ["wakesATick"] = point.WakesATick,
        ["positionBytes"] = point.PositionBytes,
    };

    private static string Figure(double value, string format = "N0") => value.ToString(format, CultureInfo.InvariantCulture);
}

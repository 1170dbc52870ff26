using System.Globalization;
using Spectre.Console;
using Spillway.Simulation;

namespace Spillway.Cli.Output;

/// <summary>The gate as people read it: one row per fact, its band, and what the path and the agents alone give.</summary>
internal static class GateTable
{
    public static void Write(Terminal terminal, GateResult result, string folder)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("fact").AddColumn("unit").AddColumn(new TableColumn("band").RightAligned()).AddColumn(new TableColumn("venue").RightAligned());
        table.AddColumn(new TableColumn("path").RightAligned()).AddColumn(new TableColumn("agents alone").RightAligned()).AddColumn("");
        foreach (GateFigure figure in result.Figures)
        {
            table.AddRow([.. new[] { figure.Text, figure.Unit, Band(figure), Venue(figure), Number(figure.Path), Number(figure.Plain), Word(figure) }.Select(Markup.Escape)]);
        }
        terminal.Tables.WriteLine(FormattableString.Invariant($"{result.Scenario}, without liquidations: {result.Days} x {result.Hours} h, paired runs {result.PairedHours} h, seed {result.Seed}"));
        terminal.Tables.Write(table);
        string[] failed = [.. result.Figures.Where(figure => figure.IsHard && !figure.IsWithin).Select(figure => figure.Key)];
        string liquidated = result.Liquidated == 0 ? "" : $"{result.Liquidated} accounts were liquidated; ";
        terminal.Tables.WriteLine(result.IsPassed ? "The gate holds." : $"The gate does NOT hold: {liquidated}{string.Join(", ", failed)}.");
        if (result.Hours < GateRequest.HoursDefault) terminal.Tables.WriteLine($"A gate over less than {GateRequest.HoursDefault} h is a trial, not a result.");
        terminal.Tables.WriteLine($"state hash {result.StateHash}");
        terminal.Tables.WriteLine($"{result.Commands:N0} commands in {result.ElapsedSeconds:F1} s; all figures in {Path.Combine(folder, "gate.json")}, picture in {Path.Combine(folder, "gate.svg")}");
    }

    private static string Band(GateFigure figure) => (figure.Low, figure.High) switch
    {
        ({ } low, { } high) => $"{Number(low)} … {Number(high)}",
        ({ } low, null) => $"from {Number(low)}",
        (null, { } high) => $"to {Number(high)}",
        _ => "–",
    };

    private static string Venue(GateFigure figure) => figure.Error is null ? Number(figure.Venue) : $"{Number(figure.Venue)} ± {Number(figure.Error)}";

    private static string Word(GateFigure figure) => figure switch
    {
        { IsHard: true } => figure.IsWithin ? "pass" : "FAIL",
        { Low: null, High: null } => "reported",
        _ => figure.IsWithin ? "reported, inside" : "reported, OUTSIDE",
    };

    private static string Number(double? value) => value is { } number
        ? number.ToString(Math.Abs(number) is 0 or >= 0.01 and < 1e6 ? "0.###" : "0.0e+0", CultureInfo.InvariantCulture)
        : "–";
}

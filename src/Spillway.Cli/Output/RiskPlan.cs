using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spillway.Signals;

namespace Spillway.Cli.Output;

/// <summary>A forced sale on the schedule that weighs its cost against the risk of waiting, as people and programs read it.</summary>
/// <param name="Schedule">The schedule; null if none keeps the account solvent as often as asked.</param>
/// <param name="Even">An even rate in the same market.</param>
/// <param name="Equity">Equity of the account, USD; null if the aversion was stated.</param>
internal sealed record RiskPlan(AlmgrenChriss? Schedule, AlmgrenChriss Even, double? Equity)
{
    /// <summary>Highest P(bankrupt before flat): 0.1 %.</summary>
    public const double BankruptMost = 0.001;

    private const int IntervalsMost = 60, IntervalsLeast = 2;
    private const double SecondsPerDay = 86_400, NearlyEven = 1e-6;

    // Temporary impact by which an even rate costs what it costs in the book that refills; for slow sales that is 1 / (depth · ρ). Nothing permanent.
    public static RiskPlan Of(double notional, double depth, double halfLife, double seconds, double volatility, double? aversion, double? buffer)
    {
        int intervals = (int)Math.Clamp(Math.Ceiling(seconds), IntervalsLeast, IntervalsMost);
        double refill = Math.Log(2) / halfLife, deviation = volatility / Math.Sqrt(SecondsPerDay);
        double temporary = new ObizhaevaWang(1 / depth, refill, notional, seconds).TwapCost * seconds / (notional * notional);
        AlmgrenChriss market = new(notional, seconds, intervals, deviation, 0, temporary, 0, aversion ?? 1);
        AlmgrenChriss even = market with { RiskAversion = NearlyEven * temporary / (deviation * deviation * seconds * seconds) };
        return new RiskPlan(buffer is { } share ? SolventSchedule.Find(market, share * notional, BankruptMost) : market, even, buffer * notional);
    }

    public JsonObject Document()
    {
        JsonObject document = new() { ["temporary"] = Even.Temporary, ["even"] = Write(Even), ["almgrenChriss"] = Schedule is { } found ? Write(found) : null };
        if (Equity is { } equity) document["equity"] = equity;
        return document;
    }

    public void Write(Terminal terminal)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("weighed against risk");
        foreach (string head in (string[])["cost, USD", "deviation, USD", "half sold after, s", "bankrupt before flat"]) table.AddColumn(new TableColumn(head).RightAligned());
        table.AddRow(Row("even rate", Even));
        if (Schedule is { } found) table.AddRow(Row("Almgren-Chriss", found));
        terminal.Tables.Write(table);
        terminal.Output.WriteLine(Schedule is { } schedule
            ? $"Risk aversion {schedule.RiskAversion.ToString("0.###e0", CultureInfo.InvariantCulture)} a USD{(Equity is null ? "" : ": the least with which the account is bankrupt before it is flat in 0.1 % of cases at most")}."
            : "No schedule keeps the account solvent in 99.9 % of cases: what is sold slowly falls too far and what is sold fast costs too much. Hand it over.");
    }

    private string[] Row(string name, AlmgrenChriss schedule) =>
    [
        name,
        Number(schedule.ExpectedCost(), "#,0.##"),
        Number(schedule.CostDeviation(), "#,0.##"),
        Number(HalfSold(schedule), "0.##"),
        Bankrupt(schedule) is { } probability ? "≤ " + Number(probability * 100, "0.###") + " %" : "–",
    ];

    private JsonObject Write(AlmgrenChriss schedule) => new()
    {
        ["riskAversion"] = schedule.RiskAversion,
        ["cost"] = schedule.ExpectedCost(),
        ["deviation"] = schedule.CostDeviation(),
        ["bankruptBeforeFlat"] = Bankrupt(schedule),
        ["holdings"] = new JsonArray([.. schedule.Holdings().Select(held => (JsonNode)held)]),
    };

    private double? Bankrupt(AlmgrenChriss schedule) => Equity is { } equity ? SolventSchedule.Probability(SolventSchedule.Cover(schedule, equity)) : null;

    private static double HalfSold(AlmgrenChriss schedule)
    {
        double[] held = schedule.Holdings();
        double step = schedule.Seconds / schedule.Intervals, half = schedule.Size / 2;
        int k = Array.FindIndex(held, x => x <= half);
        return (k - 1 + ((held[k - 1] - half) / (held[k - 1] - held[k]))) * step;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;
using Spectre.Console;
using Spillway.Simulation;

namespace Spillway.Cli.Output;

/// <summary>The comparison as people read it: one row per metric, one column per policy, mean and 95 % interval.</summary>
internal static class ComparisonTable
{
    private static readonly string[] Shown =
    [
        "amplification", "excessDrawdown", "cascadeSize", "branchingRatio", "maxLoopGain", "criticalShock", "badDebt", "badDebtBpsOfOi", "insuranceDrain", "liquidatedShareOfOi",
        "liquidatedAccounts", "falseLiquidationShare", "equityPreserved", "deleveragedShareOfOi", "nettedShareOfOi", "timeToFlatP99Seconds",
    ];

    public static void Write(Terminal terminal, SimulationResult result, string folder)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("metric").AddColumn("unit");
        foreach (PolicyOutcome policy in result.Policies) table.AddColumn(new TableColumn(Markup.Escape(policy.Name)).RightAligned());
        foreach (Metric metric in Metric.All.Where(metric => Shown.Contains(metric.Key)))
        {
            table.AddRow([Markup.Escape(metric.Key), Markup.Escape(metric.Unit), .. result.Policies.Select(policy => Cell(metric, policy.Metrics[metric.Key]))]);
        }
        terminal.Tables.WriteLine($"{result.Scenario}: {result.Seeds} seeds, mean and 95 % interval");
        terminal.Tables.Write(table);
        terminal.Tables.WriteLine("Assumptions are stated, not calibrated: figures compare policies on one market model, they do not reconstruct the day.");
        terminal.Tables.WriteLine($"state hash {result.StateHash}");
        terminal.Tables.WriteLine($"{result.Commands:N0} commands in {result.ElapsedSeconds:F1} s; all metrics in {Path.Combine(folder, "result.json")}, decisions in {Path.Combine(folder, "events.jsonl.gz")}");
    }

    private static string Cell(Metric metric, MetricSummary summary)
    {
        if (summary.Count == 0) return "–";
        string mean = Number(metric, summary.Mean!.Value);
        return summary.Ci95Low is null ? mean : $"{mean} ({Number(metric, summary.Ci95Low.Value)} … {Number(metric, summary.Ci95High!.Value)})";
    }

    private static string Number(Metric metric, double value)
    {
        if (double.IsInfinity(value)) return "∞";
        if (metric.Unit == "USD") return Math.Abs(value) >= 1e9 ? Text(value / 1e9, "0.00") + "G" : Math.Abs(value) >= 1e6 ? Text(value / 1e6, "0.0") + "M" : Text(value, "0");
        if (metric.Unit is "share") return Text(value * 100, "0.0") + " %";
        return Text(value, metric.Unit is "count" or "s" ? "0.#" : "0.000");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

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
        "liquidatedAccounts", "falseLiquidationShare", "equityPreserved", "deleveragedShareOfOi", "nettedShareOfOi", "takenShareOfOi", "memberShareOfOi", "timeToFlatP99Seconds",
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
        terminal.Tables.WriteLine($"{result.Scenario.Name}: {result.Seeds} seeds, mean and 95 % interval");
        terminal.Tables.Write(table);
        foreach (PolicyOutcome policy in result.Policies.Where(policy => policy.Verdict != Verdict.None)) terminal.Tables.WriteLine($"{policy.Name}: {Words(policy.Verdict)}");
        WriteMarkets(terminal, result);
        if (result.Scenario.Kind == ScenarioKind.Synthetic) terminal.Tables.WriteLine("The path is made, not recorded: nothing to calibrate.");
        foreach (MarketPicture market in result.Markets.Where(market => market.Calibration is not null)) terminal.Tables.WriteLine($"{market.Scenario.Market.Symbol}: {Calibrated(market.Calibration!)}");
        terminal.Tables.WriteLine($"state hash {result.StateHash}");
        terminal.Tables.WriteLine($"{result.Commands:N0} commands in {result.ElapsedSeconds:F1} s; all metrics in {Path.Combine(folder, "result.json")}, decisions in {Path.Combine(folder, "events.jsonl.gz")}");
    }

    private static string Words(Verdict verdict)
    {
        string clauses = string.Join(", ", verdict.Failed.Select(ResultDocument.NameOf));
        string hopeless = verdict.Unattainable.Count == 0 ? "" : $"; out of reach for every policy: {string.Join(", ", verdict.Unattainable.Select(ResultDocument.NameOf))}";
        if (verdict.Informative == false) return $"no verdict, the baseline cascades too little or is not calibrated{(clauses.Length > 0 ? $" (clauses not met: {clauses})" : "")}{hopeless}";
        return (verdict.Prevented == true ? "prevented" : $"not prevented: {clauses}") + hopeless;
    }

    // One market is the table above; of several the amplification of each says where the fall was.
    private static void WriteMarkets(Terminal terminal, SimulationResult result)
    {
        if (result.Markets.Count == 1) return;
        Metric amplification = Metric.All.Single(metric => metric.Key == "amplification");
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("amplification by market");
        foreach (PolicyOutcome policy in result.Policies) table.AddColumn(new TableColumn(Markup.Escape(policy.Name)).RightAligned());
        for (int m = 0; m < result.Markets.Count; m++)
        {
            int row = m;
            table.AddRow([Markup.Escape(result.Markets[m].Scenario.Market.Symbol), .. result.Policies.Select(policy => Cell(amplification, policy.Markets[row].Metrics["amplification"]))]);
        }
        terminal.Tables.Write(table);
    }

    private static string Calibrated(MarketCalibration market)
    {
        string fit = FormattableString.Invariant($"theta {market.Theta:0.####}, recorded trough {market.ObservedTroughLog:0.0000}, baseline {market.BaselineTroughLog.Mean:0.0000}, flow ratio {market.FlowRatio:0.000}");
        return market.Converged ? $"calibrated, {fit}{(market.Note.Length > 0 ? "; " : "")}{market.Note}." : $"NOT calibrated: {market.Note} ({fit}). Figures compare policies on one market model, they do not reconstruct the day.";
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

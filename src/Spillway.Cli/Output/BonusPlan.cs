using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spillway.Signals;

namespace Spillway.Cli.Output;

/// <summary>Whether a liquidation for a bonus heals its borrower and pays its liquidator, as people and programs read it.</summary>
/// <param name="Band">What is sold, what remains, the pool and the liquidator's costs.</param>
/// <param name="LoanToValue">LTV of the borrower.</param>
/// <param name="Bonus">i.</param>
internal sealed record BonusPlan(BonusBand Band, double LoanToValue, double Bonus)
{
    private double Most => Band.Most(LoanToValue);

    private bool IsToxic => Band.IsToxic(Bonus, LoanToValue);

    private bool IsFeasible => Band.Least <= Most;

    public JsonObject Document() => new()
    {
        ["ltv"] = LoanToValue,
        ["bonus"] = Bonus,
        ["loss"] = Band.Loss,
        ["frontierLtv"] = ToxicityFrontier.LoanToValue(Bonus, Band.Loss),
        ["lowersHealth"] = IsToxic,
        ["bonusLeast"] = Band.Least,
        ["bonusMost"] = Most,
        ["feasible"] = IsFeasible,
    };

    public void Write(Terminal terminal)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("liquidation for a bonus").AddColumn(new TableColumn("").RightAligned());
        table.AddRow("value lost a unit sold", Number(Band.Loss, "0.####"));
        table.AddRow("loan-to-value from which it lowers health", Percent(ToxicityFrontier.LoanToValue(Bonus, Band.Loss)));
        table.AddRow("loan-to-value of the borrower", Percent(LoanToValue));
        table.AddRow("least bonus that pays the liquidator", Percent(Band.Least));
        table.AddRow("highest bonus that does not lower health", Most > 0 ? Percent(Most) : "none");
        terminal.Tables.Write(table);
        terminal.Output.WriteLine(IsToxic
            ? $"With a bonus of {Percent(Bonus)} the liquidation lowers health: it makes the next one more likely."
            : $"With a bonus of {Percent(Bonus)} the liquidation raises health{(Bonus < Band.Least ? ", but nobody is paid to do it" : "")}.");
        terminal.Output.WriteLine(IsFeasible
            ? $"Any bonus from {Percent(Band.Least)} to {Percent(Most)} is taken and heals."
            : "No bonus both pays the liquidator and heals: stop incentivised liquidation here and take the position over.");
    }

    private static string Percent(double share) => Number(share * 100, "0.###") + " %";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spillway.Signals;

namespace Spillway.Cli.Output;

/// <summary>A forced sale under the execution models, as people and programs read it.</summary>
/// <param name="Notional">USD.</param>
/// <param name="Depth">Bids per unit of log-price, USD.</param>
/// <param name="HalfLife">Of a displacement, s.</param>
/// <param name="Seconds">T.</param>
/// <param name="Prey">γT/λ; null if it was not measured.</param>
internal sealed record ExecutionPlan(double Notional, double Depth, double HalfLife, double Seconds, double? Prey)
{
    /// <summary>The sale as an auction; null if it was not asked for.</summary>
    public AuctionPlan? Auction { get; init; }

    private static readonly int[] Predators = [1, 2, 5, 10];

    private ObizhaevaWang Book => new(1 / Depth, Math.Log(2) / HalfLife, Notional, Seconds);

    // A randomised schedule gives up the end blocks, so it costs up to as much more than the cheapest as an even rate does. It saves what a predator would take.
    private double CostOfHiding => (Book.TwapCost / Book.OptimalCost) - 1;

    private bool? HidingPays => Prey is { } prey ? Against(prey, 1).CostRatio - 1 > CostOfHiding : null;

    public JsonObject Document()
    {
        ObizhaevaWang book = Book;
        JsonObject document = new()
        {
            ["schema"] = "spillway.plan/1",
            ["notional"] = Notional,
            ["depth"] = Depth,
            ["halfLifeSeconds"] = HalfLife,
            ["seconds"] = Seconds,
            ["refills"] = book.Refills,
            ["cost"] = new JsonObject { ["block"] = book.BlockCost, ["twap"] = book.TwapCost, ["obizhaevaWang"] = book.OptimalCost },
            ["obizhaevaWang"] = new JsonObject { ["endBlock"] = book.EndBlock, ["ratePerSecond"] = book.Rate },
            ["costOfHiding"] = CostOfHiding,
            ["hidingPays"] = HidingPays,
        };
        if (Prey is { } prey)
        {
            document["gammaLambda"] = prey;
            document["predation"] = new JsonArray([.. Predators.Select(count => (JsonNode)new JsonObject { ["predators"] = count, ["costRatio"] = Against(prey, count).CostRatio })]);
        }
        if (Auction is not null) document["auction"] = Auction.Document();
        return document;
    }

    public void Write(Terminal terminal)
    {
        ObizhaevaWang book = Book;
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("schedule").AddColumn(new TableColumn("cost, USD").RightAligned()).AddColumn(new TableColumn("cost, bp").RightAligned()).AddColumn(new TableColumn("of one order").RightAligned());
        foreach ((string name, double cost) in new[] { ("one order", book.BlockCost), ("even rate", book.TwapCost), ("cheapest (Obizhaeva-Wang)", book.OptimalCost) })
            table.AddRow(name, Number(cost, "#,0.##"), Number(cost / Notional * 1e4, "0.###"), Number(cost / book.BlockCost, "0.###"));
        terminal.Tables.Write(table);
        terminal.Output.WriteLine($"Cheapest: {Number(book.EndBlock, "#,0")} USD at each end and {Number(book.Rate, "#,0")} USD a second between; the book refills {Number(book.Refills, "0.###")} times.");
        WritePredators(terminal);
        Auction?.Write(terminal);
    }

    private void WritePredators(Terminal terminal)
    {
        if (Prey is not { } prey) return;
        string ratios = string.Join(", ", Predators.Select(count => $"{count}: {Number(Against(prey, count).CostRatio, "0.000")}"));
        terminal.Output.WriteLine($"Seen by predators, an even rate costs times as much (by their number): {ratios}.");
        terminal.Output.WriteLine(HidingPays == true
            ? $"Randomising pays: it costs up to {Number(CostOfHiding * 100, "0.0")} % more than the cheapest schedule, less than one predator would take."
            : $"Randomising does not pay: it costs up to {Number(CostOfHiding * 100, "0.0")} % more than the cheapest schedule, one predator would take less.");
    }

    private static PredatoryTrading Against(double prey, int predators) => new(prey, 1, 1, predators);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spillway.Signals;

namespace Spillway.Cli.Output;

/// <summary>A sale split over places, as people and programs read it. Costs are against the best price that any place quotes.</summary>
/// <param name="Venues">The places.</param>
/// <param name="Quantity">Base units.</param>
/// <param name="Best">The split.</param>
/// <param name="Single">The best single place; null if none takes all.</param>
internal sealed record RoutePlan(IReadOnlyList<ExecutionVenue> Venues, double Quantity, VenueRoute Best, VenueRoute? Single)
{
    private const int BarWidth = 24;

    private double Reference => Venues.Max(venue => venue.BestPrice);

    private double CostOf(VenueRoute route) => (Quantity * Reference) - route.Received;

    private double? Saving => Single is null ? null : Best.Received - Single.Received;

    private string SingleName => Venues[Single!.Quantities.ToList().FindIndex(quantity => quantity > 0)].Name;

    public JsonObject Document() => new()
    {
        ["schema"] = "spillway.route/1",
        ["sell"] = Quantity,
        ["referencePrice"] = Reference,
        ["marginalPrice"] = Best.MarginalPrice,
        ["received"] = Best.Received,
        ["cost"] = CostOf(Best),
        ["venues"] = new JsonArray([.. Venues.Select((venue, i) => (JsonNode)new JsonObject
        {
            ["name"] = venue.Name,
            ["sell"] = Best.Quantities[i],
            ["received"] = Best.Proceeds[i],
            ["cost"] = CostAt(i),
        })]),
        ["bestSingle"] = Single is null ? null : new JsonObject { ["name"] = SingleName, ["received"] = Single.Received, ["cost"] = CostOf(Single) },
        ["saving"] = Saving,
    };

    public void Write(Terminal terminal)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("place").AddColumn(new TableColumn("sell").RightAligned()).AddColumn("").AddColumn(new TableColumn("average price").RightAligned()).AddColumn(new TableColumn("cost").RightAligned()).AddColumn(new TableColumn("cost, bp").RightAligned());
        for (int i = 0; i < Venues.Count; i++) table.AddRow([.. Row(i).Select(Markup.Escape)]);
        terminal.Tables.Write(table);
        terminal.Output.WriteLine($"Every place sells down to {Number(Best.MarginalPrice)} after its fee. Received: {Number(Best.Received)}, which is {Number(CostOf(Best))} ({BasisPoints(CostOf(Best), Quantity)} bp) below the best price quoted anywhere.");
        terminal.Output.WriteLine(Single is null
            ? "No single place takes all of it."
            : $"The best single place is {SingleName}: {Number(Single.Received)} received, {Number(CostOf(Single))} below. The split saves {Number(Saving!.Value)} ({BasisPoints(Saving!.Value, Quantity)} bp).");
    }

    private string[] Row(int venue)
    {
        double sold = Best.Quantities[venue];
        if (sold <= 0) return [Venues[venue].Name, "0", "", "", "", ""];
        string bar = new('█', Math.Max(1, (int)Math.Round(BarWidth * sold / Quantity)));
        return [Venues[venue].Name, Number(sold), bar, Number(Best.Proceeds[venue] / sold), Number(CostAt(venue)), BasisPoints(CostAt(venue), sold)];
    }

    private double CostAt(int venue) => (Best.Quantities[venue] * Reference) - Best.Proceeds[venue];

    private string BasisPoints(double cost, double quantity) => (cost / (quantity * Reference) * 1e4).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);
}

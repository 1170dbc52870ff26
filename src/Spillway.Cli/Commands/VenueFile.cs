using Spillway.Engine;
using Spillway.Signals;
using Spillway.Simulation;

namespace Spillway.Cli.Commands;

/// <summary>Reads the places of <c>plan route</c>: JSON with comments, only known fields, each within bounds.</summary>
internal static class VenueFile
{
    private const decimal Large = 1_000_000_000_000_000m, Small = 0.000000000001m;

    private static readonly string[] Common = ["name", "type", "fee", "fixedCost", "latencySeconds", "sharedShare"];

    /// <exception cref="BadInputException">Names file, line and field.</exception>
    public static IReadOnlyList<ExecutionVenue> Read(string file)
    {
        try
        {
            DocumentNode root = DocumentNode.Parse(InputFile.ReadAllBytes(file));
            root.AllowOnly("venues");
            IReadOnlyList<DocumentNode> list = root.Required("venues").AsList();
            if (list.Count is < 1 or > VenueRouter.VenuesMost) throw root.Required("venues").Wrong($"{list.Count} places; 1 to {VenueRouter.VenuesMost} are expected");
            return [.. list.Select(Venue)];
        }
        catch (DocumentException e)
        {
            throw new BadInputException(file, e.Line, e.Field.Length == 0 ? null : e.Field, e.Reason, "see docs/routing.md for the fields of a place");
        }
    }

    private static ExecutionVenue Venue(DocumentNode node)
    {
        string name = node.Required("name").AsText();
        VenueTerms terms = new(
            Number(node.Optional("fee"), 0, 0.5m),
            Number(node.Optional("fixedCost"), 0, Large),
            Number(node.Optional("latencySeconds"), 0, 86_400),
            Number(node.Optional("sharedShare"), 0, 0.99m));
        switch (node.Required("type").AsChoice("book", "linear", "squareRoot", "constantProduct", "concentrated"))
        {
            case 0:
                node.AllowOnly([.. Common, "levels"]);
                return new BookVenue(name, terms, Levels(node.Required("levels")));
            case 1:
                node.AllowOnly([.. Common, "price", "slope"]);
                return new LinearVenue(name, terms, Positive(node, "price"), Positive(node, "slope"));
            case 2:
                node.AllowOnly([.. Common, "price", "impact"]);
                return new SquareRootVenue(name, terms, Positive(node, "price"), Positive(node, "impact"));
            case 3:
                node.AllowOnly([.. Common, "base", "quote"]);
                return new ConstantProductVenue(name, terms, Positive(node, "base"), Positive(node, "quote"), Lower: 0);
            default:
                node.AllowOnly([.. Common, "liquidity", "price", "lower"]);
                double price = Positive(node, "price"), lower = Positive(node, "lower");
                if (lower > price) throw node.Required("lower").Wrong("the range ends above the price; lower it below price");
                return ConstantProductVenue.Concentrated(name, terms, Positive(node, "liquidity"), price, lower);
        }
    }

    private static IReadOnlyList<(double Price, double Size)> Levels(DocumentNode node)
    {
        List<(double Price, double Size)> levels = [];
        foreach (DocumentNode level in node.AsList())
        {
            level.AllowOnly("price", "size");
            (double Price, double Size) next = (Positive(level, "price"), Positive(level, "size"));
            if (levels.Count > 0 && next.Price >= levels[^1].Price) throw level.Required("price").Wrong("not below the bid before it; put the best bid first");
            levels.Add(next);
        }
        return levels.Count > 0 ? levels : throw node.Wrong("a book needs a bid; add { \"price\": …, \"size\": … }");
    }

    private static double Positive(DocumentNode node, string name) => (double)node.Required(name).AsDecimal(Small, Large);

    private static double Number(DocumentNode? node, decimal least, decimal most) => node is null ? 0 : (double)node.AsDecimal(least, most);
}

using System.CommandLine;
using Spillway.Cli.Output;
using Spillway.Signals;
using Spillway.Simulation;

namespace Spillway.Cli.Commands;

/// <summary><c>plan route</c>: where to sell a quantity, of places that a file describes.</summary>
internal sealed class RouteCommand : Command
{
    private readonly Terminal terminal;
    private readonly Option<string> venues = new("--venues") { Description = "File with the places.", HelpName = "FILE.json", Required = true };
    private readonly Option<double> sell = PlanCommand.Figure("--sell", "Quantity to sell, base units.", "N", 1e-9, 1e15);
    private readonly Option<double> makers = PlanCommand.Figure("--maker-seconds", "Time in which makers take all but 1/e of a quote away once others have traded.", "S", 0.001, 1e6, standard: 1);
    private readonly Option<string?> json = CommonOptions.Json();

    public RouteCommand(Terminal terminal)
        : base("route", """
            Split a sale over order books, impact curves and liquidity pools so that the most is received after fees and fixed costs.

            Examples:
              spillway plan route --venues docs/venues.json --sell 400
              spillway plan route --venues docs/venues.json --sell 400 --maker-seconds 0.5 --json -
            """)
    {
        this.terminal = terminal;
        sell.Required = true;
        foreach (Option option in (Option[])[venues, sell, makers, json]) Options.Add(option);
        SetAction(parsed => Task.FromResult(Run(parsed)));
    }

    private int Run(ParseResult parsed)
    {
        string file = parsed.GetValue(venues)!;
        IReadOnlyList<ExecutionVenue> places = VenueFile.Read(file);
        VenueRouter router = new(places, parsed.GetValue(makers));
        double quantity = parsed.GetValue(sell);
        VenueRoute best = router.Best(quantity)
            ?? throw new BadInputException(file, 0, "venues", FormattableString.Invariant($"together they take {router.Capacity:G6} of {quantity:G6}"), "sell less, or add places");
        RoutePlan plan = new(places, quantity, best, router.BestSingle(quantity));
        string? target = parsed.GetValue(json);
        if (target is not null) terminal.WriteJson(plan.Document(), target);
        if (target != "-") plan.Write(terminal);
        return ExitCode.Done;
    }
}

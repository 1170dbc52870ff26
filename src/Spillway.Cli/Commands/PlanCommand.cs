using System.CommandLine;
using System.Text.Json.Nodes;
using Spillway.Cli.Output;

namespace Spillway.Cli.Commands;

/// <summary><c>plan</c>: what a forced sale would cost at once, evenly and on the cheapest schedule, and whether hiding it pays.</summary>
internal sealed class PlanCommand : Command
{
    private readonly Terminal terminal;
    private readonly Option<double> notional = Figure("--notional", "Notional that must be sold, USD.", "USD", 1, 1e12);
    private readonly Option<double> depth = Figure("--depth", "Resting bids per unit of log-price, USD: what rests within 1 % is a hundredth of it.", "USD", 1, 1e15);
    private readonly Option<double> halfLife = Figure("--half-life", "Time in which half of a displacement of the book is won back, seconds.", "S", 0.001, 1e6, standard: 60);
    private readonly Option<double> seconds = Figure("--seconds", "Time for the sale, seconds.", "S", 0.001, 86_400, standard: 5);
    private readonly Option<double> prey = Figure("--gamma-lambda", "γT/λ of predatory trading: permanent impact of the sale over the temporary impact of its pace; without it predators are left out.", "X", 0.001, 500);
    private readonly PlanRiskOptions risk;
    private readonly PlanBonusOptions bonus;
    private readonly Option<double> auction = Figure("--auction", "Decay of the price of an auction, per day in log-price; without it auctions are left out.", "RATE", 0.001, 1e6);
    private readonly Option<double> block = Figure("--block-seconds", "Mean time between two blocks in which somebody may bid, seconds.", "S", 0.001, 3_600, standard: 1);
    private readonly Option<double> timeRisk = Figure("--risk", "Price of one standard deviation of the time to fill.", "C", 0, 100, standard: 1);
    private readonly Option<string?> json = CommonOptions.Json();

    public PlanCommand(Terminal terminal)
        : base("plan", """
            Say what a forced sale costs as one order, at an even rate and on the cheapest schedule, what predators would make of it, and what an auction of it loses.

            Examples:
              spillway plan --notional 2e6 --depth 4e8
              spillway plan --notional 2e6 --depth 4e8 --half-life 30 --seconds 60 --gamma-lambda 10
              spillway plan --notional 2e6 --depth 4e8 --auction 30 --block-seconds 12
              spillway plan --notional 2e6 --depth 4e8 --json -
              spillway plan --notional 2e6 --depth 4e8 --seconds 60 --volatility 0.05 --buffer 0.0044
              spillway plan --notional 2e6 --depth 4e8 --ltv 0.85 --bonus 0.05 --pool 5e7
              spillway plan route --venues docs/venues.json --sell 400
            """)
    {
        this.terminal = terminal;
        notional.Required = depth.Required = true;
        foreach (Option option in (Option[])[notional, depth, halfLife, seconds, prey, auction, block, timeRisk, json]) Options.Add(option);
        risk = new PlanRiskOptions(this);
        bonus = new PlanBonusOptions(this);
        Subcommands.Add(new RouteCommand(terminal));
        SetAction(parsed => Task.FromResult(Run(parsed)));
    }

    private int Run(ParseResult parsed)
    {
        double? measured = parsed.GetResult(prey) is null ? null : parsed.GetValue(prey);
        ExecutionPlan plan = new(parsed.GetValue(notional), parsed.GetValue(depth), parsed.GetValue(halfLife), parsed.GetValue(seconds), measured)
        {
            Auction = parsed.GetResult(auction) is null
                ? null
                : new AuctionPlan(parsed.GetValue(auction), risk.Volatility(parsed, AuctionPlan.UsualVolatility), parsed.GetValue(block), parsed.GetValue(timeRisk), parsed.GetValue(notional)),
        };
        RiskPlan? weighed = risk.Read(parsed, plan.Notional, plan.Depth, plan.HalfLife, plan.Seconds);
        BonusPlan? paid = bonus.Read(parsed, plan.Notional, risk.Volatility(parsed));
        string? target = parsed.GetValue(json);
        if (target is not null) terminal.WriteJson(Document(plan, weighed, paid), target);
        if (target == "-") return ExitCode.Done;
        plan.Write(terminal);
        weighed?.Write(terminal);
        paid?.Write(terminal);
        return ExitCode.Done;
    }

    private static JsonObject Document(ExecutionPlan plan, RiskPlan? weighed, BonusPlan? paid)
    {
        JsonObject document = plan.Document();
        if (weighed is not null) document["risk"] = weighed.Document();
        if (paid is not null) document["bonus"] = paid.Document();
        return document;
    }

    internal static Option<double> Figure(string name, string description, string help, double least, double most, double? standard = null)
    {
        Option<double> option = new(name) { Description = description, HelpName = help };
        if (standard is { } value) option.DefaultValueFactory = _ => value;
        option.Validators.Add(result =>
        {
            if (!CommonOptions.TryGet(result, out double figure) || !(figure >= least && figure <= most)) result.AddError(FormattableString.Invariant($"{name}: {least:R} to {most:R} are allowed"));
        });
        return option;
    }
}

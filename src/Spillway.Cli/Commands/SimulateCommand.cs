using System.CommandLine;
using System.IO.Compression;
using System.Text;
using Spillway.Cli.Output;
using Spillway.Engine;
using Spillway.Simulation;
using Command = System.CommandLine.Command;

namespace Spillway.Cli.Commands;

/// <summary><c>simulate</c>: replays a crash under each policy and prints the comparison.</summary>
internal sealed class SimulateCommand : Command
{
    private const int SeedsMax = 10_000;
    private const string DefaultScenario = "btc-2025-10-10";
    private const string Baseline = "market-order", Exogenous = "exogenous";

    private readonly Terminal terminal;
    private readonly Argument<string> scenario = new("SCENARIO") { Description = "Scenario to replay; 'spillway scenarios' lists them.", DefaultValueFactory = _ => DefaultScenario };
    private readonly Option<string> policies = new("--policy") { Description = "Policies to compare: names and paths (ending in .json), separated by commas.", HelpName = "A,B,…", DefaultValueFactory = _ => "market-order,hyperliquid,dydx-v4,spillway" };
    private readonly Option<int> seeds = new("--seeds") { Description = "Number of seeds.", HelpName = "N", DefaultValueFactory = _ => 16 };
    private readonly Option<string?> prices = new("--prices") { Description = "Another price table (Binance 1-minute klines) as the observed path; depth, leverage and theta are fitted to it.", HelpName = "FILE.csv" };
    private readonly Option<double?> theta = new("--theta") { Description = "Exogenous share of the observed log path, in (0, 1]; the scenario's without it, fitted with --prices.", HelpName = "T" };
    private readonly Option<bool> calibrate = new("--calibrate") { Description = "Fit theta to the recorded trough before the comparison, with the seeds of the run." };
    private readonly Option<double?> openInterest = new("--open-interest") { Description = "One-sided open interest at the first bar, USD.", HelpName = "USD" };
    private readonly Option<bool> sensitivity = new("--sensitivity") { Description = "Run the verdicts over a grid of leverage, depth and permanent impact as well: 36 fits and comparisons." };
    private readonly Option<bool> journal = new("--journal") { Description = "Write one journal per policy (first seed) into the result folder." };
    private readonly Option<string?> journalKey = CommonOptions.JournalKey("Keep the secrets of the journals encrypted under this key until they are revealed.");
    private readonly Option<string?> json = CommonOptions.Json();
    private readonly Option<bool> quiet = CommonOptions.Quiet();
    private readonly Option<ulong> seed = CommonOptions.Seed();
    private readonly Option<string> outFolder = CommonOptions.Out();
    private readonly Option<int> threads = CommonOptions.Threads();
    private readonly GateOption gate;

    public SimulateCommand(Terminal terminal)
        : base("simulate", """
            Replay a crash under each policy and compare what each would have done.

            Examples:
              spillway simulate
              spillway simulate btc-2025-10-10 --policy market-order,spillway --seeds 32
              spillway simulate --policy spillway,my-policy.json --json result.json
              spillway simulate --prices window.csv --open-interest 5e9
              spillway simulate --calibrate --seeds 64 --policy market-order
              spillway simulate --seeds 1 --journal --out run1
              spillway simulate --seeds 1 --journal --journal-key host.key --out run1
              spillway simulate --gate --hours 24
            """)
    {
        this.terminal = terminal;
        Arguments.Add(scenario);
        foreach (Option option in (Option[])[policies, seeds, prices, theta, calibrate, sensitivity, openInterest, journal, journalKey, json, quiet, seed, outFolder, threads]) Options.Add(option);
        gate = new GateOption(this, seeds, policies, prices, theta, calibrate, sensitivity, journal);
        Check(seeds, value => value is >= 1 and <= SeedsMax, $"--seeds: 1 to {SeedsMax} are allowed");
        Check(theta, value => value is null or (> 0 and <= 1), "--theta: a number above 0 up to 1 is allowed");
        Check(openInterest, value => value is not { } usd || ScenarioField.OpenInterest.Allows(usd), $"--open-interest: {ScenarioField.OpenInterest.Least} to {ScenarioField.OpenInterest.Most} USD are allowed");
        Validators.Add(result =>
        {
            if (result.GetValue(journalKey) is not null && !result.GetValue(journal)) result.AddError("--journal-key: there is nothing to encrypt without --journal");
        });
        SetAction(Run);
    }

    private static void Check<T>(Option<T> option, Func<T?, bool> isAllowed, string error) => option.Validators.Add(result =>
    {
        if (!CommonOptions.TryGet(result, out T? value) || !isAllowed(value)) result.AddError(error);
    });

    private Task<int> Run(ParseResult parsed, CancellationToken cancellation)
    {
        Library library = Library.Shipped;
        string folder = parsed.GetRequiredValue(outFolder);
        if (gate.IsAsked(parsed)) return Task.FromResult(gate.Run(terminal, parsed, GateRequestOf(library, parsed), folder, parsed.GetValue(json), parsed.GetValue(quiet), cancellation));
        DecisionLog decisions = new();
        SimulationRequest request = new()
        {
            Scenario = ReadScenario(parsed, library),
            Policies = ReadPolicies(library, parsed.GetRequiredValue(policies)),
            Baseline = library.ReadPolicy(Baseline),
            Exogenous = library.ReadPolicy(Exogenous),
            Seeds = parsed.GetValue(seeds),
            Seed = parsed.GetValue(seed),
            Threads = parsed.GetValue(threads),
            JournalRoot = parsed.GetValue(journal) ? PrepareJournals(folder) : null,
            JournalKey = CommonOptions.ReadJournalKey(parsed.GetValue(journalKey)),
            EventsOf = decisions.NarratorOf,
        };
        bool isFitted = parsed.GetValue(calibrate) || (parsed.GetValue(prices) is not null && parsed.GetValue(theta) is null);
        IReadOnlyList<ThetaFit.Point> scan = [];
        if (isFitted)
        {
            (VenueScenario fitted, scan) = Fit(request, parsed.GetValue(prices) is not null, parsed.GetValue(quiet), cancellation);
            request = request with { Scenario = fitted };
        }
        SimulationResult result = ProgressDisplay.Run(terminal, parsed.GetValue(quiet), progress => SimulationRunner.Run(request, progress, cancellation));
        SensitivityResult? grid = parsed.GetValue(sensitivity) && result.IsComplete && request.Scenario.Kind == ScenarioKind.Recorded
            ? SensitivityRunner.Run(request, SensitivityResult.Grid, cell => Tell(parsed, cell), cancellation)
            : null;
        return Task.FromResult(Report(parsed, result, decisions, folder, grid, scan));
    }

    private VenueScenario ReadScenario(ParseResult parsed, Library library)
    {
        VenueScenario read = VenueScenarioDocument.Read(library.ScenarioFolder(parsed.GetRequiredValue(scenario)), parsed.GetValue(prices), parsed.GetValue(openInterest));
        return parsed.GetValue(theta) is { } stated ? read.Each(market => market with { Theta = stated }) : read;
    }

    private GateRequest GateRequestOf(Library library, ParseResult parsed) => new()
    {
        Scenario = ReadScenario(parsed, library) is { Markets: [Scenario market] } ? market : throw new BadInputException(parsed.GetRequiredValue(scenario), 0, "markets", "the gate is of one market", "name a scenario of one market"),
        Exogenous = library.ReadPolicy(Exogenous),
        Days = parsed.GetValue(seeds),
        Seed = parsed.GetValue(seed),
        Threads = parsed.GetValue(threads),
    };

    private int toldCells;

    private void Tell(ParseResult parsed, SensitivityCell cell)
    {
        if (parsed.GetValue(quiet)) return;
        string thetas = string.Join(", ", cell.Calibrations.Select(market => FormattableString.Invariant($"{market.Theta:0.###}")));
        string verdicts = string.Join(", ", cell.Policies.Where(policy => policy.Verdict != Verdict.None).Select(policy => $"{policy.Name} {(policy.Verdict.Prevented switch { true => "prevented", false => "failed", _ => "not judged" })}"));
        toldCells++;
        terminal.Error.WriteLine(FormattableString.Invariant($"cell {toldCells} of {SensitivityResult.Grid.Count}: leverage x{cell.Leverage}, depth x{cell.Depth}, p {cell.PermanentShare}: theta {thetas}{(cell.Converged ? "" : ", not calibrated")}; {verdicts}"));
        if (toldCells == SensitivityResult.Grid.Count) terminal.Error.WriteLine(FormattableString.Invariant($"then {SensitivityResult.NettingShares.Count} comparisons with other netting books"));
    }

    // A population that a scenario states was argued for, and is kept. For the market of another price table nobody has: it is fitted as well.
    private (VenueScenario Scenario, IReadOnlyList<ThetaFit.Point> Scan) Fit(SimulationRequest request, bool isOtherMarket, bool isQuiet, CancellationToken cancellation)
    {
        VenueScenario venue = request.Scenario;
        if (isOtherMarket)
        {
            // What is fitted to a record is a recorded market, also where a made scenario lends its assumptions.
            (Scenario market, IReadOnlyList<ThetaFit.Point> trials) = PopulationFit.Fit(
                venue.Markets[0] with { Kind = ScenarioKind.Recorded }, request.Baseline, request.Seed, request.Seeds, request.Threads,
                trial => Say($"{trial.Population}, {trial.Seeds} seeds, ", venue.Markets[0], trial.Theta, trial.TroughLog, trial.FlowRatio), cancellation);
            return (VenueScenario.Of(market), trials);
        }
        (IReadOnlyList<double> thetas, IReadOnlyList<ThetaFit.Point> points) = VenueFit.Fit(venue, request.Baseline, request.Seed, request.Seeds, request.Threads, Tell, cancellation);
        return (venue.WithThetas(thetas), points);

        void Tell(ThetaFit.Point point)
        {
            string name = venue.Markets.Count == 1 ? "" : point.Market + " ";
            Say(name, venue.Markets.Single(market => market.Market.Symbol == point.Market), point.Theta, point.TroughLog, point.FlowRatio);
        }

        void Say(string what, Scenario market, double theta, double trough, double flow)
        {
            if (!isQuiet) terminal.Error.WriteLine(FormattableString.Invariant($"{what}theta {theta:0.####}: baseline trough {trough:0.0000}, recorded {market.ObservedTroughLog:0.0000}, flow ratio {flow:0.000}"));
        }
    }

    private int Report(ParseResult parsed, SimulationResult result, DecisionLog decisions, string folder, SensitivityResult? grid, IReadOnlyList<ThetaFit.Point> scan)
    {
        if (result.Seeds > 0)
        {
            System.Text.Json.Nodes.JsonObject document = ResultDocument.Write(result);
            terminal.WriteJson(document, Path.Combine(folder, "result.json"));
            decisions.Write(Path.Combine(folder, "events.jsonl.gz"));
            string? target = parsed.GetValue(json);
            if (target is not null) terminal.WriteJson(document, target);
            if (target != "-") ComparisonTable.Write(terminal, result, folder);
            WriteReport(result, folder, grid, scan, isSilent: target == "-" || parsed.GetValue(quiet));
        }
        if (result.IsComplete && (grid is null || grid.IsWhole)) return ExitCode.Done;
        if (result.IsComplete)
        {
            terminal.Error.WriteLine(
                $"spillway: interrupted; {grid!.Cells.Count} of {SensitivityResult.Grid.Count} cells and {grid.Netting.Count} of {SensitivityResult.NettingShares.Count} netting books are in the report, the comparison is whole, both kept in {folder}");
            return ExitCode.Interrupted;
        }
        terminal.Error.WriteLine(result.Seeds == 0
            ? "spillway: interrupted before the first seed was finished; nothing is kept"
            : $"spillway: interrupted; the result of the {result.Seeds} seeds that were finished is kept in {folder}");
        return ExitCode.Interrupted;
    }

    private void WriteReport(SimulationResult result, string folder, SensitivityResult? grid, IReadOnlyList<ThetaFit.Point> scan, bool isSilent)
    {
        if (ReportPage.IsBuilt) ReportPage.Write(Path.Combine(folder, "report.html"), ReportDocument.Write(result, grid, scan));
        else if (!isSilent) terminal.Error.WriteLine("spillway: no report.html, because the page was not built; install Node 20.19 or later and build again");
    }

    private static List<PolicyDocument> ReadPolicies(Library library, string list)
    {
        List<PolicyDocument> documents = [];
        foreach (string name in list.Split(',', StringSplitOptions.TrimEntries))
        {
            PolicyDocument document = library.ReadPolicy(name);
            if (documents.Exists(other => other.Name == document.Name)) throw new BadInputException(name, 0, "name", $"a policy \"{document.Name}\" is listed already", "give each policy a name of its own");
            documents.Add(document);
        }
        return documents;
    }

    // Journals are never overwritten in silence: an old one goes only if it is a journal of an earlier simulation.
    private static string PrepareJournals(string folder)
    {
        if (!Directory.Exists(folder)) return folder;
        foreach (string old in Directory.EnumerateDirectories(folder, "journal-*"))
        {
            bool isJournal = Directory.EnumerateFileSystemEntries(old).All(entry => entry.EndsWith(".journal", StringComparison.Ordinal) || entry.EndsWith("writer.lock", StringComparison.Ordinal));
            if (!isJournal) throw new BadInputException(old, 0, null, "this is in the way of a journal", "name another folder with --out");
            Directory.Delete(old, recursive: true);
        }
        return folder;
    }
}

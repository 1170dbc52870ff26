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
    private readonly Option<string?> prices = new("--prices") { Description = "Another price table (Binance 1-minute klines) as the observed path.", HelpName = "FILE.csv" };
    private readonly Option<double?> theta = new("--theta") { Description = "Exogenous share of the observed log path, in (0, 1]; the scenario's without it, fitted with --prices.", HelpName = "T" };
    private readonly Option<bool> calibrate = new("--calibrate") { Description = "Fit theta to the recorded trough before the comparison, with the seeds of the run." };
    private readonly Option<double?> openInterest = new("--open-interest") { Description = "One-sided open interest at the first bar, USD.", HelpName = "USD" };
    private readonly Option<bool> sensitivity = new("--sensitivity") { Description = "Run the verdicts over a grid of leverage, depth and permanent impact as well: 36 fits and comparisons." };
    private readonly Option<bool> journal = new("--journal") { Description = "Write one journal per policy (first seed) into the result folder." };
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
              spillway simulate --gate --hours 24
            """)
    {
        this.terminal = terminal;
        Arguments.Add(scenario);
        foreach (Option option in (Option[])[policies, seeds, prices, theta, calibrate, sensitivity, openInterest, journal, json, quiet, seed, outFolder, threads]) Options.Add(option);
        gate = new GateOption(this, seeds, policies, prices, theta, calibrate, sensitivity, journal);
        Check(seeds, value => value is >= 1 and <= SeedsMax, $"--seeds: 1 to {SeedsMax} are allowed");
        Check(theta, value => value is null or (> 0 and <= 1), "--theta: a number above 0 up to 1 is allowed");
        Check(openInterest, value => value is not { } usd || ScenarioField.OpenInterest.Allows(usd), $"--open-interest: {ScenarioField.OpenInterest.Least} to {ScenarioField.OpenInterest.Most} USD are allowed");
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
            Scenario = ScenarioDocument.Read(library.ScenarioFolder(parsed.GetRequiredValue(scenario)), parsed.GetValue(prices), parsed.GetValue(openInterest)),
            Policies = ReadPolicies(library, parsed.GetRequiredValue(policies)),
            Baseline = library.ReadPolicy(Baseline),
            Exogenous = library.ReadPolicy(Exogenous),
            Seeds = parsed.GetValue(seeds),
            Seed = parsed.GetValue(seed),
            Theta = parsed.GetValue(theta),
            Threads = parsed.GetValue(threads),
            JournalRoot = parsed.GetValue(journal) ? PrepareJournals(folder) : null,
            EventsOf = decisions.NarratorOf,
        };
        bool isFitted = parsed.GetValue(calibrate) || (parsed.GetValue(prices) is not null && parsed.GetValue(theta) is null);
        IReadOnlyList<ThetaFit.Point> scan = [];
        if (isFitted)
        {
            (double fitted, scan) = Fit(request, parsed.GetValue(quiet), cancellation);
            request = request with { Theta = fitted };
        }
        SimulationResult result = ProgressDisplay.Run(terminal, parsed.GetValue(quiet), progress => SimulationRunner.Run(request, progress, cancellation));
        SensitivityResult? grid = parsed.GetValue(sensitivity) && result.IsComplete && request.Scenario.Kind == ScenarioKind.Recorded
            ? SensitivityRunner.Run(request, SensitivityResult.Grid, cell => Tell(parsed, cell), cancellation)
            : null;
        return Task.FromResult(Report(parsed, result, decisions, folder, grid, scan));
    }

    private GateRequest GateRequestOf(Library library, ParseResult parsed) => new()
    {
        Scenario = ScenarioDocument.Read(library.ScenarioFolder(parsed.GetRequiredValue(scenario)), null, parsed.GetValue(openInterest)),
        Exogenous = library.ReadPolicy(Exogenous),
        Days = parsed.GetValue(seeds),
        Seed = parsed.GetValue(seed),
        Threads = parsed.GetValue(threads),
    };

    private void Tell(ParseResult parsed, SensitivityCell cell)
    {
        if (parsed.GetValue(quiet)) return;
        string verdicts = string.Join(", ", cell.Policies.Where(policy => policy.Verdict != Verdict.None).Select(policy => $"{policy.Name} {(policy.Verdict.Prevented switch { true => "prevented", false => "failed", _ => "not judged" })}"));
        terminal.Error.WriteLine(FormattableString.Invariant($"one of {SensitivityResult.Grid.Count} cells: leverage x{cell.Leverage}, depth x{cell.Depth}, p {cell.PermanentShare}: theta {cell.Calibration.Theta:0.###}{(cell.Converged ? "" : ", not calibrated")}; {verdicts}"));
    }

    private (double Theta, IReadOnlyList<ThetaFit.Point> Scan) Fit(SimulationRequest request, bool isQuiet, CancellationToken cancellation)
    {
        Scenario crash = request.Scenario;
        return ThetaFit.Fit(crash, request.Baseline, request.Seed, request.Seeds, request.Threads, Tell, cancellation);

        void Tell(ThetaFit.Point point)
        {
            if (!isQuiet) terminal.Error.WriteLine(FormattableString.Invariant($"theta {point.Theta:0.####}: baseline trough {point.TroughLog:0.0000}, recorded {crash.ObservedTroughLog:0.0000}, flow ratio {point.FlowRatio:0.000}"));
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
        if (result.IsComplete) return ExitCode.Done;
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

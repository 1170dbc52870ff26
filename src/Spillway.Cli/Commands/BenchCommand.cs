using System.CommandLine;
using Spillway.Benchmarks;
using Spillway.Cli.Output;
using Spillway.Engine;
using Spillway.Simulation;
using Command = System.CommandLine.Command;

namespace Spillway.Cli.Commands;

/// <summary><c>bench</c>: measures the engine beside a probe of the machine.</summary>
internal sealed class BenchCommand : Command
{
    private const int RoundsMax = 1_000;
    private const string CrashScenario = "btc-2025-10-10", SimulatedPolicy = "spillway";

    private static readonly string[] PeerIds = ["P4", "P4.sorted", "P4.heap"];

    private readonly Terminal terminal;
    private readonly Option<string?> only = new("--only") { Description = $"Rows to measure, separated by commas: {string.Join(", ", Bench.Ids)}.", HelpName = "A,B,…" };
    private readonly Option<int> rounds = new("--rounds") { Description = "Timed repetitions of what can be repeated.", HelpName = "N", DefaultValueFactory = _ => BenchRequest.DefaultRounds };
    private readonly Option<bool> quick = new("--quick") { Description = "A tenth of the accounts and operations; the rows say so." };
    private readonly Option<bool> details = new("--details") { Description = "Also say what happened while it was measured: counts, checks, latencies." };
    private readonly Option<string?> bookStream = new("--book-stream") { Description = "Write the stream of the rows P4.sorted and P4.heap for order books in other languages, and measure nothing.", HelpName = "FILE" };
    private readonly Option<bool> peers = new("--peers") { Description = "Only the order book, beside others that play the same stream." };
    private readonly CurvesOption curves;
    private readonly Option<string?> json = CommonOptions.Json();
    private readonly Option<bool> quiet = CommonOptions.Quiet();

    public BenchCommand(Terminal terminal)
        : base("bench", """
            Measure the engine beside a probe of the machine, and check what was measured.

            Examples:
              spillway bench
              spillway bench --only P4,P5 --details
              spillway bench --quick
              spillway bench --only P2c --json -
              spillway bench --curves --out curves
            """)
    {
        this.terminal = terminal;
        foreach (Option option in (Option[])[only, rounds, quick, details, peers, bookStream, json, quiet]) Options.Add(option);
        curves = new CurvesOption(this, only, rounds, quick, details, peers, bookStream);
        only.Validators.Add(result =>
        {
            foreach (string id in Split(result.GetValueOrDefault<string?>()))
            {
                if (!Bench.Ids.Contains(id)) result.AddError($"--only: there is no row \"{id}\"; {Suggestion.For(id, [.. Bench.Ids])}");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetValue(peers) && result.GetResult(only) is { Implicit: false }) result.AddError("--peers does not go with --only, which names the rows");
        });
        rounds.Validators.Add(result =>
        {
            if (!CommonOptions.TryGet(result, out int value) || value is < 1 or > RoundsMax) result.AddError($"--rounds: 1 to {RoundsMax} are allowed");
        });
        SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
    }

    private static PriceTable CrashPrices() => PriceTableReader.Read(Path.Combine(Library.Shipped.ScenarioFolder(CrashScenario), "prices.csv"));

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        Action<string> progress = parsed.GetValue(quiet) ? _ => { } : terminal.Error.WriteLine;
        string? target = parsed.GetValue(json);
        if (curves.IsAsked(parsed)) return curves.Run(terminal, parsed, target, CrashPrices, progress, cancellation);
        if (parsed.GetValue(bookStream) is { } file) return WriteBookStream(file);
        BenchRequest request = new()
        {
            Ids = parsed.GetValue(only) is { } list ? Split(list) : parsed.GetValue(peers) ? PeerIds : Bench.Ids,
            Rounds = parsed.GetValue(rounds),
            Quick = parsed.GetValue(quick),
            DefaultRun = () => (VenueScenarioDocument.Read(Library.Shipped.ScenarioFolder(CrashScenario), null, null), Library.Shipped.ReadPolicy(SimulatedPolicy)),
            CrashPrices = CrashPrices,
        };
        BenchResult result = Bench.Run(request, progress, cancellation);
        if (target is not null) terminal.WriteJson(BenchReport.Document(result), target);
        if (target != "-") BenchReport.Write(terminal, result, parsed.GetValue(details));
        return ExitCode.Done;
    }

    private static int WriteBookStream(string file)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        Bench.WriteBookStream(writer);
        Terminal.WriteFile(file, writer.ToString());
        return ExitCode.Done;
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}

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
    private const string CrashScenario = "btc-2025-10-10";

    private readonly Terminal terminal;
    private readonly Option<string?> only = new("--only") { Description = $"Rows to measure, separated by commas: {string.Join(", ", Bench.Ids)}.", HelpName = "A,B,…" };
    private readonly Option<int> rounds = new("--rounds") { Description = "Timed repetitions of what can be repeated.", HelpName = "N", DefaultValueFactory = _ => BenchRequest.DefaultRounds };
    private readonly Option<bool> quick = new("--quick") { Description = "A tenth of the accounts and operations; the rows say so." };
    private readonly Option<bool> details = new("--details") { Description = "Also say what happened while it was measured: counts, checks, latencies." };
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
            """)
    {
        this.terminal = terminal;
        foreach (Option option in (Option[])[only, rounds, quick, details, json, quiet]) Options.Add(option);
        only.Validators.Add(result =>
        {
            foreach (string id in Split(result.GetValueOrDefault<string?>()))
            {
                if (!Bench.Ids.Contains(id)) result.AddError($"--only: there is no row \"{id}\"; {Suggestion.For(id, [.. Bench.Ids])}");
            }
        });
        rounds.Validators.Add(result =>
        {
            if (!CommonOptions.TryGet(result, out int value) || value is < 1 or > RoundsMax) result.AddError($"--rounds: 1 to {RoundsMax} are allowed");
        });
        SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        BenchRequest request = new()
        {
            Ids = parsed.GetValue(only) is { } list ? Split(list) : Bench.Ids,
            Rounds = parsed.GetValue(rounds),
            Quick = parsed.GetValue(quick),
            CrashPrices = () => PriceTableReader.Read(Path.Combine(Library.Shipped.ScenarioFolder(CrashScenario), "prices.csv")),
        };
        Action<string> progress = parsed.GetValue(quiet) ? _ => { } : terminal.Error.WriteLine;
        BenchResult result = Bench.Run(request, progress, cancellation);
        string? target = parsed.GetValue(json);
        if (target is not null) terminal.WriteJson(BenchReport.Document(result), target);
        if (target != "-") BenchReport.Write(terminal, result, parsed.GetValue(details));
        return ExitCode.Done;
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}

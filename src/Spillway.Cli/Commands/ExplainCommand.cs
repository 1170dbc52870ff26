using System.CommandLine;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Simulation;
using Spillway.Storage;
using Command = System.CommandLine.Command;

namespace Spillway.Cli.Commands;

/// <summary><c>explain</c>: prints the decisions about an account, a case or the circuit breaker of a market in words.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly Terminal terminal;
    private readonly Argument<string> source = new("JOURNAL-OR-EVENTS") { Description = "A journal folder, or an events.jsonl.gz of a simulation." };
    private readonly Option<int?> account = new("--account") { Description = "Only what concerns this account.", HelpName = "A" };
    private readonly Option<int?> number = new("--case") { Description = "Only what concerns this case.", HelpName = "N" };
    private readonly Option<string?> market = new("--market") { Description = "Only the circuit breaker of this market.", HelpName = "SYMBOL" };
    private readonly Option<string?> policy = new("--policy") { Description = "Only this policy of an events file.", HelpName = "NAME" };

    private readonly Option<string?> key = CommonOptions.JournalKey("Key of a journal that keeps secrets encrypted; not needed for what was revealed in it.");

    public ExplainCommand(Terminal terminal)
        : base("explain", """
            Print why the engine acted, in words.

            Examples:
              spillway explain out/events.jsonl.gz --case 0 --policy spillway
              spillway explain run1/journal-spillway --account 17
              spillway explain out/events.jsonl.gz --market BTC-PERP
            """)
    {
        this.terminal = terminal;
        Arguments.Add(source);
        Options.Add(account);
        Options.Add(number);
        Options.Add(market);
        Options.Add(policy);
        Options.Add(key);
        Validators.Add(result =>
        {
            bool isAsked = result.GetValue(account) is not null || result.GetValue(number) is not null || result.GetValue(market) is not null;
            if (!isAsked) result.AddError("--account A, --case N or --market SYMBOL is needed");
        });
        SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(source);
        Subject wanted = new(parsed.GetValue(account), parsed.GetValue(number), parsed.GetValue(market));
        int found = Directory.Exists(path) ? FromJournal(path, wanted, CommonOptions.ReadJournalKey(parsed.GetValue(key)), cancellation) : FromEvents(path, parsed.GetValue(policy), wanted);
        if (found == 0) terminal.Error.WriteLine("spillway: nothing was decided about it");
        return found > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private int FromJournal(string folder, Subject wanted, JournalKey? journalKey, CancellationToken cancellation)
    {
        int found = 0;
        Narrator narrator = new(decision =>
        {
            if (!wanted.Matches(decision.Account == AccountId.None ? null : decision.Account.Index, decision.Case == CaseId.None ? null : decision.Case.Number, decision.Market)) return;
            terminal.Output.WriteLine($"{decision.TimeText} {decision.Text}");
            found++;
        });
        JournalReplay.Run(folder, EngineOptions.Default, narrator, IRejections.Ignored, started: engine => narrator.Engine = engine, key: journalKey, cancellation: cancellation);
        return found;
    }

    private int FromEvents(string file, string? wantedPolicy, Subject wanted)
    {
        if (!File.Exists(file)) throw new BadInputException(file, 0, null, "there is neither a journal nor an events file here", "name a journal folder or an events.jsonl.gz");
        int found = 0, line = 0;
        try
        {
            using GZipStream gzip = new(File.OpenRead(file), CompressionMode.Decompress);
            using StreamReader reader = new(gzip);
            while (reader.ReadLine() is { } text)
            {
                line++;
                JsonNode row = JsonNode.Parse(text)!;
                string name = row["policy"]!.GetValue<string>();
                bool matches = (wantedPolicy is null || name == wantedPolicy) && wanted.Matches(row["account"]?.GetValue<int>(), row["case"]?.GetValue<int>(), row["market"]?.GetValue<string>());
                if (!matches) continue;
                terminal.Output.WriteLine($"{row["time"]!.GetValue<string>()} [{name}] {row["text"]!.GetValue<string>()}");
                found++;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or NullReferenceException)
        {
            throw new BadInputException(file, line, null, "this is not an events file of a simulation", "name an events.jsonl.gz written by 'spillway simulate'");
        }
        return found;
    }

    /// <summary>What was asked for; what is null is not asked about.</summary>
    private readonly record struct Subject(int? Account, int? Case, string? Market)
    {
        public bool Matches(int? account, int? liquidation, string? market) =>
            (Account is null || account == Account) && (Case is null || liquidation == Case) && (Market is null || market == Market);
    }
}

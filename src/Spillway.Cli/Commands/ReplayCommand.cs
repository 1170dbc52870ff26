using System.CommandLine;
using System.Text.Json.Nodes;
using Spillway.Cli.Output;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Storage;
using Command = System.CommandLine.Command;

namespace Spillway.Cli.Commands;

/// <summary><c>replay</c>: rebuilds the state of a journal and checks it against the recorded hashes.</summary>
internal sealed class ReplayCommand : Command
{
    public ReplayCommand(Terminal terminal)
        : base("replay", """
            Rebuild the state of a journal, verify every recorded hash, print the final one.

            Examples:
              spillway simulate --seeds 1 --journal --out run1
              spillway replay run1/journal-spillway
              spillway replay run1/journal-spillway --journal-key host.key
            """)
    {
        Argument<string> folder = new("JOURNAL") { Description = "Folder of the journal." };
        Option<string?> key = CommonOptions.JournalKey("Key of a journal that keeps secrets encrypted; not needed for what was revealed in it.");
        Option<string?> json = CommonOptions.Json();
        Option<bool> quiet = CommonOptions.Quiet();
        Arguments.Add(folder);
        Options.Add(key);
        Options.Add(json);
        Options.Add(quiet);
        SetAction((parsed, cancellation) =>
        {
            CommandCounter? counter = parsed.GetValue(quiet) ? null : new CommandCounter(terminal);
            ScheduleAudit audit = new();
            ReplayReport report = JournalReplay.Run(
                parsed.GetRequiredValue(folder),
                EngineOptions.Default,
                audit,
                IRejections.Ignored,
                progress: counter is null ? null : counter.Show,
                key: CommonOptions.ReadJournalKey(parsed.GetValue(key)),
                cancellation: cancellation);
            counter?.Clear();
            return Task.FromResult(Write(terminal, report, audit, parsed.GetValue(json)));
        });
    }

    private static int Write(Terminal terminal, ReplayReport report, ScheduleAudit audit, string? json)
    {
        int code = audit.Differing > 0 ? ExitCode.Failed : ExitCode.Done;
        if (json is not null)
        {
            terminal.WriteJson(
                new JsonObject
                {
                    ["schema"] = "spillway.replay/1",
                    ["stateHash"] = report.Hash.ToString(),
                    ["commands"] = report.Commands,
                    ["verifiedHashes"] = report.VerifiedHashes,
                    ["engineVersion"] = report.EngineVersion,
                    ["tornTail"] = report.TornTail?.ToString(),
                    ["schedules"] = new JsonObject { ["confirmed"] = audit.Confirmed, ["differing"] = audit.Differing, ["unrevealed"] = audit.Waiting },
                },
                json);
            if (json == "-") return code;
        }
        terminal.Output.WriteLine($"state hash {report.Hash}");
        terminal.Output.WriteLine($"{report.Commands:N0} commands, {report.VerifiedHashes} recorded hashes verified, written by engine {report.EngineVersion}");
        if (audit.Confirmed + audit.Differing + audit.Waiting > 0)
            terminal.Output.WriteLine($"schedules: {audit.Confirmed:N0} child orders confirmed, {audit.Differing:N0} differ, {audit.Waiting:N0} wait for their seed");
        if (report.TornTail is not null) terminal.Output.WriteLine($"torn tail: {report.TornTail}");
        return code;
    }
}

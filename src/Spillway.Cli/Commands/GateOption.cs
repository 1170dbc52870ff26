using System.CommandLine;
using System.CommandLine.Parsing;
using Spillway.Cli.Output;
using Spillway.Simulation;

namespace Spillway.Cli.Commands;

/// <summary><c>simulate --gate</c>: whether the simulated market without liquidations looks like a market.</summary>
internal sealed class GateOption
{
    private readonly Option<bool> gate = new("--gate") { Description = "Measure stylised facts of the scenario's market without liquidations instead of replaying its crash; exit code 1 if a hard one fails. --seeds then counts days." };
    private readonly Option<int> hours = new("--hours") { Description = $"Simulated hours of a day of the gate; {GateRequest.HoursDefault} or more for a result.", HelpName = "H", DefaultValueFactory = _ => GateRequest.HoursDefault };

    /// <summary>Adds the gate to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="days">Its option that counts the days.</param>
    /// <param name="others">Its options that a gate has no use for: stated together, they are a mistake and not to be passed over.</param>
    public GateOption(Command command, Option<int> days, params IReadOnlyList<Option> others)
    {
        command.Options.Add(gate);
        command.Options.Add(hours);
        hours.Validators.Add(result =>
        {
            if (!CommonOptions.TryGet(result, out int value) || value is < GateRequest.HoursLeast or > GateRequest.HoursMost)
                result.AddError($"--hours: {GateRequest.HoursLeast} to {GateRequest.HoursMost} are allowed");
        });
        command.Validators.Add(result =>
        {
            bool isAsked = result.GetValue(gate);
            if (result.GetResult(hours) is { Implicit: false } && !isAsked) result.AddError("--hours needs --gate");
            if (isAsked && IsNumber(result, hours) && IsNumber(result, days) && (long)result.GetValue(hours) * result.GetValue(days) > GateRequest.TotalHoursMost)
                result.AddError($"{days.Name} times --hours: at most {GateRequest.TotalHoursMost} go with --gate");
            Option? other = others.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
            if (isAsked && other is not null) result.AddError($"{other.Name} does not go with --gate, which compares no policies");
        });
    }

    /// <summary>Whether the gate is asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(gate);

    /// <summary>Runs the gate and reports it.</summary>
    public int Run(Terminal terminal, ParseResult parsed, GateRequest request, string folder, string? json, bool isQuiet, CancellationToken cancellation)
    {
        GateResult result = ProgressDisplay.Run(terminal, isQuiet, progress => GateRun.Run(request with { Hours = parsed.GetValue(hours) }, progress, cancellation));
        System.Text.Json.Nodes.JsonObject document = GateDocument.Write(result);
        terminal.WriteJson(document, Path.Combine(folder, "gate.json"));
        Terminal.WriteFile(Path.Combine(folder, "gate.svg"), GateChart.Draw(result));
        if (json is not null) terminal.WriteJson(document, json);
        if (json != "-") GateTable.Write(terminal, result, folder);
        return result.IsPassed ? ExitCode.Done : ExitCode.Failed;
    }

    // What is no number has an error of its own already.
    private static bool IsNumber(CommandResult result, Option<int> option) => result.GetResult(option) is not { } given || CommonOptions.TryGet(given, out int _);
}

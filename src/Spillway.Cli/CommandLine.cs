using System.CommandLine;
using System.CommandLine.Parsing;
using Spillway.Benchmarks;
using Spillway.Cli.Commands;
using Spillway.Simulation;
using Spillway.Storage;

namespace Spillway.Cli;

/// <summary>The verbs, and what an exception becomes: one clear line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        Terminal terminal = new(output, error);
        RootCommand root = new("Spillway keeps forced sales from cascading, and shows on real crashes what each rule book would have done.")
        {
            new SimulateCommand(terminal),
            new ScenariosCommand(terminal),
            new PoliciesCommand(terminal),
            new ReplayCommand(terminal),
            new ExplainCommand(terminal),
            new PlanCommand(terminal),
            new BenchCommand(terminal),
            new DoctorCommand(terminal),
        };
        ParseResult parsed = root.Parse(args);
        string? fault = UnknownOption(parsed) ?? UnknownVerb(parsed) ?? (parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null);
        if (fault is not null)
        {
            await error.WriteLineAsync($"spillway: {fault} (see 'spillway {string.Join(' ', VerbOf(parsed))}--help')").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        InvocationConfiguration configuration = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (BadInputException e)
        {
            await error.WriteLineAsync($"spillway: {e}").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception e) when (e is JournalCorruptException or JournalFolderException or JournalKeyException)
        {
            await error.WriteLineAsync($"spillway: {e.Message}").ConfigureAwait(false);
            return e is JournalFolderException or JournalKeyException ? ExitCode.BadInput : ExitCode.Failed;
        }
        catch (Exception e) when (e is ReplayMismatchException or MeasurementException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"spillway: {e.Message}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("spillway: interrupted").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
    }

    // The parser takes a mistyped option for an argument and then complains about what follows it; the option itself is what people need to hear of.
    private static string? UnknownOption(ParseResult parsed)
    {
        Command verb = parsed.CommandResult.Command;
        string? token = parsed.Tokens.Where(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal)).Select(t => t.Value).FirstOrDefault();
        return token is null ? null : $"unknown option {token}; {Engine.Suggestion.For(token, [.. verb.Options.Select(option => option.Name)])}";
    }

    private static string? UnknownVerb(ParseResult parsed) => parsed.CommandResult.Command is RootCommand root && parsed.UnmatchedTokens.Count > 0
        ? $"unknown verb {parsed.UnmatchedTokens[0]}; {Engine.Suggestion.For(parsed.UnmatchedTokens[0], [.. root.Subcommands.Select(verb => verb.Name)])}"
        : null;

    // A verb of a verb is named with it.
    private static IEnumerable<string> VerbOf(ParseResult parsed)
    {
        List<string> names = [];
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } verb; at = verb.Parent) names.Insert(0, verb.Command.Name);
        return names.Count == 0 ? [] : [.. names, ""];
    }
}

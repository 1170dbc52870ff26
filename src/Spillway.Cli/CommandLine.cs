using System.CommandLine;
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
            new DoctorCommand(terminal),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"spillway: {parsed.Errors[0].Message} (see 'spillway {string.Join(' ', VerbOf(parsed))}--help')").ConfigureAwait(false);
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
        catch (Exception e) when (e is JournalCorruptException or JournalFolderException)
        {
            await error.WriteLineAsync($"spillway: {e.Message}").ConfigureAwait(false);
            return e is JournalFolderException ? ExitCode.BadInput : ExitCode.Failed;
        }
        catch (Exception e) when (e is ReplayMismatchException or IOException or UnauthorizedAccessException)
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

    private static IEnumerable<string> VerbOf(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? [] : [parsed.CommandResult.Command.Name, ""];
}

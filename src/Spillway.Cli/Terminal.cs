using System.Text.Json;
using System.Text.Json.Nodes;
using Spillway.Simulation;
using Spectre.Console;

namespace Spillway.Cli;

/// <summary>Where the program writes: tables on standard output, progress and errors on standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public TextWriter Output => output;

    public TextWriter Error => error;

    /// <summary>Tables for people; wide enough for all columns where the output is a file.</summary>
    public IAnsiConsole Tables { get; } = Console(output, System.Console.IsOutputRedirected);

    /// <summary>Progress for people.</summary>
    public IAnsiConsole Progress { get; } = Console(error, System.Console.IsErrorRedirected);

    /// <summary>Writes machine output where <c>--json</c> asks for it: a file, or "-" for standard output.</summary>
    public void WriteJson(JsonNode document, string target)
    {
        string text = document.ToJsonString(Json);
        if (target == "-")
        {
            output.WriteLine(text);
            return;
        }
        WriteFile(target, text + "\n");
    }

    /// <summary>Writes a file; a place that cannot be written to is bad input.</summary>
    public static void WriteFile(string file, string text)
    {
        try
        {
            string? folder = Path.GetDirectoryName(Path.GetFullPath(file));
            if (folder is not null) Directory.CreateDirectory(folder);
            File.WriteAllText(file, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadInputException(file, 0, null, $"it cannot be written ({e.Message})", "name a file in a folder you may write to");
        }
    }

    private static IAnsiConsole Console(TextWriter writer, bool isRedirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (isRedirected) console.Profile.Width = 200;
        return console;
    }
}

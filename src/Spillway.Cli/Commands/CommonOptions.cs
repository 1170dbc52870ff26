using System.CommandLine;
using System.CommandLine.Parsing;
using Spillway.Storage;

namespace Spillway.Cli.Commands;

/// <summary>Options that several verbs share, made anew for each so that every verb lists only what it reads.</summary>
internal static class CommonOptions
{
    public static Option<string?> Json() => new("--json") { Description = "Write machine output to FILE, or to standard output for '-'.", HelpName = "FILE|-" };

    public static Option<string?> JournalKey(string description) => new("--journal-key") { Description = description, HelpName = "FILE" };

    /// <summary>The key in a file; null without one.</summary>
    public static JournalKey? ReadJournalKey(string? file) => file is null ? null : Storage.JournalKey.Read(file);

    public static Option<bool> Quiet() => new("--quiet") { Description = "No progress." };

    public static Option<ulong> Seed() => new("--seed") { Description = "Seed that all seeds are derived from.", HelpName = "N", DefaultValueFactory = _ => 1 };

    public static Option<string> Out() => new("--out") { Description = "Folder for result files.", HelpName = "DIR", DefaultValueFactory = _ => "out" };

    public static Option<int> Threads()
    {
        Option<int> option = new("--threads") { Description = "Runs at the same time; the result does not depend on it.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        option.Validators.Add(result =>
        {
            if (!TryGet(result, out int threads) || threads is < 1 or > 1_024) result.AddError("--threads: 1 to 1024 are allowed");
        });
        return option;
    }

    /// <summary>Value of an option inside a validator; false where the text is not such a value, which the parser answers with an exception.</summary>
    public static bool TryGet<T>(OptionResult result, out T? value)
    {
        try
        {
            value = result.GetValueOrDefault<T>();
            return true;
        }
        catch (InvalidOperationException)
        {
            value = default;
            return false;
        }
    }
}

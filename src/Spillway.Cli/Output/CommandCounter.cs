using System.Diagnostics;

namespace Spillway.Cli.Output;

/// <summary>How many commands were replayed so far: one running figure on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class CommandCounter(Terminal terminal)
{
    private const double LineEverySeconds = 5;

    private readonly long started = Stopwatch.GetTimestamp();
    private double said;

    public void Show(long commands)
    {
        if (!Console.IsErrorRedirected)
        {
            terminal.Error.Write($"\r{commands:N0} commands");
            return;
        }
        double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (elapsed - said < LineEverySeconds) return;
        said = elapsed;
        terminal.Error.WriteLine(FormattableString.Invariant($"{commands:N0} commands, {commands / elapsed:N0} a second"));
    }

    /// <summary>Takes the running figure off the terminal.</summary>
    public void Clear()
    {
        if (!Console.IsErrorRedirected) terminal.Error.Write("\r                              \r");
    }
}

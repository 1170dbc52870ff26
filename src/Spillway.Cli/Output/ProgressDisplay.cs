using System.Diagnostics;
using Spectre.Console;
using Spillway.Simulation;

namespace Spillway.Cli.Output;

/// <summary>A bar with rate and time left on a terminal, a line every few seconds elsewhere, nothing when quiet.</summary>
internal static class ProgressDisplay
{
    private const double LineEverySeconds = 5;

    public static T Run<T>(Terminal terminal, bool isQuiet, Func<Action<SimulationProgress>, T> work)
    {
        if (isQuiet) return work(_ => { });
        return Console.IsErrorRedirected ? RunWithLines(terminal, work) : RunWithBar(terminal, work);
    }

    private static T RunWithBar<T>(Terminal terminal, Func<Action<SimulationProgress>, T> work) => terminal.Progress.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            ProgressTask bar = context.AddTask("simulating");
            return work(progress =>
            {
                bar.MaxValue = progress.Total;
                bar.Value = progress.Done;
                bar.Description = $"simulating, {progress.Done} of {progress.Total} runs";
            });
        });

    private static T RunWithLines<T>(Terminal terminal, Func<Action<SimulationProgress>, T> work)
    {
        long started = Stopwatch.GetTimestamp();
        double said = 0;
        Lock gate = new();
        return work(progress =>
        {
            lock (gate)
            {
                double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
                if (elapsed - said < LineEverySeconds || progress.Done == progress.Total) return;
                said = elapsed;
                terminal.Error.WriteLine($"{progress.Done} of {progress.Total} runs, {progress.Done / elapsed:F1} a second, about {(progress.Total - progress.Done) * elapsed / progress.Done:F0} s left");
            }
        });
    }
}

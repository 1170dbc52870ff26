using System.Text;
using Spillway.Core;

namespace Spillway.Engine.Tests;

/// <summary>Runs scripts of commands and, when one breaks the engine, names the shortest script that still does.</summary>
internal static class Run
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("SPILLWAY_LONG") == "1";

    public static (RiskEngine Engine, EventLog Log) Of(IEnumerable<Step> steps, EngineOptions options)
    {
        EventLog log = new();
        RiskEngine engine = new(options, log, log);
        foreach (Step step in steps) engine.Execute(step.Command, step.Payload);
        return (engine, log);
    }

    /// <summary>A random day, recorded.</summary>
    public static List<Step> Record(int seed, int commands, byte[] policy, EngineOptions options, double crashShare = 0.01, Func<Step, Step>? alter = null)
    {
        EventLog log = new();
        RiskEngine engine = new(options, log, log);
        List<Step> steps = World.Setup(policy);
        foreach (Step step in steps)
        {
            if (!engine.Execute(step.Command, step.Payload).IsAccepted) throw new InvalidOperationException($"the setup is refused: {log.All[^1]}");
        }
        CommandSource source = new(seed) { CrashShare = crashShare };
        for (int i = 0; i < commands; i++)
        {
            Step step = source.Next(engine);
            if (alter is not null) step = alter(step);
            steps.Add(step);
            log.Clear();
            try
            {
                source.Answered(step.Command, engine.Execute(step.Command, step.Payload));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw Explain(seed, steps, options, e);
            }
        }
        return steps;
    }

    private static Xunit.Sdk.XunitException Explain(int seed, List<Step> steps, EngineOptions options, Exception cause)
    {
        List<Step> least = Shrink(steps, candidate => Fails(candidate, options, cause.GetType()));
        StringBuilder text = new();
        text.AppendLine($"seed {seed}, command {steps.Count}: {cause}");
        text.AppendLine($"shortest script that still fails ({least.Count} commands):");
        foreach (Step step in least) text.AppendLine(step.ToString());
        return new Xunit.Sdk.XunitException(text.ToString());
    }

    private static bool Fails(List<Step> steps, EngineOptions options, Type exception)
    {
        try
        {
            Of(steps, options);
            return false;
        }
        catch (Exception e) when (e.GetType() == exception)
        {
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Takes out ever smaller pieces for as long as it still fails.</summary>
    private static List<Step> Shrink(List<Step> steps, Func<List<Step>, bool> fails)
    {
        if (!fails(steps)) return steps;
        int tries = 0;
        for (int piece = steps.Count / 2; piece > 0; piece = piece == 1 && tries < 4_000 && Once(ref steps, 1, fails, ref tries) ? 1 : piece / 2)
        {
            Once(ref steps, piece, fails, ref tries);
        }
        return steps;
    }

    private static bool Once(ref List<Step> steps, int piece, Func<List<Step>, bool> fails, ref int tries)
    {
        bool shrank = false;
        for (int from = steps.Count - piece; from >= 0 && tries < 4_000; from -= piece)
        {
            List<Step> candidate = [.. steps[..from], .. steps[Math.Min(steps.Count, from + piece)..]];
            tries++;
            if (!fails(candidate)) continue;
            steps = candidate;
            shrank = true;
        }
        return shrank;
    }
}

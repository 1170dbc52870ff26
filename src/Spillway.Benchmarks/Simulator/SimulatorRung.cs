using System.Diagnostics;
using Spillway.Benchmarks.Measure;
using Spillway.Engine;
using Spillway.Simulation;

namespace Spillway.Benchmarks.Simulator;

/// <summary>P7: the simulator on one thread: the default scenario under one policy, with agents, matching, margin, watch and signals.</summary>
/// <remarks>An event is a wake-up of an agent, a command that the engine executed, a fill, or a mark that moved; opening the accounts is part of the run, and so are its commands.</remarks>
internal static class SimulatorRung
{
    private const double TargetMevents = 2;
    private const ulong Seed = 1;

    public static IEnumerable<BenchRow> Run(RungContext context)
    {
        (VenueScenario scenario, PolicyDocument policy) = context.Request.DefaultRun();
        IReadOnlyList<ExogenousPath> paths = [.. scenario.Markets.Select((market, m) => ExogenousPath.Create(market.Prices, Seed, market.Theta, m))];
        int rounds = context.IsQuick ? 1 : Math.Min(context.Rounds, 5);
        List<double> nanos = [];
        Outcome expected = default;
        for (int round = -1; round < rounds; round++)
        {
            context.Begin($"P7: {scenario.Name} under {policy.Name}, round {round + 1} of {rounds}");
            MarketCounter counter = new();
            long start = Stopwatch.GetTimestamp();
            RunObservation seen;
            using (VenueRun run = new(scenario, policy, paths, Seed, new VenueRunOptions { Events = counter })) seen = run.Run(context.Cancellation);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            Outcome outcome = new(seen.KernelEvents, seen.Commands, counter.Fills, counter.Ticks, counter.Ended, seen.Hash.ToString());
            if (round < 0) expected = outcome; // compiles
            else nanos.Add(elapsed / outcome.Events);
            if (outcome != expected) throw new MeasurementException($"two runs of one seed differ: {expected}, {outcome}");
        }
        context.Detail($"P7: {expected.WakeUps:N0} wake-ups of agents, {expected.Commands:N0} commands, {expected.Fills:N0} fills, {expected.Ticks:N0} marks moved, state hash {expected.Hash[..16]} in every round; commands alone {1e3 * expected.Commands / expected.Events / Quartiles.Of(nanos).Median:F2} M/s; {expected.Ended:N0} orders that ended are not counted");
        yield return Rows.Rate("P7", $"simulator, {scenario.Name} under {policy.Name}: wake-ups, commands, fills, moved marks", "Mevents/s", nanos, context.Probe, TargetMevents);
    }

    private readonly record struct Outcome(long WakeUps, long Commands, long Fills, long Ticks, long Ended, string Hash)
    {
        public long Events => WakeUps + Commands + Fills + Ticks;
    }
}

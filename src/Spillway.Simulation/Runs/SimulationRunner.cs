using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Runs every policy under every seed, several seeds at a time, and summarises.</summary>
/// <remarks>Seeds share nothing and results are put together in seed order, so the outcome does not depend on the number of threads.</remarks>
public static class SimulationRunner
{
    /// <summary>Runs a simulation.</summary>
    /// <param name="request">What to simulate.</param>
    /// <param name="progress">Told after every run, from the thread that ran it.</param>
    /// <param name="cancellation">Stops soon; what is finished by then is the result.</param>
    public static SimulationResult Run(SimulationRequest request, Action<SimulationProgress> progress, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<PolicyDocument> policies = AllPolicies(request);
        SeedOutcome?[] outcomes = new SeedOutcome?[request.Seeds];
        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = request.Threads };
        Exception? failure = null;
        Parallel.For(0, request.Seeds, parallel, (k, loop) =>
        {
            try
            {
                outcomes[k] = RunSeed(request, policies, k, () => progress(new SimulationProgress(Interlocked.Increment(ref done), request.Seeds * policies.Count)), cancellation);
            }
            catch (OperationCanceledException)
            {
                loop.Stop();
            }
            catch (Exception e) when (e is BadInputException or InvariantException)
            {
                // The first failure is the answer; wrapped in an aggregate no host would recognise it.
                Interlocked.CompareExchange(ref failure, e, null);
                loop.Stop();
            }
        });
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        List<SeedOutcome> finished = [.. outcomes.Where(outcome => outcome is not null).Select(outcome => outcome!)];
        return Summarise(request, policies, finished, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Seed of the k-th run: independent of how many there are.</summary>
    public static ulong SeedOf(ulong seed, int k) => Philox.Draw(seed, (ulong)k, 0).Low;

    private sealed record SeedOutcome(IReadOnlyList<RunObservation> Runs, IReadOnlyList<IReadOnlyDictionary<string, double?>> Metrics);

    // Listed policies first, then the baseline if it is not among them, the exogenous counterfactual last.
    private static List<PolicyDocument> AllPolicies(SimulationRequest request)
    {
        List<PolicyDocument> all = [.. request.Policies.Where(policy => policy.Name != request.Exogenous.Name)];
        if (all.TrueForAll(policy => policy.Name != request.Baseline.Name)) all.Add(request.Baseline);
        all.Add(request.Exogenous);
        return all;
    }

    private static SeedOutcome RunSeed(SimulationRequest request, IReadOnlyList<PolicyDocument> policies, int k, Action ran, CancellationToken cancellation)
    {
        ulong seed = SeedOf(request.Seed, k);
        ExogenousPath path = ExogenousPath.Create(request.Scenario.Prices, seed, request.Theta);
        List<RunObservation> runs = [];
        foreach (PolicyDocument policy in policies)
        {
            MarketRunOptions options = new()
            {
                Events = k == 0 ? request.EventsOf?.Invoke(policy.Name) : null,
                JournalFolder = k == 0 && request.JournalRoot is not null ? Path.Combine(request.JournalRoot, "journal-" + policy.Name) : null,
                RestartAtSecond = request.RestartAtSecond,
            };
            using MarketRun run = new(request.Scenario, policy, path, seed, options);
            runs.Add(run.Run(cancellation));
            ran();
        }
        RunObservation exogenous = runs[^1];
        RunObservation baseline = runs[IndexOf(policies, request.Baseline.Name)];
        GainBeforeShock gain = baseline.GainOver(RunMetrics.Drawdown(baseline));
        return new SeedOutcome(runs, [.. runs.Select(run => RunMetrics.Of(run, exogenous, gain, request.Scenario.OpenInterestUsd))]);
    }

    private static SimulationResult Summarise(SimulationRequest request, IReadOnlyList<PolicyDocument> policies, IReadOnlyList<SeedOutcome> seeds, double elapsedSeconds)
    {
        List<PolicyOutcome> outcomes = [];
        using StateHash.Sink hash = new();
        byte[] digest = new byte[StateHash.Size];
        for (int p = 0; p < policies.Count; p++)
        {
            if (!IsReported(request, policies[p])) continue;
            foreach (SeedOutcome seed in seeds)
            {
                seed.Runs[p].Hash.CopyTo(digest);
                hash.Append(digest);
            }
            int row = p;
            Dictionary<string, IReadOnlyList<double?>> perSeed = Metric.All.ToDictionary(metric => metric.Key, metric => (IReadOnlyList<double?>)[.. seeds.Select(seed => seed.Metrics[row][metric.Key])]);
            outcomes.Add(new PolicyOutcome(policies[p].Name, perSeed.ToDictionary(pair => pair.Key, pair => MetricSummary.Of(pair.Value)), perSeed));
        }
        long commands = seeds.Sum(seed => seed.Runs.Sum(run => run.Commands));
        return new SimulationResult(request.Scenario.Name, seeds.Count, seeds.Count == request.Seeds, request.Baseline.Name, outcomes, hash.Finish(), commands, elapsedSeconds);
    }

    private static bool IsReported(SimulationRequest request, PolicyDocument policy) =>
        policy.Name == request.Exogenous.Name || request.Policies.Any(listed => listed.Name == policy.Name);

    private static int IndexOf(IReadOnlyList<PolicyDocument> policies, string name)
    {
        for (int i = 0; i < policies.Count; i++)
        {
            if (policies[i].Name == name) return i;
        }
        throw new InvariantException($"policy {name} was not run");
    }
}

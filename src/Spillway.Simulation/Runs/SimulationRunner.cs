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
        Scenario scenario = request.Scenario with { Theta = request.Theta ?? request.Scenario.Theta };
        request = request with { Scenario = scenario };
        IReadOnlyList<PolicyDocument> policies = AllPolicies(request);
        SeedOutcome?[] outcomes = new SeedOutcome?[request.Seeds];
        int done = 0;
        try
        {
            ForEachSeed(
                request.Seeds,
                request.Threads,
                k => outcomes[k] = RunSeed(request, policies, k, () => progress(new SimulationProgress(Interlocked.Increment(ref done), request.Seeds * policies.Count)), cancellation),
                cancellation);
        }
        catch (OperationCanceledException)
        {
            // What is finished is the result.
        }
        List<SeedOutcome> finished = [.. outcomes.Where(outcome => outcome is not null).Select(outcome => outcome!)];
        return Summarise(request, policies, finished, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Does the work of every seed, several at a time. The first failure is the answer; wrapped in an aggregate no host would recognise it.</summary>
    internal static void ForEachSeed(int seeds, int threads, Action<int> work, CancellationToken cancellation)
    {
        Exception? failure = null;
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = threads }, (k, loop) =>
        {
            try
            {
                work(k);
            }
            catch (Exception e) when (e is OperationCanceledException or BadInputException or InvariantException)
            {
                Interlocked.CompareExchange(ref failure, e, null);
                loop.Stop();
            }
        });
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        cancellation.ThrowIfCancellationRequested();
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
        ExogenousPath path = PathOf(request, k);
        List<RunObservation> runs = [];
        foreach (PolicyDocument policy in policies)
        {
            MarketRunOptions options = new()
            {
                Events = k == 0 ? request.EventsOf?.Invoke(policy.Name) : null,
                JournalFolder = k == 0 && request.JournalRoot is not null ? Path.Combine(request.JournalRoot, "journal-" + policy.Name) : null,
                RestartAtSecond = request.RestartAtSecond,
                RecordsHeat = k == 0 && policy.Name == request.Baseline.Name,
            };
            using MarketRun run = new(request.Scenario, policy, path, seed, options);
            runs.Add(run.Run(cancellation));
            ran();
        }
        RunObservation exogenous = runs[^1];
        RunObservation baseline = runs[IndexOf(policies, request.Baseline.Name)];
        GainBeforeShock gain = baseline.GainOver(baseline.Drawdown);
        return new SeedOutcome(runs, [.. runs.Select(run => RunMetrics.Of(run, exogenous, gain, request.Scenario.OpenInterestUsd))]);
    }

    private static SimulationResult Summarise(SimulationRequest request, IReadOnlyList<PolicyDocument> policies, IReadOnlyList<SeedOutcome> seeds, double elapsedSeconds)
    {
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
        }
        int baseline = IndexOf(policies, request.Baseline.Name);
        MarketCalibration? calibration = request.Scenario.Kind == ScenarioKind.Synthetic || seeds.Count == 0 ? null : Calibrated(request.Scenario, [.. seeds.Select(seed => seed.Runs[baseline])]);
        bool isCalibrated = request.IsCalibrated ?? (request.Scenario.Kind == ScenarioKind.Synthetic || calibration is { Converged: true });
        return new SimulationResult(
            request.Scenario,
            seeds.Count,
            seeds.Count == request.Seeds,
            request.Baseline.Name,
            calibration,
            Outcomes(request, policies, seeds, isCalibrated),
            seeds.Count == 0 ? null : GainOf([.. seeds.Select(seed => seed.Runs[baseline])]),
            seeds.Count == 0 ? [] : seeds[0].Runs[baseline].Heat,
            Steps(PathOf(request, 0).WithTheta(1)),
            MeanPath(request, Math.Max(1, seeds.Count)),
            hash.Finish(),
            seeds.Sum(seed => seed.Runs.Sum(run => run.Commands)),
            elapsedSeconds);
    }

    private static ExogenousPath PathOf(SimulationRequest request, int k) => ExogenousPath.Create(request.Scenario.Prices, SeedOf(request.Seed, k), request.Scenario.Theta);

    private static double[] Steps(ExogenousPath path) => [.. Enumerable.Range(1, path.Prices.Length / RunSeries.StepSeconds).Select(step => path.Prices[(step * RunSeries.StepSeconds) - 1])];

    private static double[] MeanPath(SimulationRequest request, int seeds)
    {
        double[] sum = Steps(PathOf(request, 0));
        for (int k = 1; k < seeds; k++)
        {
            double[] next = Steps(PathOf(request, k));
            for (int step = 0; step < sum.Length; step++) sum[step] += next[step];
        }
        return Array.ConvertAll(sum, total => total / seeds);
    }

    private static List<PolicyOutcome> Outcomes(SimulationRequest request, IReadOnlyList<PolicyDocument> policies, IReadOnlyList<SeedOutcome> seeds, bool isCalibrated)
    {
        VerdictTerms terms = new(request.Scenario.OpenInterestUsd, request.Scenario.FundShare * request.Scenario.OpenInterestUsd);
        PerSeed baseline = ValuesOf(seeds, IndexOf(policies, request.Baseline.Name)), exogenous = ValuesOf(seeds, policies.Count - 1);
        List<PolicyOutcome> outcomes = [];
        for (int p = 0; p < policies.Count; p++)
        {
            if (!IsReported(request, policies[p])) continue;
            int row = p;
            PerSeed values = ValuesOf(seeds, row);
            bool isCounterfactual = policies[p].Name == request.Exogenous.Name;
            outcomes.Add(new PolicyOutcome(
                policies[p].Name,
                Metric.All.ToDictionary(metric => metric.Key, metric => MetricSummary.Of(values[metric.Key])),
                values,
                SeriesSummary.Of([.. seeds.Select(seed => seed.Runs[row].Series)]),
                isCounterfactual ? Verdict.None : Verdict.Of(values, baseline, exogenous, terms, isCalibrated),
                seeds.Count == 0 || isCounterfactual ? [] : CascadeLabels.Of([.. seeds.Select(seed => seed.Runs[row])], [.. seeds.Select(seed => seed.Runs[^1])], request.Scenario.OpenInterestUsd)));
        }
        return outcomes;
    }

    private static PerSeed ValuesOf(IReadOnlyList<SeedOutcome> seeds, int policy) => new(
        Metric.All.Select(metric => metric.Key).Append(Metric.OpenInterestBefore).ToDictionary(key => key, key => (IReadOnlyList<double?>)[.. seeds.Select(seed => seed.Metrics[policy][key])]));

    private static MarketCalibration Calibrated(Scenario scenario, IReadOnlyList<RunObservation> baseline) => new(
        scenario.Market.Symbol,
        scenario.Theta,
        scenario.ObservedTroughLog,
        MetricSummary.Of(baseline.Select(run => (double?)run.DrawdownOfBars)),
        baseline.Average(run => ThetaFit.FlowRatio(run, scenario)),
        FlowBand.Default) { PopulationNote = scenario.PopulationNote };

    private static GainSummary GainOf(IReadOnlyList<RunObservation> runs)
    {
        int cells = runs.Min(run => run.GainCurve.Count);
        return new GainSummary([.. Enumerable.Range(0, cells).Select(cell => runs.Average(run => run.GainCurve[cell]))], runs.Average(run => run.CriticalShock));
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

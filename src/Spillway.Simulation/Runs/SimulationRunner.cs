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

    /// <summary>Exogenous paths of one seed, one a market.</summary>
    internal static IReadOnlyList<ExogenousPath> PathsOf(VenueScenario scenario, ulong seedOfRun) =>
        [.. scenario.Markets.Select((market, m) => ExogenousPath.Create(market.Prices, seedOfRun, market.Theta, m))];

    private sealed record SeedOutcome(IReadOnlyList<RunObservation> Runs, IReadOnlyList<RunMetrics> Metrics);

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
        IReadOnlyList<ExogenousPath> paths = PathsOf(request.Scenario, seed);
        List<RunObservation> runs = [];
        foreach (PolicyDocument policy in policies)
        {
            VenueRunOptions options = new()
            {
                Events = k == 0 ? request.EventsOf?.Invoke(policy.Name) : null,
                JournalFolder = k == 0 && request.JournalRoot is not null ? Path.Combine(request.JournalRoot, "journal-" + policy.Name) : null,
                JournalKey = request.JournalKey,
                RestartAtSecond = request.RestartAtSecond,
                IsCounterfactual = policy.Name == request.Exogenous.Name,
                RecordsHeat = k == 0 && policy.Name == request.Baseline.Name,
            };
            using VenueRun run = new(request.Scenario, policy, paths, seed, options);
            runs.Add(run.Run(cancellation));
            ran();
        }
        RunObservation exogenous = runs[^1];
        RunObservation baseline = runs[IndexOf(policies, request.Baseline.Name)];
        return new SeedOutcome(runs, [.. runs.Select(run => RunMetrics.Of(run, exogenous, baseline))]);
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
        IReadOnlyList<RunObservation> baseline = RunsOf(seeds, IndexOf(policies, request.Baseline.Name));
        IReadOnlyList<MarketPicture> markets = [.. Enumerable.Range(0, request.Scenario.Markets.Count).Select(m => Picture(request, m, [.. baseline.Select(run => run.Markets[m])], baseline))];
        bool isCalibrated = request.IsCalibrated ?? (request.Scenario.Kind == ScenarioKind.Synthetic || markets.All(market => market.Calibration is { Converged: true }));
        return new SimulationResult(
            request.Scenario,
            seeds.Count,
            seeds.Count == request.Seeds,
            request.Baseline.Name,
            markets,
            Outcomes(request, policies, seeds, isCalibrated),
            hash.Finish(),
            seeds.Sum(seed => seed.Runs.Sum(run => run.Commands)),
            elapsedSeconds);
    }

    private static MarketPicture Picture(SimulationRequest request, int m, IReadOnlyList<MarketObservation> baseline, IReadOnlyList<RunObservation> runs)
    {
        Scenario market = request.Scenario.Markets[m];
        ExogenousPath[] paths = [.. Enumerable.Range(0, Math.Max(1, runs.Count)).Select(k => ExogenousPath.Create(market.Prices, SeedOf(request.Seed, k), market.Theta, m))];
        return new MarketPicture(
            market,
            market.Kind == ScenarioKind.Synthetic || runs.Count == 0 ? null : Calibrated(market, m, runs),
            runs.Count == 0 ? null : GainOf(baseline),
            runs.Count == 0 ? [] : baseline[0].Heat,
            Steps(paths[0].WithTheta(1)),
            Mean([.. paths.Select(Steps)]));
    }

    private static double[] Steps(ExogenousPath path) => [.. Enumerable.Range(1, path.Prices.Length / MarketSeries.StepSeconds).Select(step => path.Prices[(step * MarketSeries.StepSeconds) - 1])];

    private static double[] Mean(IReadOnlyList<double[]> paths) => [.. Enumerable.Range(0, paths[0].Length).Select(step => paths.Sum(path => path[step]) / paths.Count)];

    private static List<PolicyOutcome> Outcomes(SimulationRequest request, IReadOnlyList<PolicyDocument> policies, IReadOnlyList<SeedOutcome> seeds, bool isCalibrated)
    {
        VerdictTerms terms = new(request.Scenario.OpenInterestUsd, request.Scenario.FundUsd);
        int baseline = IndexOf(policies, request.Baseline.Name), exogenous = policies.Count - 1;
        int[] markets = [.. Enumerable.Range(0, request.Scenario.Markets.Count)];
        List<PolicyOutcome> outcomes = [];
        for (int p = 0; p < policies.Count; p++)
        {
            if (!IsReported(request, policies[p])) continue;
            int row = p;
            IReadOnlyList<RunObservation> runs = RunsOf(seeds, p);
            PairedValues venue = Paired(metrics => metrics.Venue);
            PairedValues[] byMarket = [.. markets.Select(m => Paired(metrics => metrics.Markets[m]))];
            bool isCounterfactual = policies[p].Name == request.Exogenous.Name;
            outcomes.Add(new PolicyOutcome(
                policies[p].Name,
                Summaries(Metric.All, venue.Policy),
                venue.Policy,
                [.. markets.Select(m => new MarketOutcome(
                    request.Scenario.Markets[m].Market.Symbol,
                    Summaries(Metric.All.Where(metric => !metric.IsOfAccounts), byMarket[m].Policy),
                    SeriesSummary.Of([.. runs.Select(run => run.Markets[m].Series)])))],
                BackstopSummary.Of([.. runs.Select(run => run.Backstops)]),
                isCounterfactual ? Verdict.None : Verdict.Of(venue, byMarket, terms, isCalibrated),
                seeds.Count == 0 || isCounterfactual ? [] : CascadeLabels.Of(runs, RunsOf(seeds, exogenous), request.Scenario.OpenInterestUsd))
            {
                Episode = EpisodeFacts.Summarise(runs),
                Flows = TraderFlows.Summarise(runs),
            });

            PairedValues Paired(Func<RunMetrics, IReadOnlyDictionary<string, double?>> part) => new(ValuesOf(seeds, row, part), ValuesOf(seeds, baseline, part), ValuesOf(seeds, exogenous, part));
        }
        return outcomes;
    }

    private static IReadOnlyList<RunObservation> RunsOf(IReadOnlyList<SeedOutcome> seeds, int policy) => [.. seeds.Select(seed => seed.Runs[policy])];

    private static Dictionary<string, MetricSummary> Summaries(IEnumerable<Metric> metrics, PerSeed values) => metrics.ToDictionary(metric => metric.Key, metric => MetricSummary.Of(values[metric.Key]));

    // Without a finished seed every metric is there, without values.
    private static PerSeed ValuesOf(IReadOnlyList<SeedOutcome> seeds, int policy, Func<RunMetrics, IReadOnlyDictionary<string, double?>> part)
    {
        IReadOnlyDictionary<string, double?>[] values = [.. seeds.Select(seed => part(seed.Metrics[policy]))];
        IEnumerable<string> keys = values.Length > 0 ? values[0].Keys : Metric.All.Select(metric => metric.Key).Append(Metric.OpenInterestBefore);
        return new PerSeed(keys.ToDictionary(key => key, key => (IReadOnlyList<double?>)[.. values.Select(seed => seed[key])]));
    }

    private static MarketCalibration Calibrated(Scenario market, int m, IReadOnlyList<RunObservation> baseline) => new(
        market.Market.Symbol,
        market.Theta,
        market.ObservedTroughLog,
        MetricSummary.Of(baseline.Select(run => (double?)run.Markets[m].DrawdownOfBars)),
        baseline.Average(run => ThetaFit.FlowRatio(run, market, m)),
        FlowBand.Default) { PopulationNote = market.PopulationNote };

    private static GainSummary GainOf(IReadOnlyList<MarketObservation> runs)
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

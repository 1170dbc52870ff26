using System.Globalization;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Fits θ and the population of a market of which only the price table is known, so that the baseline meets both anchors. Decision 0015.</summary>
public static class PopulationFit
{
    // About three minutes of a core or less: bars · runs. A long window may cost as much as the plain fit of θ over it, about a hundred runs.
    private const int BarRuns = 60_000, RunsLeast = 110;

    /// <summary>Fits both.</summary>
    /// <param name="scenario">The crash, with the population that it states: kept if some θ meets both anchors with it.</param>
    /// <param name="baseline">The policy that was in force.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="seeds">Seeds of the simulation: the anchors are met over exactly these.</param>
    /// <param name="threads">Runs at the same time; the result does not depend on it.</param>
    /// <param name="evaluated">Told of every evaluation.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    /// <returns>The scenario with fitted population and θ, and the evaluations of that population in order of θ.</returns>
    public static (Scenario Scenario, IReadOnlyList<ThetaFit.Point> Scan) Fit(
        Scenario scenario, PolicyDocument baseline, ulong seed, int seeds, int threads, Action<FitTrial> evaluated, CancellationToken cancellation)
    {
        double target = scenario.ObservedTroughLog;
        MarketPopulation stated = MarketPopulation.Of(scenario);
        if (target <= 0) return (scenario with { Theta = 1 }, []);
        int runs = Math.Max(RunsLeast, BarRuns / scenario.Prices.Bars.Count);
        PopulationSearchResult found = new PopulationSearch(new PopulationFamily(stated, scenario.Direction), target, FlowBand.Default, seeds, runs, Evaluate).Run();
        return (
            found.Trial.Population.In(scenario) with { Theta = found.Trial.Theta, PopulationNote = Note(stated, found, found.Judge(target, FlowBand.Default)) },
            [.. found.Scan.Select(trial => new ThetaFit.Point(trial.Theta, trial.TroughLog, trial.FlowRatio)).OrderBy(point => point.Theta)]);

        FitTrial Evaluate(MarketPopulation population, double theta, int count)
        {
            FitTrial trial = FitTrial.Of(population.In(scenario), baseline, theta, seed, count, threads, cancellation);
            evaluated(trial);
            return trial;
        }
    }

    // Empty where the scenario's own population was kept and nothing is to be said of the others.
    private static string Note(MarketPopulation stated, PopulationSearchResult found, MarketCalibration judged)
    {
        List<string> notes = [];
        if (found.Trial.Population != stated) notes.Add($"population fitted: {found.Trial.Population} in place of {stated}{(found.DepthFactor > 1 ? Deepened(found) : "")}");
        if (!judged.MeetsFlow && found.Place is -1 or 1) notes.Add(judged.FlowRatio < judged.FlowBand.Low ? "no population of the family is liquidated enough" : "every population of the family is liquidated too much");
        return string.Join("; ", notes);
    }

    private static string Deepened(PopulationSearchResult found) =>
        string.Create(CultureInfo.InvariantCulture, $", the book {found.DepthFactor:0.#} times as deep as its leverage asks for, because on thinner ones the trough jumps past the recorded one");
}

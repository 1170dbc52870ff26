using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>One evaluation of a fit: the baseline with one population at one θ, over some seeds.</summary>
/// <param name="Population">Depth and leverage.</param>
/// <param name="Theta">θ.</param>
/// <param name="Trough">Trough of the baseline over the recorded bars, log.</param>
/// <param name="FlowRatio">Mean over seeds of liquidated notional over recorded volume.</param>
public sealed record FitTrial(MarketPopulation Population, double Theta, MetricSummary Trough, double FlowRatio)
{
    /// <summary>Mean trough over seeds, log.</summary>
    public double TroughLog => Trough.Mean!.Value;

    /// <summary>Seeds of the evaluation.</summary>
    public int Seeds => Trough.Count;

    /// <summary>Runs the baseline over the recorded bars, one run a seed, with the population and θ of a scenario.</summary>
    internal static FitTrial Of(Scenario scenario, PolicyDocument baseline, double theta, ulong seed, int seeds, int threads, CancellationToken cancellation)
    {
        double?[] troughs = new double?[seeds];
        double[] flows = new double[seeds];
        SimulationRunner.ForEachSeed(seeds, threads, RunOne, cancellation);
        return new FitTrial(MarketPopulation.Of(scenario), theta, MetricSummary.Of(troughs), flows.Average());

        void RunOne(int k)
        {
            ulong seedOfRun = SimulationRunner.SeedOf(seed, k);
            using MarketRun run = new(scenario, baseline, ExogenousPath.Create(scenario.Prices, seedOfRun, theta), seedOfRun, new MarketRunOptions { EndsWithPrices = true });
            RunObservation observation = run.Run(cancellation);
            (troughs[k], flows[k]) = (observation.DrawdownOfBars, ThetaFit.FlowRatio(observation, scenario));
        }
    }
}

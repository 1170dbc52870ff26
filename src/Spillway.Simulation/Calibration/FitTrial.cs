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
        RunObservation[] runs = ThetaFit.RunsOf(VenueScenario.Of(scenario with { Theta = theta }), baseline, seed, seeds, threads, cancellation);
        return new FitTrial(
            MarketPopulation.Of(scenario), theta, MetricSummary.Of(runs.Select(run => (double?)run.Markets[0].DrawdownOfBars)), runs.Average(run => ThetaFit.FlowRatio(run, scenario, 0)));
    }
}

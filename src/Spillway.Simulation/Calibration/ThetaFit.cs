using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Fits θ, the exogenous share of the recorded log path, so that the baseline reproduces the recorded trough.</summary>
/// <remarks>
/// The mean trough over seeds rises with θ, with a jump where the loop gain passes one; averaging over seeds makes the jump a steep slope. A coarse grid
/// finds the step in which the recorded trough lies, bisection narrows it with more seeds. Seeds are those of the simulation itself, in order.
/// </remarks>
public static class ThetaFit
{
    private const int GridSeeds = 4;
    private const int Bisections = 6;

    private static readonly double[] Grid = [0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>One evaluation: θ, mean trough of the baseline, its flow ratio.</summary>
    /// <param name="Theta">θ.</param>
    /// <param name="TroughLog">Mean over seeds.</param>
    /// <param name="FlowRatio">Mean over seeds.</param>
    /// <param name="Market">Symbol.</param>
    public readonly record struct Point(double Theta, double TroughLog, double FlowRatio, string Market = "");

    /// <summary>Fits θ to the scenario's recorded trough.</summary>
    /// <param name="scenario">The crash.</param>
    /// <param name="baseline">The policy that was in force.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="seeds">Seeds of an evaluation near the answer.</param>
    /// <param name="threads">Runs at the same time.</param>
    /// <param name="evaluated">Told of every evaluation.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    /// <returns>All evaluations in order of θ, and the θ whose trough is nearest.</returns>
    public static (double Theta, IReadOnlyList<Point> Scan) Fit(
        Scenario scenario, PolicyDocument baseline, ulong seed, int seeds, int threads, Action<Point> evaluated, CancellationToken cancellation)
    {
        List<Point> scan = [];
        double target = scenario.ObservedTroughLog;
        double below = 0, above = 1;
        foreach (double theta in Grid)
        {
            above = theta;
            if (Evaluate(theta, Math.Min(seeds, GridSeeds)).TroughLog >= target) break;
            below = theta;
        }
        if (below < 1) // at θ = 1 the recorded path alone falls as far as it did: the trough is always bracketed, noise apart
        {
            for (int i = 0; i < Bisections; i++)
            {
                double middle = Math.Round(0.5 * (below + above), 4);
                if (Evaluate(middle, seeds).TroughLog >= target) above = middle;
                else below = middle;
            }
        }
        Point best = scan.OrderBy(point => Math.Abs(point.TroughLog - target)).First();
        return (best.Theta, [.. scan.OrderBy(point => point.Theta)]);

        Point Evaluate(double theta, int count)
        {
            Point point = EvaluateAt(scenario, baseline, theta, seed, count, threads, cancellation);
            scan.Add(point);
            evaluated(point);
            return point;
        }
    }

    /// <summary>Mean trough and flow ratio of the baseline at one θ.</summary>
    public static Point EvaluateAt(Scenario scenario, PolicyDocument baseline, double theta, ulong seed, int seeds, int threads, CancellationToken cancellation) =>
        EvaluateAt(VenueScenario.Of(scenario with { Theta = theta }), baseline, seed, seeds, threads, cancellation)[0];

    /// <summary>Mean trough and flow ratio of the baseline in every market of a venue, at the θ it states.</summary>
    public static IReadOnlyList<Point> EvaluateAt(VenueScenario venue, PolicyDocument baseline, ulong seed, int seeds, int threads, CancellationToken cancellation)
    {
        RunObservation[] runs = RunsOf(venue, baseline, seed, seeds, threads, cancellation);
        return [.. venue.Markets.Select((market, m) => new Point(
            market.Theta, runs.Average(run => run.Markets[m].DrawdownOfBars), runs.Average(run => FlowRatio(run, market, m)), market.Market.Symbol))];
    }

    /// <summary>Runs of the baseline over the recorded bars, one a seed.</summary>
    internal static RunObservation[] RunsOf(VenueScenario venue, PolicyDocument baseline, ulong seed, int seeds, int threads, CancellationToken cancellation)
    {
        RunObservation[] runs = new RunObservation[seeds];
        SimulationRunner.ForEachSeed(seeds, threads, RunOne, cancellation);
        return runs;

        void RunOne(int k)
        {
            ulong seedOfRun = SimulationRunner.SeedOf(seed, k);
            using VenueRun run = new(venue, baseline, SimulationRunner.PathsOf(venue, seedOfRun), seedOfRun, new VenueRunOptions { EndsWithPrices = true });
            runs[k] = run.Run(cancellation);
        }
    }

    /// <summary>Liquidated notional of a run in one market over the recorded quote volume of the bars, the rest hour left out of both.</summary>
    public static double FlowRatio(RunObservation run, Scenario market, int number) =>
        run.ForcedCloses.Where(close => close.Market == number && close.Time < market.Prices.End).Sum(close => close.Notional) / Math.Max(1, (double)market.Prices.QuoteVolume);
}

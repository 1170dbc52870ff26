using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Fits θ in every market of a venue at once.</summary>
/// <remarks>
/// One market: <see cref="ThetaFit"/>. Several: accounts and makers in common make the trough of each depend on all, so every step moves every θ towards its own
/// recorded trough, by a power of the ratio of the two, and less where it has overshot. The best step seen is the answer: the one whose worst market is nearest.
/// </remarks>
public static class VenueFit
{
    private const int Steps = 14;

    // A trough grows faster than its θ where liquidations feed it: a full step would swing around the answer.
    private const double FirstGain = 0.7, GainAfterOvershoot = 0.6, StepMost = 0.35;

    // Good enough to stop: half of what the price anchor asks.
    private const double Near = 0.01;

    private const double ThetaLeast = 0.02;

    /// <summary>Fits every θ to the recorded troughs.</summary>
    /// <param name="venue">The crash.</param>
    /// <param name="baseline">The policy that was in force.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="seeds">Seeds of an evaluation.</param>
    /// <param name="threads">Runs at the same time.</param>
    /// <param name="evaluated">Told of every evaluation, market by market.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    /// <returns>All evaluations in the order of θ, and the θ of each market.</returns>
    public static (IReadOnlyList<double> Thetas, IReadOnlyList<ThetaFit.Point> Scan) Fit(
        VenueScenario venue, PolicyDocument baseline, ulong seed, int seeds, int threads, Action<ThetaFit.Point> evaluated, CancellationToken cancellation)
    {
        if (venue.Markets.Count == 1)
        {
            (double theta, IReadOnlyList<ThetaFit.Point> points) = ThetaFit.Fit(venue.Markets[0], baseline, seed, seeds, threads, evaluated, cancellation);
            return ([theta], points);
        }
        List<ThetaFit.Point> scan = [];
        double[] targets = [.. venue.Markets.Select(market => market.ObservedTroughLog)];
        IReadOnlyList<double> thetas = Search([.. venue.Markets.Select(market => market.Theta)], targets, Evaluate);
        return (thetas, [.. scan.OrderBy(point => point.Theta)]);

        double[] Evaluate(double[] at)
        {
            IReadOnlyList<ThetaFit.Point> points = ThetaFit.EvaluateAt(venue.WithThetas(at), baseline, seed, seeds, threads, cancellation);
            foreach (ThetaFit.Point point in points) evaluated(point);
            scan.AddRange(points);
            return [.. points.Select(point => point.TroughLog)];
        }
    }

    /// <summary>The search itself, for any response of troughs to θ.</summary>
    internal static IReadOnlyList<double> Search(double[] start, double[] targets, Func<double[], double[]> troughsAt)
    {
        double[] thetas = [.. start], best = thetas, gains = [.. start.Select(_ => FirstGain)];
        double[] lastError = new double[start.Length];
        double bestError = double.PositiveInfinity;
        for (int step = 0; step < Steps; step++)
        {
            double[] troughs = troughsAt(thetas);
            double[] errors = [.. troughs.Select((trough, m) => PortableMath.Log(Math.Max(trough, 1e-9) / targets[m]))];
            double worst = errors.Max(Math.Abs);
            if (worst < bestError) (bestError, best) = (worst, thetas);
            if (bestError <= Near) break;
            double[] next = new double[thetas.Length];
            for (int m = 0; m < thetas.Length; m++)
            {
                if (errors[m] * lastError[m] < 0) gains[m] *= GainAfterOvershoot;
                double move = Math.Clamp(-gains[m] * errors[m], -StepMost, StepMost);
                next[m] = Math.Round(Math.Clamp(thetas[m] * PortableMath.Exp(move), ThetaLeast, 1), 4);
            }
            (thetas, lastError) = (next, errors);
        }
        return best;
    }
}

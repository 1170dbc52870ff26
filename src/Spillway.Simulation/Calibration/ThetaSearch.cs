namespace Spillway.Simulation;

/// <summary>Searches the θ at which the mean trough passes the recorded one, for one population.</summary>
/// <remarks>
/// The mean trough rises with θ, smoothly or, where the loop gain passes one, in a steep slope. A bracket is narrowed by the secant, kept off its ends, and by
/// halving whenever the secant has moved the same end twice. θ has four digits, so the search ends.
/// </remarks>
internal static class ThetaSearch
{
    /// <summary>Smallest θ that is looked at.</summary>
    public const double Least = 0.01;

    private const double OffEnds = 0.15;

    /// <summary>Runs a search.</summary>
    /// <param name="evaluate">The baseline at a θ.</param>
    /// <param name="target">Recorded trough, log, above zero.</param>
    /// <param name="guess">θ to begin with.</param>
    /// <param name="most">Most evaluations.</param>
    /// <param name="tolerance">Distance from the target, of the target, that is near enough at first; up to three times as much after six evaluations, for where
    /// seeds jump one by one the mean comes nearer by chance alone.</param>
    /// <param name="narrowest">Width of the bracket at which the search gives up.</param>
    public static ThetaSearchResult Run(Func<double, FitTrial> evaluate, double target, double guess, int most, double tolerance, double narrowest)
    {
        List<FitTrial> trials = [];
        FitTrial? below = null, above = null;
        int sameSide = 0;
        for (double theta = Rounded(guess); trials.Count < most;)
        {
            FitTrial trial = evaluate(theta);
            trials.Add(trial);
            double best = trials.Min(known => Math.Abs((known.TroughLog / target) - 1));
            if (best <= tolerance * Math.Clamp(trials.Count / 2.0, 1, 3)) break;
            bool isAbove = trial.TroughLog > target;
            sameSide = isAbove ? Math.Max(1, sameSide + 1) : Math.Min(-1, sameSide - 1);
            if (isAbove) above = trial;
            else below = trial;
            double next = Next(below, above, target, Math.Abs(sameSide) > 1);
            if (trials.Exists(known => known.Theta == next) || (below is not null && above is not null && above.Theta - below.Theta <= narrowest)) break;
            theta = next;
        }
        return new ThetaSearchResult(target, trials, below, above);
    }

    private static double Next(FitTrial? below, FitTrial? above, double target, bool halves)
    {
        // Without a bracket the trough is taken to be proportional to θ; with care, because it is steeper than that where a cascade begins.
        if (below is null) return Rounded(above!.Theta * Math.Clamp(target / above.TroughLog, 0.5, 0.95));
        if (above is null) return Rounded(below.Theta * Math.Clamp(target / Math.Max(1e-9, below.TroughLog), 1.05, 1.5));
        double way = halves ? 0.5 : Math.Clamp((target - below.TroughLog) / (above.TroughLog - below.TroughLog), OffEnds, 1 - OffEnds);
        return Rounded(below.Theta + (way * (above.Theta - below.Theta)));
    }

    private static double Rounded(double theta) => Math.Clamp(Math.Round(theta, 4), Least, 1);
}

/// <summary>What a search of θ found.</summary>
/// <param name="Target">Recorded trough, log.</param>
/// <param name="Trials">All evaluations, in the order in which they were made; at least one.</param>
/// <param name="Below">Nearest evaluation below the target, at the end; null if there is none.</param>
/// <param name="Above">Nearest one above it.</param>
internal sealed record ThetaSearchResult(double Target, IReadOnlyList<FitTrial> Trials, FitTrial? Below, FitTrial? Above)
{
    /// <summary>The evaluation whose trough is nearest to the recorded one; the first of equals.</summary>
    public FitTrial Best => Trials.MinBy(trial => Math.Abs(trial.TroughLog - Target))!;

    /// <summary>Distance of its trough from the recorded one, of the recorded one.</summary>
    public double Error => Math.Abs((Best.TroughLog / Target) - 1);

    /// <summary>Flow ratio where the trough is the recorded one: between the ends of the bracket, or that of the nearest evaluation.</summary>
    public double FlowAtTarget => Error > 0.02 && Below is { } below && Above is { } above
        ? below.FlowRatio + ((above.FlowRatio - below.FlowRatio) * (Target - below.TroughLog) / (above.TroughLog - below.TroughLog))
        : Best.FlowRatio;
}

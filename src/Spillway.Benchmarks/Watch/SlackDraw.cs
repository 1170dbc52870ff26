using Spillway.Benchmarks.Measure;

namespace Spillway.Benchmarks.Watch;

/// <summary>How far an account is from its edge, as a share of its exposure: lognormal.</summary>
/// <param name="Median">Half of the accounts are nearer.</param>
/// <param name="Sigma">Spread of the logarithm: at a median of 6 % and 1.07, five in a hundred accounts are within 1 %.</param>
internal readonly record struct SlackDraw(double Median, double Sigma)
{
    public double Next(SeededDraws draws) => Median * Math.Exp(Sigma * draws.Normal());

    /// <summary>Exposure of one position in whole USD: most are small, a few are in the upper tier.</summary>
    public static long Usd(SeededDraws draws) => Math.Clamp((long)(4_000 * Math.Exp(1.2 * draws.Normal())), 100, 2_000_000);
}

namespace Spillway.Signals;

/// <summary>Loop gain n(x) = φ·ℓ(x) / D(x) on the 10 bp grid: forced notional that a move sets free, over the notional that carries such a move.</summary>
/// <remarks>
/// Dimensionless, not negative. Where accounts turn liquidatable and nothing rests the gain is +∞; where no account does it is 0 whatever the depth,
/// so it is never NaN. Source: cascade model §2, methods §4.3.
/// </remarks>
public sealed class LoopGain
{
    private readonly double[] values = new double[LogPriceGrid.Cells];

    /// <summary>Gain of each cell.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>The share φ of its instantaneous impact that forced selling meets when it is spread over a time: p + (1 − p) / (1 + ρτ).</summary>
    /// <param name="permanentShare">p: share of an impact that does not decay, 0 … 1.</param>
    /// <param name="resilience">ρ: rate at which the rest decays, 1/s; null if unknown, which counts as none.</param>
    /// <param name="spreadSeconds">τ: time over which forced orders are spread, seconds; zero for sales at once.</param>
    /// <returns>p … 1.</returns>
    public static double ImpactShare(double permanentShare, double? resilience, double spreadSeconds) =>
        permanentShare + ((1 - permanentShare) / (1 + ((resilience ?? 0) * spreadSeconds)));

    /// <summary>Forms the gain anew.</summary>
    /// <param name="liquidation">ℓ per cell; not negative.</param>
    /// <param name="depth">D per cell, valued alike; not negative.</param>
    /// <param name="impactShare">φ, 0 … 1.</param>
    public void Measure(ReadOnlySpan<double> liquidation, ReadOnlySpan<double> depth, double impactShare)
    {
        for (int cell = 0; cell < LogPriceGrid.Cells; cell++)
        {
            double forced = impactShare * liquidation[cell];
            values[cell] = forced > 0 ? forced / depth[cell] : 0;
        }
    }

    /// <summary>Largest gain from the mark to a distance.</summary>
    public double MaxWithin(double distance)
    {
        double largest = 0;
        foreach (double value in values.AsSpan(0, LogPriceGrid.CellsWithin(distance))) largest = Math.Max(largest, value);
        return largest;
    }
}

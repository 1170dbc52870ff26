namespace Spillway.Signals;

/// <summary>Where a shock ends once liquidations have answered it, where the cliff lies, and which shock reaches it.</summary>
/// <remarks>
/// A shock s ends at the smallest z ≥ s with z = s + ∫₀ᶻ n. With g(z) = z − ∫₀ᶻ n that is the first passage of g through s, and g(z) ≤ z. n is
/// constant within a cell, so g is a broken line and one sweep over the grid answers every shock: z grows with s. Iterating the equation
/// instead needs about 1 / (1 − n) steps. Reusable, no allocation. Source: cascade model §2, methods §4.3.
/// </remarks>
public sealed class CascadeCurve
{
    /// <summary>Narrowest run of n ≥ 1 that is a cliff, cells: 50 bp.</summary>
    public const int CliffCells = 5;

    private readonly double[] passage = new double[LogPriceGrid.Cells + 1];
    private readonly double[] ends = new double[LogPriceGrid.Cells];

    /// <summary>End z of the shocks s = 10 bp, 20 bp, …, 0.5; +∞ where it lies beyond the grid.</summary>
    public ReadOnlySpan<double> Ends => ends;

    /// <summary>x_c: start of the first run of n ≥ 1 at least 50 bp wide; null if none begins within the grid.</summary>
    public double? Cliff { get; private set; }

    /// <summary>s*: largest shock that stops before the cliff carries it on; null without a cliff.</summary>
    public double? CriticalShock { get; private set; }

    /// <summary>Size of the jump of z at <see cref="CriticalShock"/>; null without a cliff, or when the fall does not end within the grid.</summary>
    public double? Gap { get; private set; }

    /// <summary>Solves for all shocks of the grid.</summary>
    /// <param name="gain">n per cell, not negative, +∞ allowed.</param>
    public void Measure(ReadOnlySpan<double> gain)
    {
        double cells = 0; // counted in cells, so that g is exact where n is 0 and flat where n is 1
        for (int cell = 0; cell < LogPriceGrid.Cells; cell++)
        {
            cells += 1 - gain[cell];
            passage[cell + 1] = cells / LogPriceGrid.CellsPerUnit;
        }
        SweepShocks();
        (Cliff, CriticalShock, Gap) = (null, null, null);
        int cliff = FirstCliff(gain);
        if (cliff < 0) return;
        Cliff = LogPriceGrid.Start(cliff);
        int peak = 0;
        for (int edge = 1; edge <= cliff; edge++)
        {
            if (passage[edge] > passage[peak]) peak = edge;
        }
        CriticalShock = passage[peak];
        int landing = peak;
        while (landing <= LogPriceGrid.Cells && passage[landing] <= passage[peak]) landing++;
        if (landing <= LogPriceGrid.Cells) Gap = Cross(landing, passage[peak]) - LogPriceGrid.Start(peak);
    }

    /// <summary>End z of one shock; +∞ beyond the grid. O(cells).</summary>
    /// <param name="shock">s, not negative.</param>
    public double End(double shock)
    {
        if (shock <= 0) return 0;
        for (int edge = 1; edge <= LogPriceGrid.Cells; edge++)
        {
            if (passage[edge] >= shock) return Math.Max(shock, Cross(edge, shock));
        }
        return double.PositiveInfinity;
    }

    /// <summary>A(s) = z(s) / s: how many times deeper a shock ends than it began; +∞ beyond the grid. At least 1.</summary>
    /// <param name="shock">s, positive.</param>
    public double Amplification(double shock) => End(shock) / shock;

    private void SweepShocks()
    {
        int edge = 1;
        for (int i = 0; i < LogPriceGrid.Cells; i++)
        {
            double shock = LogPriceGrid.Start(i + 1);
            while (edge <= LogPriceGrid.Cells && passage[edge] < shock) edge++;
            ends[i] = edge <= LogPriceGrid.Cells ? Math.Max(shock, Cross(edge, shock)) : double.PositiveInfinity;
        }
    }

    // Where g passes a level within the cell that ends at an edge. It rises there, so it is finite: after an infinite gain it never rises again.
    private double Cross(int edge, double level)
    {
        double before = passage[edge - 1], after = passage[edge];
        return level == after ? LogPriceGrid.Start(edge) : LogPriceGrid.Start(edge - 1) + ((level - before) / (after - before) * LogPriceGrid.Width);
    }

    private static int FirstCliff(ReadOnlySpan<double> gain)
    {
        int run = 0;
        for (int cell = 0; cell < gain.Length; cell++)
        {
            run = gain[cell] >= 1 ? run + 1 : 0;
            if (run == CliffCells) return cell + 1 - CliffCells;
        }
        return -1;
    }
}

namespace Spillway.Signals;

/// <summary>Cost of trading a size within a time through a book that refills: at once, evenly, and at the least possible cost.</summary>
/// <remarks>
/// A book of constant density: trading q moves the price by κq, and the displacement decays at the rate ρ. Permanent impact costs all schedules alike and is left out. Costs are in units of price × size.
/// Source: Obizhaeva and Wang, "Optimal trading strategy and supply/demand dynamics", Journal of Financial Markets 16 (2013).
/// </remarks>
/// <param name="Impact">κ: displacement a unit traded, positive.</param>
/// <param name="Resilience">ρ: rate at which a displacement decays, 1/s, not negative.</param>
/// <param name="Size">X, not negative.</param>
/// <param name="Seconds">T, not negative.</param>
public readonly record struct ObizhaevaWang(double Impact, double Resilience, double Size, double Seconds)
{
    /// <summary>ρT: how often the book refills within the time.</summary>
    public double Refills => Resilience * Seconds;

    /// <summary>The block at each end of the cheapest schedule: X / (ρT + 2).</summary>
    public double EndBlock => Size / (Refills + 2);

    /// <summary>The rate between the blocks: ρX / (ρT + 2), a second.</summary>
    public double Rate => Resilience * EndBlock;

    /// <summary>Cost of the cheapest schedule: κX² / (ρT + 2).</summary>
    public double OptimalCost => Impact * Size * Size / (Refills + 2);

    /// <summary>Cost of one order: κX² / 2.</summary>
    public double BlockCost => Impact * Size * Size / 2;

    /// <summary>Cost of an even rate: κ (X/T)² / ρ · (T − (1 − e^(−ρT)) / ρ), which is κX² · (q − 1 + e^(−q)) / q² with q = ρT.</summary>
    public double TwapCost
    {
        get
        {
            double q = Refills;
            double share = q < 1e-4 ? 0.5 - (q / 6) : (q + double.ExpM1(-q)) / (q * q);
            return Impact * Size * Size * share;
        }
    }
}

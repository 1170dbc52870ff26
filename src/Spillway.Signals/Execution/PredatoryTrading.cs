namespace Spillway.Signals;

/// <summary>What a trader who must sell pays when others know it and trade ahead of it: the Nash equilibrium of traders who meet once.</summary>
/// <remarks>
/// Price = U + γ·(all that was traded) + λ·(all that is traded a unit of time). With n strategic traders Y_i(t) = a e^(−αt) + b_i e^(βt), β = γ/λ, α = β (n − 1)/(n + 1): first all race, then those who need not
/// trade buy back. Depends on γT/λ alone, up to scale. Source: Carlin, Lobo and Viswanathan, "Episodic liquidity crises: cooperative and predatory trading", Journal of Finance 62 (2007).
/// </remarks>
/// <param name="Permanent">γ, positive.</param>
/// <param name="Temporary">λ, positive.</param>
/// <param name="Time">T, positive.</param>
/// <param name="Predators">n − 1, not negative.</param>
public readonly record struct PredatoryTrading(double Permanent, double Temporary, double Time, int Predators)
{
    /// <summary>γT/λ: how much of the impact of the whole sale is there to run ahead of. At most 500, beyond which the exponential leaves the range of a double.</summary>
    public double Prey => Permanent * Time / Temporary;

    /// <summary>Cost of selling one unit undisturbed, at an even rate: γ/2 + λ/T.</summary>
    public double UndisturbedCost => (Permanent / 2) + (Temporary / Time);

    /// <summary>Cost of selling one unit in equilibrium.</summary>
    public double DistressedCost => Cost(change: -1);

    /// <summary>What each predator earns of it.</summary>
    public double PredatorProfit => -Cost(change: 0);

    /// <summary>Distressed over undisturbed cost; 1 without predators.</summary>
    public double CostRatio => DistressedCost / UndisturbedCost;

    // ∫ Y_i (γ·X + λ·Y): the sum of all rates is n a e^(−αt), since the second terms cancel.
    private double Cost(double change)
    {
        const double whole = -1; // what all traders together change
        int traders = Predators + 1;
        double beta = Permanent / Temporary, alpha = beta * (traders - 1) / (traders + 1);
        double own = beta / double.ExpM1(beta * Time) * (change - (whole / traders));
        if (traders == 1) return UndisturbedCost;
        double common = alpha / -double.ExpM1(-alpha * Time) * whole / traders;
        double level = Permanent / alpha, slope = Temporary - level;
        return traders * common * (
            (common * level * Integral(-alpha)) + (common * slope * Integral(-2 * alpha)) + (own * level * Integral(beta)) + (own * slope * Integral(beta - alpha)));
    }

    private double Integral(double rate) => double.ExpM1(rate * Time) / rate;
}

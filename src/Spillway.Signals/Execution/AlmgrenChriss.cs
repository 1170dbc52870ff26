namespace Spillway.Signals;

/// <summary>The schedule that trades expected cost against its variance, in a market with linear permanent and temporary impact.</summary>
/// <remarks>
/// Minimises E + λV over N equal intervals. κ̃² = λσ²/η̃ with η̃ = η − γτ/2, cosh(κτ) = 1 + κ̃²τ²/2, and x_j = X sinh(κ(T − t_j)) / sinh(κT). The variance counts the holding after each interval.
/// Source: Almgren and Chriss, "Optimal execution of portfolio transactions", Journal of Risk 3 (2001).
/// </remarks>
/// <param name="Size">X, in units of the asset.</param>
/// <param name="Seconds">T, in any unit of time, positive.</param>
/// <param name="Intervals">N, positive.</param>
/// <param name="Volatility">σ: price per root of that unit of time.</param>
/// <param name="Permanent">γ: price per unit traded.</param>
/// <param name="Temporary">η: price per unit traded and unit of time; above γτ/2.</param>
/// <param name="HalfSpread">ε: price, fixed cost a unit.</param>
/// <param name="RiskAversion">λ, positive.</param>
public sealed record AlmgrenChriss(double Size, double Seconds, int Intervals, double Volatility, double Permanent, double Temporary, double HalfSpread, double RiskAversion)
{
    private double Step => Seconds / Intervals;

    private double EffectiveTemporary => Temporary - (Permanent * Step / 2);

    /// <summary>κ: how fast the holding falls, per unit of time.</summary>
    public double Urgency => Math.Acosh(1 + (RiskAversion * Volatility * Volatility / EffectiveTemporary * Step * Step / 2)) / Step;

    /// <summary>x_0 … x_N: what is still held after each interval.</summary>
    public double[] Holdings()
    {
        double kappa = Urgency;
        double[] holdings = new double[Intervals + 1];
        for (int j = 0; j <= Intervals; j++) holdings[j] = Size * Math.Sinh(kappa * (Seconds - (j * Step))) / Math.Sinh(kappa * Seconds);
        return holdings;
    }

    /// <summary>E: expected cost, γX²/2 + ε Σ|n_k| + η̃/τ Σ n_k².</summary>
    public double ExpectedCost()
    {
        double[] holdings = Holdings();
        double traded = 0, squares = 0;
        for (int k = 1; k <= Intervals; k++)
        {
            double lot = holdings[k - 1] - holdings[k];
            traded += Math.Abs(lot);
            squares += lot * lot;
        }
        return (Permanent * Size * Size / 2) + (HalfSpread * traded) + (EffectiveTemporary / Step * squares);
    }

    /// <summary>Standard deviation of the cost: σ √(τ Σ x_k²), k from 1.</summary>
    public double CostDeviation()
    {
        double squares = 0;
        foreach (double holding in Holdings().AsSpan(1)) squares += holding * holding;
        return Volatility * Math.Sqrt(Step * squares);
    }
}

namespace Spillway.Signals;

/// <summary>From which loan-to-value on a liquidation with a bonus lowers health instead of raising it, because what is seized is sold and the collateral that remains is worth less.</summary>
/// <remarks>
/// Repaying a unit of debt takes 1 + i of collateral and, through its sale, λ times that of value: health falls exactly if LTV &gt; 1 / ((1 + i) λ). Beyond the frontier an incentivised liquidation makes matters worse.
/// Source: Warmuz, Chaudhary and Pinna, "Toxic liquidation spirals", 2022 (their abstract's 1/(1+i)λ means this).
/// </remarks>
public static class ToxicityFrontier
{
    /// <summary>λ in a constant-product pool: 1 + 2C/y.</summary>
    /// <param name="remaining">C: value of the collateral that remains, not negative.</param>
    /// <param name="reserve">y: reserve of the pool in the debt asset, positive; +∞ for a pool whose price does not move.</param>
    public static double ConstantProductLoss(double remaining, double reserve) => 1 + (2 * remaining / reserve);

    /// <summary>The frontier 1 / ((1 + i) λ).</summary>
    /// <param name="bonus">i: bonus of the liquidator, not negative.</param>
    /// <param name="loss">λ: value lost a unit of value sold, at least 1.</param>
    public static double LoanToValue(double bonus, double loss) => 1 / ((1 + bonus) * loss);
}

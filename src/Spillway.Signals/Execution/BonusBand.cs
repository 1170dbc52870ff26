namespace Spillway.Signals;

/// <summary>Which bonus of a liquidator is enough to be taken and not so high that the liquidation lowers the health it should restore.</summary>
/// <remarks>
/// Least: gas / Q + slippage + zσ√Δt, what a liquidator pays to seize Q and sell it in a constant-product pool, with a price that moves until the sale. Most: 1 / (LTV · λ) − 1, the frontier of
/// <see cref="ToxicityFrontier"/> solved for the bonus. Slippage of a sale of Q against the reserve y is Q / (y + Q), the pool's own rule.
/// Sources: Warmuz, Chaudhary and Pinna, "Toxic liquidation spirals", 2022; the least is the break-even of a liquidator.
/// </remarks>
/// <param name="Sold">Q: value of the collateral that is seized and sold, positive.</param>
/// <param name="Remaining">C: value of the collateral that remains, not negative.</param>
/// <param name="Reserve">y: reserve of the pool in the debt asset, positive.</param>
/// <param name="Gas">Cost of the transaction, in the same unit as Q.</param>
/// <param name="Volatility">σ: log-price per root of a day.</param>
/// <param name="DelaySeconds">Δt between seizure and sale.</param>
public readonly record struct BonusBand(double Sold, double Remaining, double Reserve, double Gas, double Volatility, double DelaySeconds)
{
    /// <summary>z: deviations of the price until the sale that a liquidator wants covered.</summary>
    public const double Deviations = 2;

    private const double SecondsPerDay = 86_400;

    /// <summary>λ of the pool.</summary>
    public double Loss => ToxicityFrontier.ConstantProductLoss(Remaining, Reserve);

    /// <summary>Share of its value that the sale loses in the pool.</summary>
    public double Slippage => Sold / (Reserve + Sold);

    /// <summary>Least bonus that a liquidator takes.</summary>
    public double Least => (Gas / Sold) + Slippage + (Deviations * Volatility * Math.Sqrt(DelaySeconds / SecondsPerDay));

    /// <summary>Highest bonus that does not lower health at a loan-to-value; not positive where any bonus would.</summary>
    /// <param name="loanToValue">LTV, positive.</param>
    public double Most(double loanToValue) => (1 / (loanToValue * Loss)) - 1;

    /// <summary>Whether a liquidation with that bonus lowers health.</summary>
    /// <param name="bonus">i, not negative.</param>
    /// <param name="loanToValue">LTV, positive.</param>
    public bool IsToxic(double bonus, double loanToValue) => loanToValue > ToxicityFrontier.LoanToValue(bonus, Loss);
}

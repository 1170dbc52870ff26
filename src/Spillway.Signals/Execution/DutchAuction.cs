namespace Spillway.Signals;

/// <summary>A Dutch auction with exponential decay, taken by the first block in which it is worth taking: what the seller loses against the fair price, and how long it lasts.</summary>
/// <remarks>
/// ln(ask / fair) starts at z₀ ≥ 0 and drifts down at m = decay + drift of the fair price − σ²/2, with volatility σ; blocks arrive at random at the rate Λ, and whoever finds the ask at or below fair in one takes it.
/// Fast decay costs price, slow decay costs time. Source: Moallemi and Robinson, "Loss-versus-fair: efficiency of Dutch auctions on blockchains", 2024.
/// </remarks>
/// <param name="Drift">m, positive, per unit of time.</param>
/// <param name="Volatility">σ, positive, per root of that unit.</param>
/// <param name="BlockRate">Λ, positive, per unit of time.</param>
public readonly record struct DutchAuction(double Drift, double Volatility, double BlockRate)
{
    private double Variance => Volatility * Volatility;

    // β: rate of the exponential law of how far the ask stands above its lowest.
    private double Overshoot => (Drift + Math.Sqrt((Drift * Drift) + (2 * BlockRate * Variance))) / Variance;

    /// <summary>Expected loss against the fair price at the time of the trade, a share of it: 1 − Λ / (Λ + m − σ²/2) · (1 − 1/β).</summary>
    public double LossVersusFair => 1 - (BlockRate / (BlockRate + Drift - (Variance / 2)) * (1 - (1 / Overshoot)));

    /// <summary>Expected time to the trade in the same unit of time: z₀/m + 1/Λ + 1/(mβ).</summary>
    /// <param name="start">z₀: ln(first ask / fair), not negative.</param>
    public double ExpectedTime(double start) => (start / Drift) + (1 / BlockRate) + (1 / (Drift * Overshoot));
}

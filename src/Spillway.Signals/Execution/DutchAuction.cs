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

    /// <summary>What an auction costs whoever bears the price meanwhile: loss against the fair price + c · σ · √(expected time), a share of the price.</summary>
    /// <param name="start">z₀.</param>
    /// <param name="riskAversion">c: price of one standard deviation, not negative.</param>
    public double Cost(double start, double riskAversion) => LossVersusFair + (riskAversion * Volatility * Math.Sqrt(ExpectedTime(start)));

    /// <summary>The auction whose drift makes <see cref="Cost"/> smallest, to six digits; between a thousandth and a million per unit of time.</summary>
    /// <remarks>The loss rises with the drift and the time falls with it. Golden section over the logarithm of the drift.</remarks>
    /// <param name="volatility">σ, positive, per root of the unit of time.</param>
    /// <param name="blockRate">Λ, positive, per unit of time.</param>
    /// <param name="start">z₀, not negative.</param>
    /// <param name="riskAversion">c, not negative.</param>
    public static DutchAuction Cheapest(double volatility, double blockRate, double start, double riskAversion)
    {
        double golden = (Math.Sqrt(5) - 1) / 2, low = Math.Log(1e-3), high = Math.Log(1e6);
        double left = high - (golden * (high - low)), right = low + (golden * (high - low));
        while (high - low > 1e-7)
        {
            if (At(left).Cost(start, riskAversion) <= At(right).Cost(start, riskAversion)) (high, right, left) = (right, left, right - (golden * (right - low)));
            else (low, left, right) = (left, right, left + (golden * (high - left)));
        }
        return At((low + high) / 2);

        DutchAuction At(double logDrift) => new(Math.Exp(logDrift), volatility, blockRate);
    }
}

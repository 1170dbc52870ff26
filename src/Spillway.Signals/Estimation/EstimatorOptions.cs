namespace Spillway.Signals;

/// <summary>What the estimators of a market assume.</summary>
public sealed record EstimatorOptions
{
    /// <summary>The assumptions of the cascade model.</summary>
    public static EstimatorOptions Default { get; } = new();

    /// <summary>p: share of an impact that does not decay, 0 … 1. Default 0.2 (cascade model §6).</summary>
    public double PermanentShare { get; init; } = 0.2;

    /// <summary>τ: time over which forced orders are spread, seconds. Default 5, the default of <c>release.maxHoldSeconds</c>; 0 for snapshots, which gives φ = 1.</summary>
    public double SpreadSeconds { get; init; } = 5;

    /// <summary>Half-life of the weights of the volatility, seconds. Default 30 minutes.</summary>
    public double VolatilityHalfLifeSeconds { get; init; } = 1_800;

    /// <summary>Half-life of the weights of the resilience, seconds. Default one hour.</summary>
    public double ResilienceHalfLifeSeconds { get; init; } = 3_600;

    /// <summary>Distance over which the depth signal is the mean. Default 1 % of log-price.</summary>
    public double DepthRange { get; init; } = 0.01;

    /// <summary>Distance within which the gain signal is the largest. Default 0.2.</summary>
    public double GainRange { get; init; } = 0.2;

    /// <summary>Age up to which a liquidation map is used again, seconds: it looks at every account. Default 0: each estimate makes its own.</summary>
    public long MapMaxAgeSeconds { get; init; }

    /// <summary>Move of the mark, log, from which on a map is made anew whatever its age. Default 0.5 %.</summary>
    public double MapMaxMove { get; init; } = 0.005;

    /// <summary>Holders that a live map looks at in turn with each estimate, beside those who changed. Default 1,000.</summary>
    public int MapShare { get; init; } = 1_000;
}

namespace Spillway.Liquidation;

/// <summary>What trips a circuit breaker.</summary>
public enum BreakerRule : byte
{
    /// <summary>The mark stayed beyond a fixed distance from its mean.</summary>
    PriceBand = 0,

    /// <summary>The mark is beyond a distance from its mean that follows volatility.</summary>
    VolatilityBand = 1,

    /// <summary>The mark moved too far too fast.</summary>
    Velocity = 2,

    /// <summary>Too much of the open interest was forced through the book.</summary>
    FlowOfOpenInterest = 3,

    /// <summary>More was forced through the book than its depth carries.</summary>
    FlowOfDepth = 4,

    /// <summary>Mark and index are too far apart.</summary>
    OracleGap = 5,

    /// <summary>The sources of the index are too far apart.</summary>
    OracleSpread = 6,

    /// <summary>The loop gain is too high.</summary>
    LoopGain = 7,
}

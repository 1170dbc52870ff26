using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What estimators outside of the engine say of a market, quantised. They make the engine more or less cautious and never touch a balance.</summary>
/// <param name="BidDepthUnits">Resting bids per unit of log-price below the mark, minor units of the settlement asset; not negative.</param>
/// <param name="AskDepthUnits">Resting asks per unit of log-price above the mark, minor units of the settlement asset; not negative.</param>
/// <param name="ResiliencePpm">Share of a displacement that the book wins back per second, 1e-6; zero if unknown.</param>
/// <param name="VolatilityPpm">Realised volatility of a day, 1e-6 of log-price; zero if unknown.</param>
/// <param name="LongGainPpm">Largest loop gain n ahead in a fall, 1e-6.</param>
/// <param name="ShortGainPpm">Largest loop gain n ahead in a squeeze, 1e-6.</param>
/// <param name="AsOf">Time of the observations.</param>
public readonly record struct MarketSignals(
    long BidDepthUnits,
    long AskDepthUnits,
    int ResiliencePpm,
    int VolatilityPpm,
    int LongGainPpm,
    int ShortGainPpm,
    Timestamp AsOf);

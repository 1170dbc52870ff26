using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Signals;

namespace Spillway.Simulation;

/// <summary>The estimators beside the venue: they look every second and report quantised signals every five.</summary>
internal sealed class SignalFeed(SimulatedMarket market) : IAgent
{
    private const int ReportEvery = 5;

    // The map looks at every account, and what rests on it is shown, not acted on.
    private const int MapEvery = 120;
    private const double MapMove = 0.01;

    private readonly MarketEstimator estimator = EstimatorOf(market, MapEvery);
    private int second;

    public Timestamp? Wake(Timestamp now)
    {
        estimator.Observe(now);
        if (second++ % ReportEvery == 0)
        {
            MarketSignals figures = estimator.Estimate(now);
            market.Execute(Command.Report(now, market.Instrument, in figures));
        }
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    /// <summary>The venue goes on with a restored engine.</summary>
    public void Follow() => estimator.Follow(market.Engine.Exchange[market.Instrument], market.Engine.House, market.Engine.Desk.Cases);

    public static MarketEstimator EstimatorOf(SimulatedMarket market, long mapMaxAgeSeconds = 0) => new(
        market.Engine.Exchange[market.Instrument], market.Engine.House, market.Engine.Desk.Cases, EstimatorOptions.Default with { PermanentShare = market.Scenario.PermanentShare, MapMaxAgeSeconds = mapMaxAgeSeconds, MapMaxMove = MapMove });
}

using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Signals;

/// <summary>The estimators of one market: observes it once a second, and on demand says what the engine should know of it.</summary>
/// <remarks>
/// Only reads the market and the accounts. Neither <see cref="Observe"/> nor <see cref="Estimate"/> allocates once buffers have grown;
/// <see cref="Read"/> copies the curves for reports. The engine uses signals for <see cref="EngineLimits.SignalMaxAgeNanos"/>: estimate more often
/// than that. Single writer, on the thread of the engine.
/// </remarks>
public sealed class MarketEstimator
{
    private Market market;
    private ClearingHouse house;
    private CaseTable cases;
    private LiveLiquidationMap? live;
    private readonly EstimatorOptions options;
    private readonly RealisedVolatility volatility;
    private readonly Resilience resilience;
    private readonly LiquidationSurvey survey = new();
    private MarketSignals signals;
    private PriceTicks mark;
    private double impactShare = 1;
    private Timestamp mappedAt;
    private PriceTicks mappedMark;

    /// <param name="market">The market.</param>
    /// <param name="house">Its accounts.</param>
    /// <param name="cases">Open cases.</param>
    /// <param name="options">Assumptions.</param>
    /// <param name="live">Map of this market that is kept up to date; null to measure maps anew when they are due.</param>
    public MarketEstimator(Market market, ClearingHouse house, CaseTable cases, EstimatorOptions options, LiveLiquidationMap? live = null)
    {
        (this.market, this.house, this.cases, this.options, this.live) = (market, house, cases, options, live);
        volatility = new RealisedVolatility(options.VolatilityHalfLifeSeconds);
        resilience = new Resilience(options.ResilienceHalfLifeSeconds);
    }

    /// <summary>Goes on with the same market of another engine, such as one restored from a snapshot; what was learnt is kept.</summary>
    public void Follow(Market next, ClearingHouse nextHouse, CaseTable nextCases, LiveLiquidationMap? nextLive = null) =>
        (market, house, cases, live) = (next, nextHouse, nextCases, nextLive);

    /// <summary>Forced sells into bids, as last estimated.</summary>
    public DirectionEstimator Falls { get; } = new(Side.Sell);

    /// <summary>Forced buys into asks, as last estimated.</summary>
    public DirectionEstimator Squeezes { get; } = new(Side.Buy);

    /// <summary>Takes one sample of mark and displacement; call it once a second. O(1).</summary>
    /// <remarks>Nothing is sampled while the index is stale, and no displacement while a side of the book is empty: both are gaps, not zeros.</remarks>
    public void Observe(Timestamp now)
    {
        if (!market.CanLiquidate) return;
        volatility.Observe(market.Price.Mark.Ticks, now);
        PriceTicks bid = market.Book.BestBid, ask = market.Book.BestAsk;
        if (!bid.IsSet || !ask.IsSet) return;
        // The index in parts, not in ticks: a rounded index would add noise of its own.
        double middle = ((double)bid.Ticks + ask.Ticks) / 2 * market.Spec.TickSize.Parts;
        resilience.Observe(Math.Log(middle / market.Index.Price.Parts), now);
    }

    /// <summary>Measures depth, liquidations and gain both ways. O(levels of the book + positions), or with a live map + accounts that changed.</summary>
    /// <returns>Quantised signals as of now; before the first mark all zero, which the engine reads as unknown.</returns>
    public MarketSignals Estimate(Timestamp now)
    {
        mark = market.Price.Mark;
        if (!mark.IsSet) return signals = new MarketSignals(0, 0, 0, 0, 0, 0, now);
        ContractScale scale = new(market.Spec, house.Assets[market.Spec.SettlementAsset.Index], mark);
        impactShare = LoopGain.ImpactShare(options.PermanentShare, resilience.PerSecond, options.SpreadSeconds);
        if (live is not null)
        {
            live.Update(options.MapShare);
            live.Read(Falls.Map, Squeezes.Map);
        }
        else if (IsMapDue(now))
        {
            (mappedAt, mappedMark) = (now, mark);
            survey.Measure(house, cases, market.Id, Falls.Map, Squeezes.Map);
        }
        Falls.Measure(market.Book, scale, impactShare);
        Squeezes.Measure(market.Book, scale, impactShare);
        return signals = SignalQuantiser.Quantise(
            Falls.Depth.MeanQuoted(options.DepthRange),
            Squeezes.Depth.MeanQuoted(options.DepthRange),
            scale.MinorUnits,
            resilience.PerSecond,
            volatility.PerSqrtDay,
            Falls.Gain.MaxWithin(options.GainRange),
            Squeezes.Gain.MaxWithin(options.GainRange),
            now);
    }

    // The map looks at every account; depth changes every second, positions and triggers far more slowly.
    private bool IsMapDue(Timestamp now) =>
        !mappedMark.IsSet
        || now - mappedAt >= options.MapMaxAgeSeconds * Timestamp.NanosPerSecond
        || Math.Abs(Math.Log((double)mark.Ticks / mappedMark.Ticks)) >= options.MapMaxMove;

    /// <summary>The last estimate in full, copied for reports; null before the first one with a mark.</summary>
    public MarketReading? Read() => !mark.IsSet ? null : new MarketReading(
        market.Id,
        signals.AsOf,
        mark,
        market.Index.IsStale,
        impactShare,
        resilience.PerSecond,
        volatility.PerSqrtDay,
        Falls.Read(options.GainRange),
        Squeezes.Read(options.GainRange),
        signals);
}

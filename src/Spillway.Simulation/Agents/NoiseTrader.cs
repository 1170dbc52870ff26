using Spillway.Core;
using Spillway.Engine;
using Spillway.Markets;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>Trades for reasons of its own: random side, exponential size, at random times, more when the recorded market traded more.</summary>
internal sealed class NoiseTrader(SimulatedMarket market, AccountId account) : IAgent
{
    // One order never asks for more than what moves the book by this much.
    private const double LargestMove = 0.001;

    // Seconds; beyond the end of every path.
    private const double LongestWait = 1e9;

    public Timestamp? Wake(Timestamp now)
    {
        LiquidityTerms terms = market.Scenario.Liquidity;
        double mean = terms.NoiseShare * QuoteVolumePerSecond(now) / terms.NoisePerSecond;
        if (mean > 0)
        {
            double usd = Math.Min(Draw(now, DrawPurpose.NoiseSize).Exponential(mean), market.TargetDepth * LargestMove);
            long lots = market.Grid.LotsOf(usd, market.WiderPrice(now));
            Side side = Draw(now, DrawPurpose.NoiseSide).Uniform() < 0.5 ? Side.Buy : Side.Sell;
            if (lots > 0) market.Execute(Command.Place(now, MarketOrder(account, market.Instrument, side, lots)));
        }
        double wait = Draw(now, DrawPurpose.NoiseArrival).Exponential(1 / terms.NoisePerSecond);
        return now.AddNanos(1 + (long)(Math.Min(wait, LongestWait) * Timestamp.NanosPerSecond));
    }

    internal static PlaceOrder MarketOrder(AccountId account, InstrumentId instrument, Side side, long lots) => new(
        account, instrument, side, OrderType.Market, TimeInForce.ImmediateOrCancel, SelfTradePrevention.CancelTaker, ReduceOnly: false, PriceTicks.None, QuantityLots.FromLots(lots));

    // After the last bar the market goes on as calmly as it began.
    private double QuoteVolumePerSecond(Timestamp now)
    {
        IReadOnlyList<MinuteBar> bars = market.Scenario.Prices.Bars;
        long minute = (now - market.Scenario.Prices.Start) / MinuteBar.DurationNanos;
        return (double)(minute < bars.Count ? bars[(int)minute].QuoteVolume : bars[0].QuoteVolume) / 60;
    }

    private Draws Draw(Timestamp now, DrawPurpose purpose) => new(market.Seed, account.Index, now, purpose);
}

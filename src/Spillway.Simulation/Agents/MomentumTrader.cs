using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Follows the trend: holds a position in proportion to the distance of the price from its one-minute average, up to a largest one.</summary>
/// <remarks>Trades at most a tenth of the largest position at a time. Voluntary: what it moves is the market's own.</remarks>
internal sealed class MomentumTrader(SimulatedMarket market, AccountId account) : IAgent
{
    private const double AverageSeconds = 60, FullAt = 0.01, LargestStep = 0.1;
    private const int WakeSeconds = 5;

    private double averageLog = double.NaN;

    public Timestamp? Wake(Timestamp now)
    {
        double price = market.MiddlePrice(now), log = PortableMath.Log(price);
        if (double.IsNaN(averageLog)) averageLog = log;
        double largest = market.Scenario.Traders.MomentumShare * market.Scenario.OpenInterestUsd;
        double wanted = largest * Math.Clamp((log - averageLog) / FullAt, -1, 1);
        double held = market.Grid.Usd(market.Engine.House.Size(account, market.Instrument).Lots, price);
        double change = Math.Clamp(wanted - held, -LargestStep * largest, LargestStep * largest);
        long lots = market.Grid.LotsOf(Math.Abs(change), price);
        if (lots > 0) Trade(now, change > 0 ? Side.Buy : Side.Sell, lots);
        averageLog += (log - averageLog) * (1 - PortableMath.Exp(-WakeSeconds / AverageSeconds));
        return now.AddNanos(WakeSeconds * Timestamp.NanosPerSecond);
    }

    private void Trade(Timestamp now, Side side, long lots)
    {
        double traded = market.ExecuteAtMarket(now, account, side, lots);
        if (side == market.ShockSide) market.TrendNotional += traded;
    }
}

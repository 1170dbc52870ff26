using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Trades with forced orders while they last and against them when they are over: sells ahead of the next forced sale to buy back below.</summary>
/// <remarks>
/// Sees what every trade feed shows, the forced orders in the book, and nothing of what waits. While more than a thousandth of open interest was forced within about ten
/// seconds it moves by a tenth of its largest position a second in the same direction; half a minute after the last it begins to unwind at the same pace. Voluntary: what
/// it moves is the market's own. Where orders are collected it sees the prices of the batches alone, takes for forced what moved them by half a percent and was not its own, and sends
/// one order to a batch. Source: Brunnermeier and Pedersen, Predatory Trading, 2005; the inference is this project's.
/// </remarks>
internal sealed class Predator(SimulatedMarket market, AccountId account) : IAgent
{
    private const double ForcedLeast = 0.001, MoveLeast = 0.005, Step = 0.1, PatienceSeconds = 30;

    private double seconds, lastForced = double.NegativeInfinity, ownFlow;
    private long lastLots;
    private Timestamp sentTo;

    public Timestamp? Wake(Timestamp now)
    {
        bool isOpaque = market.IsOpaque;
        double price = isOpaque ? market.MarkPrice : market.MiddlePrice(now);
        double largest = market.Scenario.Traders.PredatorShare * market.Scenario.OpenInterestUsd;
        long lots = market.Engine.House.Size(account, market.Instrument).Lots;
        double held = market.Grid.Usd(lots, price);
        ownFlow *= SimulatedMarket.ForcedKept;
        if (isOpaque) Note(market.Grid.Usd(lots - lastLots, price)); // what a batch has filled
        double forced = isOpaque ? market.InferredFlow - ownFlow : market.RecentForced;
        double least = isOpaque ? MoveLeast * market.TargetDepth : ForcedLeast * market.Scenario.OpenInterestUsd;
        if (Math.Abs(forced) > least)
        {
            lastForced = seconds;
            Trade(now, price, held, wanted: forced > 0 ? largest : -largest, Step * largest);
        }
        else if (seconds - lastForced > PatienceSeconds)
        {
            Trade(now, price, held, wanted: 0, Step * largest);
        }
        lastLots = market.Engine.House.Size(account, market.Instrument).Lots;
        seconds++;
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    private void Trade(Timestamp now, double price, double held, double wanted, double most)
    {
        double change = Math.Clamp(wanted - held, -most, most);
        long lots = market.Grid.LotsOf(Math.Abs(change), price);
        if (lots == 0 || IsWaiting()) return;
        double traded = market.ExecuteAtMarket(now, account, change > 0 ? Side.Buy : Side.Sell, lots);
        Note(change > 0 ? traded : -traded);
    }

    private void Note(double bought)
    {
        ownFlow += bought;
        market.PredatorNotional += Math.Abs(bought);
    }

    // What was sent to a batch waits for it.
    private bool IsWaiting()
    {
        if (!market.IsOpaque) return false;
        Timestamp batch = market.Engine.Desk.Breaker(market.Instrument).NextBatch;
        if (batch == sentTo) return true;
        sentTo = batch;
        return false;
    }
}

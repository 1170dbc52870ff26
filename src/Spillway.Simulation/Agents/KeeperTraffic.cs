using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>How crowded the way to the auctions of one market is: the more are under way and bid for, the more a bid costs and the later it arrives.</summary>
internal sealed class KeeperTraffic(SimulatedMarket market)
{
    private const long MinuteNanos = 60 * Timestamp.NanosPerSecond;
    private const double Hundred = 100;
    private readonly Queue<Timestamp> bids = [];

    private KeeperTerms Terms => market.Scenario.Keepers;

    /// <summary>Cost of a bid now, quote units.</summary>
    public double Gas(Timestamp now) => Terms.GasUsd * Load(now);

    /// <summary>From a decision now to its bid.</summary>
    public long DelayNanos(Timestamp now) => (long)(Terms.DelaySeconds * Load(now) * Timestamp.NanosPerSecond);

    /// <summary>A bid is sent.</summary>
    public void Sent(Timestamp now) => bids.Enqueue(now);

    private double Load(Timestamp now)
    {
        while (bids.TryPeek(out Timestamp first) && now - first > MinuteNanos) bids.Dequeue();
        int running = 0;
        foreach (ref readonly Auction auction in market.Engine.Desk.Auctions.Running) running += auction.Instrument == market.Instrument ? 1 : 0;
        return 1 + (Terms.Congestion * (running + bids.Count) / Hundred);
    }
}

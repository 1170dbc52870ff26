using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>Accounts that answer a margin call by selling down at market: enough of every position to be out of the call, at a time of their own before the deadline.</summary>
/// <remarks>
/// With equity E and a call for A, maintenance must fall to E / (E + A) of what it is, and so must the positions. Nobody adds money. What is sold because of a
/// call is forced: the wider market follows it like a liquidation, though it is none.
/// </remarks>
internal sealed class CallAnswers : IAgent
{
    private readonly SimulatedVenue venue;
    private readonly int holders;
    private readonly PriorityQueue<(AccountId Account, double Share), (long Nanos, long Sequence)> waiting = new();
    private long sequence;

    /// <summary>Listens to the margin calls of a venue.</summary>
    public CallAnswers(SimulatedVenue venue, int holders)
    {
        (this.venue, this.holders) = (venue, holders);
        venue.Called = Called;
    }

    public Timestamp? Wake(Timestamp now)
    {
        while (waiting.TryPeek(out var answer, out var due) && due.Nanos <= now.Nanos)
        {
            waiting.Dequeue();
            foreach (SimulatedMarket market in venue.Markets) SellDown(market, answer.Account, answer.Share, now);
        }
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    private void Called(in MarginCalled call, Timestamp now)
    {
        // Makers and houses are never called; an account without equity has nothing to save.
        if (call.Account.Index >= holders || call.Equity <= Money.Zero) return;
        if (new Draws(venue.Seed, call.Account.Index, default, DrawPurpose.CallMember).Uniform() >= ShareOf(call.Account)) return;
        double wait = new Draws(venue.Seed, call.Account.Index, now, DrawPurpose.CallDelay).Uniform() * (call.Deadline - now);
        double sold = (double)call.Amount.Units / (call.Amount.Units + call.Equity.Units);
        waiting.Enqueue((call.Account, sold), (now.Nanos + (long)wait, sequence++));
    }

    private double ShareOf(AccountId account)
    {
        double share = 0;
        foreach (SimulatedMarket market in venue.Markets)
        {
            if (venue.Engine.House.Size(account, market.Instrument).Lots != 0) share = Math.Max(share, market.Scenario.Traders.CallShare);
        }
        return share;
    }

    // An account that is being liquidated by then has lost the say over its positions.
    private void SellDown(SimulatedMarket market, AccountId account, double share, Timestamp now)
    {
        long size = venue.Engine.House.Size(account, market.Instrument).Lots;
        long lots = (long)Math.Ceiling(Math.Abs(size) * share);
        if (lots == 0 || venue.Engine.Desk.Cases.IsOpen(account)) return;
        market.CallNotional += market.ExecuteForced(now, account, size > 0 ? Side.Sell : Side.Buy, lots, reduceOnly: true);
    }
}

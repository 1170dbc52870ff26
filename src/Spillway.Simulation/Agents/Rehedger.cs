using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>Winners who lost their position to deleveraging open a share of it again in the book: most of them held it as a hedge.</summary>
/// <remarks>After an exponential delay. A hedge opened again is a forced order: it moves the wider market.</remarks>
internal sealed class Rehedger : IAgent
{
    private readonly SimulatedMarket market;
    private readonly PriorityQueue<(AccountId Account, Side Side, long Lots), (long Nanos, long Sequence)> waiting = new();
    private readonly int holders;
    private long sequence;
    private Timestamp now;

    /// <summary>Listens to the deleveragings of a market.</summary>
    public Rehedger(SimulatedMarket market, int holders)
    {
        (this.market, this.holders) = (market, holders);
        market.Deleveraged = Deleveraged;
    }

    public Timestamp? Wake(Timestamp time)
    {
        now = time;
        while (waiting.TryPeek(out var order, out var due) && due.Nanos <= time.Nanos)
        {
            waiting.Dequeue();
            market.RehedgeNotional += market.ExecuteForced(time, order.Account, order.Side, order.Lots, reduceOnly: false);
        }
        return time.AddNanos(Timestamp.NanosPerSecond);
    }

    // The closed account sold, the winner bought its short back: it sells again, on the side of the closed account.
    private void Deleveraged(AccountId winner, Side side, long lots)
    {
        TraderTerms terms = market.Scenario.Traders;
        long again = (long)(lots * terms.RehedgeShare);
        if (winner.Index >= holders || again == 0) return;
        double wait = new Draws(market.Seed, winner.Index, now, DrawPurpose.RehedgeDelay).Exponential(terms.RehedgeSeconds);
        waiting.Enqueue((winner, side, again), (now.Nanos + (long)(wait * Timestamp.NanosPerSecond), sequence++));
    }
}

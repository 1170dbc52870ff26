using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>Order-flow imbalance at the best quotes, command by command: what was added to the bid and taken from the ask, less the reverse.</summary>
/// <remarks>
/// e = 1{b ≥ b′}·q − 1{b ≤ b′}·q′ − 1{a ≤ a′}·r + 1{a ≥ a′}·r′, with best bid b of size q and best ask a of size r after a command, primes before it. Orders, cancels and
/// trades all count. A side that is empty before or after adds nothing.
/// Source: Cont, Kukanov, Stoikov, "The price impact of order book events", Journal of Financial Econometrics 12 (2014).
/// </remarks>
internal sealed class QuoteFlow(SimulatedMarket market, ICommandProcessor venue) : ICommandProcessor
{
    private Best bid = Best.Of(market, Side.Buy), ask = Best.Of(market, Side.Sell);
    private long imbalance;

    public CommandResult Execute(in Command command, ReadOnlySpan<byte> payload = default)
    {
        CommandResult result = venue.Execute(in command, payload);
        Best newBid = Best.Of(market, Side.Buy), newAsk = Best.Of(market, Side.Sell);
        imbalance += Change(newBid, bid, newBid.Ticks.CompareTo(bid.Ticks)) - Change(newAsk, ask, ask.Ticks.CompareTo(newAsk.Ticks));
        (bid, ask) = (newBid, newAsk);
        return result;
    }

    /// <summary>Imbalance since it was last taken, lots.</summary>
    public long Take()
    {
        long taken = imbalance;
        imbalance = 0;
        return taken;
    }

    /// <summary>What one side contributes.</summary>
    /// <param name="now">Best quote after the command.</param>
    /// <param name="before">Best quote before it.</param>
    /// <param name="better">Positive if the price got better, negative if worse.</param>
    internal static long Change(Best now, Best before, int better)
    {
        if (now.Ticks == 0 || before.Ticks == 0) return 0;
        return (better >= 0 ? now.Lots : 0) - (better <= 0 ? before.Lots : 0);
    }

    /// <summary>A best quote; zero ticks for an empty side.</summary>
    internal readonly record struct Best(long Ticks, long Lots)
    {
        public static Best Of(SimulatedMarket market, Side side)
        {
            PriceTicks price = side == Side.Buy ? market.Book.BestBid : market.Book.BestAsk;
            return price.IsSet ? new Best(price.Ticks, market.Book.QuantityWithin(side, price).Lots) : default;
        }
    }
}

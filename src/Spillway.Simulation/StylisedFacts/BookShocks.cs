using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Simulation;

/// <summary>Sweeps the book at fixed times, buying and selling by turns, so that its return can be measured.</summary>
internal sealed class BookShocks(SimulatedMarket market, AccountId account, Timestamp start, ShockKind kind) : IAgent
{
    /// <summary>Seconds from one shock to the next.</summary>
    public const int EverySeconds = 900;

    // Log distance that the shock sweeps on a calm book.
    private const double Sweep = 0.002;

    private readonly List<(int Second, Side Side)> sent = [];

    /// <summary>The shocks so far: second of the path and side.</summary>
    public IReadOnlyList<(int Second, Side Side)> Sent => sent;

    public Timestamp? Wake(Timestamp now)
    {
        if (kind == ShockKind.None) return null;
        int second = (int)((now - start) / Timestamp.NanosPerSecond);
        if (second > 0 && second % EverySeconds == 0)
        {
            Side side = sent.Count % 2 == 0 ? Side.Buy : Side.Sell;
            long lots = market.Grid.LotsOf(market.CalmDepth * Sweep, market.WiderPrice(now));
            if (kind == ShockKind.Forced) market.ExecuteForced(now, account, side, lots, reduceOnly: false);
            else market.ExecuteAtMarket(now, account, side, lots);
            sent.Add((second, side));
        }
        return now.AddNanos(Timestamp.NanosPerSecond);
    }
}

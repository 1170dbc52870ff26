using Spillway.Liquidation;

namespace Spillway.Benchmarks.Simulator;

/// <summary>The listener of the simulated venue: counts what its markets did.</summary>
internal sealed class MarketCounter : IEngineEvents
{
    /// <summary>Trades, each once.</summary>
    public long Fills { get; private set; }

    /// <summary>Marks that moved.</summary>
    public long Ticks { get; private set; }

    /// <summary>Orders that left a book or were turned away.</summary>
    public long Ended { get; private set; }

    public void On(in Traded e) => Fills++;

    public void On(in MarkMoved e) => Ticks++;

    public void On(in OrderEnded e) => Ended++;
}

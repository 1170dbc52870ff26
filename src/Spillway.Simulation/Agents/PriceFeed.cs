using Spillway.Core;
using Spillway.Engine;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The index sources and the clock of the venue: three sources report together once a second, then open cases are served.</summary>
internal sealed class PriceFeed(SimulatedMarket market) : IAgent
{
    /// <summary>Sources of the index.</summary>
    public const int Sources = 3;

    // Spread between venues in calm markets; the median of three takes most of it out.
    private const double SourceSigma = 0.00005;

    public Timestamp? Wake(Timestamp now)
    {
        market.ObserveStress(now);
        market.Execute(Command.PricesFrom(now, market.Index, 0, Report(now, 0), Report(now, 1), Report(now, 2)));
        market.Execute(Command.Advance(now));
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    private QuotePrice Report(Timestamp now, int source) => market.Grid.IndexOf(
        market.WiderPrice(now) * PortableMath.Exp(SourceSigma * new Draws(market.Seed, source, now, DrawPurpose.SourceNoise).Normal()));
}

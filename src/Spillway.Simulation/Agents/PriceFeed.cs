using Spillway.Core;
using Spillway.Engine;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The index sources and the clock of the venue: three sources of each market report together once a second, then open cases are served.</summary>
internal sealed class PriceFeed(SimulatedVenue venue) : IAgent
{
    /// <summary>Sources of the index.</summary>
    public const int Sources = 3;

    // Spread between venues in calm markets; the median of three takes most of it out.
    private const double SourceSigma = 0.00005;

    public Timestamp? Wake(Timestamp now)
    {
        foreach (SimulatedMarket market in venue.Markets) market.ObserveStress(now);
        foreach (SimulatedMarket market in venue.Markets)
            venue.Execute(Command.PricesFrom(now, market.Index, 0, Report(market, now, 0), Report(market, now, 1), Report(market, now, 2)));
        venue.Execute(Command.Advance(now));
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    private static QuotePrice Report(SimulatedMarket market, Timestamp now, int source) => market.Grid.IndexOf(
        market.WiderPrice(now) * PortableMath.Exp(SourceSigma * new Draws(market.Seed, (market.Number * Sources) + source, now, DrawPurpose.SourceNoise).Normal()));
}

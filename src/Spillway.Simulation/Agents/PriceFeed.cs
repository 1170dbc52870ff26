using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Simulation;

/// <summary>The index sources and the clock of the venue: three sources of each market report together once a second, all markets in one command, then open cases are served.</summary>
internal sealed class PriceFeed(SimulatedVenue venue) : IAgent
{
    private readonly IndexPrice[] reports = new IndexPrice[venue.Markets.Count];

    /// <summary>Sources of the index.</summary>
    public const int Sources = OutsideVenues.Count;

    public Timestamp? Wake(Timestamp now)
    {
        foreach (SimulatedMarket market in venue.Markets)
        {
            market.ObserveStress(now);
            market.Outside.Step(now);
        }
        for (int i = 0; i < reports.Length; i++)
        {
            SimulatedMarket market = venue.Markets[i];
            reports[i] = new IndexPrice(market.Index, 0, Report(market, now, 0), Report(market, now, 1), Report(market, now, 2), default, default);
        }
        venue.Execute(Command.Document(CommandKind.IndexPrices, now), MemoryMarshal.AsBytes<IndexPrice>(reports));
        venue.Execute(Command.Advance(now));
        return now.AddNanos(Timestamp.NanosPerSecond);
    }

    private static QuotePrice Report(SimulatedMarket market, Timestamp now, int source) => market.Grid.IndexOf(market.Outside.Price(source, now));
}

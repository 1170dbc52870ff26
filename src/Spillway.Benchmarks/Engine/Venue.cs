using System.Text;
using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Benchmarks.Engine;

/// <summary>The venue that is measured: one settlement asset, four linear perpetuals, each with an index of three sources.</summary>
internal static class Venue
{
    public static readonly AssetId Settlement = AssetId.FromIndex(0);

    public static readonly Contract[] Contracts =
    [
        new("BTC", PriceTicks: 500_000, TickParts: 100_000_000, Tick: "0.1", Lot: "0.001", MaxPrice: "400000", MaxPosition: "20000", UnitsPerTickLot: 100),
        new("ETH", PriceTicks: 300_000, TickParts: 10_000_000, Tick: "0.01", Lot: "0.01", MaxPrice: "24000", MaxPosition: "200000", UnitsPerTickLot: 100),
        new("SOL", PriceTicks: 150_000, TickParts: 1_000_000, Tick: "0.001", Lot: "0.1", MaxPrice: "1200", MaxPosition: "2000000", UnitsPerTickLot: 100),
        new("XRP", PriceTicks: 20_000, TickParts: 100_000, Tick: "0.0001", Lot: "10", MaxPrice: "16", MaxPosition: "200000000", UnitsPerTickLot: 1_000),
    ];

    /// <summary>An engine with everything listed and nobody in it.</summary>
    public static RiskEngine Open(EventCounter counter)
    {
        RiskEngine engine = new(EngineOptions.Default, counter, counter);
        Accept(engine, CommandKind.ListAsset, """{ "symbol": "USD", "decimals": 6 }""");
        foreach (Contract contract in Contracts)
        {
            Accept(engine, CommandKind.ListIndex, $$"""{ "symbol": "{{contract.Base}}USD", "sources": 3, "maxAgeMilliseconds": 10000 }""");
            Accept(engine, CommandKind.ListInstrument, contract.Listing);
        }
        return engine;
    }

    private static void Accept(RiskEngine engine, CommandKind kind, string document)
    {
        CommandResult result = engine.Execute(Command.Document(kind, default), Encoding.UTF8.GetBytes(document));
        if (!result.IsAccepted) throw new MeasurementException($"{kind} was rejected: {result.Reason}");
    }

    /// <param name="Base">What is traded.</param>
    /// <param name="PriceTicks">Price at the start, ticks.</param>
    /// <param name="TickParts">One tick in the scale of index prices, 1e-9.</param>
    /// <param name="Tick">The same in the listing.</param>
    /// <param name="Lot">Lot in the listing.</param>
    /// <param name="MaxPrice">Highest price in the listing.</param>
    /// <param name="MaxPosition">Largest position in the listing.</param>
    /// <param name="UnitsPerTickLot">Minor units of USD that one lot gains by one tick.</param>
    internal sealed record Contract(string Base, long PriceTicks, long TickParts, string Tick, string Lot, string MaxPrice, string MaxPosition, long UnitsPerTickLot)
    {
        public string Listing => $$"""
            { "symbol": "{{Base}}-PERP", "kind": "perpetual", "settlementAsset": "USD", "index": "{{Base}}USD", "tickSize": {{Tick}}, "lotSize": {{Lot}},
              "maxPrice": {{MaxPrice}}, "maxPosition": {{MaxPosition}}, "tiers": [ { "notionalFrom": 0, "initialRate": 0.05, "maintenanceRate": 0.025 },
              { "notionalFrom": 200000, "initialRate": 0.1, "maintenanceRate": 0.05 }, { "notionalFrom": 2000000, "initialRate": 0.3, "maintenanceRate": 0.15 } ],
              "makerFee": -0.0001, "takerFee": 0.0005, "basisHalfLifeSeconds": 30 }
            """;

        /// <summary>Value of lots at the starting price, minor units of USD.</summary>
        public long Notional(long lots) => lots * PriceTicks * UnitsPerTickLot;
    }
}

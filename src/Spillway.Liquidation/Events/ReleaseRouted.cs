using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A forced order was split over the book and liquidity pools at one marginal price; their trades follow, pools first.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Side of the forced order.</param>
/// <param name="Lots">Lots to release.</param>
/// <param name="Book">For the book.</param>
/// <param name="Pools">For pools.</param>
/// <param name="Marginal">Worst whole tick that any place pays, fees included.</param>
/// <param name="TickLots">What all places together pay or are paid, lots × ticks.</param>
/// <param name="BookAlone">What the book alone would have, lots × ticks; zero if it has not that many lots within the limit.</param>
public readonly record struct ReleaseRouted(
    CaseId Case, InstrumentId Instrument, Side Side, QuantityLots Lots, QuantityLots Book, QuantityLots Pools, PriceTicks Marginal, Int128 TickLots, Int128 BookAlone);

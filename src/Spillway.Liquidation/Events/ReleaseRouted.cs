using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A forced order was split over the book, liquidity pools and order books elsewhere at one marginal price; their trades follow, those with the book last.</summary>
/// <param name="Case">Case.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Side of the forced order.</param>
/// <param name="Lots">Lots to release.</param>
/// <param name="Book">For the book.</param>
/// <param name="Pools">For pools.</param>
/// <param name="Away">For order books elsewhere.</param>
/// <param name="Marginal">Worst whole tick that any place pays, fees included, but no fixed costs.</param>
/// <param name="TickLots">What all places together pay or are paid, fixed costs included, lots × ticks.</param>
/// <param name="BookAlone">What the book alone would have, lots × ticks; zero if it has not that many lots within the limit.</param>
public readonly record struct ReleaseRouted(
    CaseId Case, InstrumentId Instrument, Side Side, QuantityLots Lots, QuantityLots Book, QuantityLots Pools, QuantityLots Away, PriceTicks Marginal, Int128 TickLots, Int128 BookAlone);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Collected orders were uncrossed at one price: a halted market reopened, or a batch traded.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Price">Price of all trades; none if no bid met an ask.</param>
/// <param name="Lots">Lots that left each side.</param>
/// <param name="SurplusLots">Lots that would still have traded at that price: positive for bids, negative for asks.</param>
/// <param name="Reference">Mark that decided between prices as good.</param>
/// <param name="Action">What holds from now on; none if the market is open.</param>
public readonly record struct MarketReopened(InstrumentId Instrument, PriceTicks Price, QuantityLots Lots, long SurplusLots, PriceTicks Reference, BreakerAction Action);

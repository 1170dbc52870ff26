using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A trade by a curve: its exact amount, of which the <see cref="Traded"/> before it states the whole ticks.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Account">The pool.</param>
/// <param name="Trader">The other account.</param>
/// <param name="Side">Of the trader.</param>
/// <param name="Lots">Lots.</param>
/// <param name="TickLots">What the trader received for a sale or paid for a buy, fee included, lots × ticks.</param>
/// <param name="Back">What the whole tick was off, paid back to the trader, minor units of the settlement asset.</param>
/// <param name="Reserve">Virtual reserve of the curve afterwards.</param>
/// <param name="Case">Liquidation case that forced the trade; none for a voluntary one.</param>
public readonly record struct LiquidityPoolTraded(
    InstrumentId Instrument, AccountId Account, AccountId Trader, Side Side, QuantityLots Lots, Int128 TickLots, Money Back, QuantityLots Reserve, CaseId Case);

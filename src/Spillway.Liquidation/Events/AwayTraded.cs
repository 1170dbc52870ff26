using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A forced trade with a broker: its exact amount, of which the <see cref="Traded"/> before it states the whole ticks.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Account">Of the broker.</param>
/// <param name="Trader">Account under liquidation.</param>
/// <param name="Side">Of the trader.</param>
/// <param name="Lots">Lots.</param>
/// <param name="TickLots">What the trader received for a sale or paid for a buy, fee and fixed cost included, lots × ticks.</param>
/// <param name="Back">What the whole tick was off, paid back to the trader, minor units of the settlement asset.</param>
/// <param name="Left">Lots that the broker still quotes on that side.</param>
/// <param name="Case">The case.</param>
public readonly record struct AwayTraded(
    InstrumentId Instrument, AccountId Account, AccountId Trader, Side Side, QuantityLots Lots, Int128 TickLots, Money Back, QuantityLots Left, CaseId Case);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An order, or what was left of it, came to rest in the book.</summary>
/// <param name="Account">Owner.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Order">Handle for cancel and replace.</param>
/// <param name="Side">Side of the book.</param>
/// <param name="Price">Limit.</param>
/// <param name="Remaining">Resting lots.</param>
public readonly record struct OrderRested(
    AccountId Account,
    InstrumentId Instrument,
    OrderId Order,
    Side Side,
    PriceTicks Price,
    QuantityLots Remaining);

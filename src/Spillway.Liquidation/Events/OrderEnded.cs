using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An order left the book, or was cancelled before it rested.</summary>
/// <param name="Account">Owner.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Order">None if it never rested, or if a part of it still rests after it met its own account in an auction.</param>
/// <param name="Remaining">Lots that did not trade.</param>
/// <param name="Reason">Why it ended.</param>
public readonly record struct OrderEnded(
    AccountId Account,
    InstrumentId Instrument,
    OrderId Order,
    QuantityLots Remaining,
    OrderEnd Reason);

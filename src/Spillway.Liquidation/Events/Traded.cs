using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A position changed hands at one price.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Buyer">Buyer.</param>
/// <param name="Seller">Seller.</param>
/// <param name="Price">Price of both sides.</param>
/// <param name="Lots">Size.</param>
/// <param name="Aggressor">Side of the order that came in; in an auction nobody comes in and buy stands for both; for off-book routes the side of the account under liquidation.</param>
/// <param name="Route">Book, or the off-book route.</param>
/// <param name="Case">Liquidation case that forced the trade; none for a voluntary one.</param>
public readonly record struct Traded(
    InstrumentId Instrument,
    AccountId Buyer,
    AccountId Seller,
    PriceTicks Price,
    QuantityLots Lots,
    Side Aggressor,
    TradeRoute Route,
    CaseId Case);

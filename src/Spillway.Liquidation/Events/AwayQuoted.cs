using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A broker relayed one side of an order book elsewhere; what it quoted there before is gone.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Of the levels.</param>
/// <param name="Terms">Who quotes, and for what.</param>
/// <param name="Best">Best price, before the fee.</param>
/// <param name="Lots">Lots of all levels.</param>
public readonly record struct AwayQuoted(InstrumentId Instrument, Side Side, AwayTerms Terms, PriceTicks Best, QuantityLots Lots);

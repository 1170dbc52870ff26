using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Brings positions into the venue: two accounts hold against each other at one entry price. Only before the market has a mark.</summary>
/// <param name="Instrument">Market.</param>
/// <param name="Buyer">Holds long.</param>
/// <param name="Seller">Holds short.</param>
/// <param name="Price">Entry price of both.</param>
/// <param name="Lots">Positive.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ImportTrade(InstrumentId Instrument, AccountId Buyer, AccountId Seller, PriceTicks Price, QuantityLots Lots);

using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>An account promises to take positions over from accounts under liquidation. Until the promise ends it may only reduce, and nothing leaves it.</summary>
/// <param name="Account">Who takes; it has no other promise.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Buy: it takes what must be sold.</param>
/// <param name="Discount">Of the mark, 0 to 5 %: it buys this much below, or sells this much above.</param>
/// <param name="Lowest">Lowest price at which it takes; zero for any.</param>
/// <param name="Highest">Highest price at which it takes; zero for any.</param>
/// <param name="Lots">Size; its initial margin must be there for all of it.</param>
/// <param name="LossBudget">The promise ends once the account is worth this much less than now, minor units of the valuation asset; zero for no such end.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PledgeTaker(
    AccountId Account, InstrumentId Instrument, Side Side, RatePpm Discount, PriceTicks Lowest, PriceTicks Highest, QuantityLots Lots, Money LossBudget = default);

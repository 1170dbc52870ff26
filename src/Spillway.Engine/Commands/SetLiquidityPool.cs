using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Puts a curve behind a flat account, or takes it away. While it has one the account trades by it only, and nothing leaves it.</summary>
/// <param name="Account">The pool.</param>
/// <param name="Instrument">Market of a linear contract.</param>
/// <param name="Reserve">Virtual reserve at <paramref name="Price"/>: twice the depth per unit of log-price, over the price. Zero takes the curve away.</param>
/// <param name="Price">At which the curve begins.</param>
/// <param name="Lower">Lowest price at which it buys; one tick and the highest price of the market are the whole range.</param>
/// <param name="Upper">Highest price at which it sells.</param>
/// <param name="Fee">Share of the quote that it keeps, 0 to 10 %.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SetLiquidityPool(AccountId Account, InstrumentId Instrument, QuantityLots Reserve, PriceTicks Price, PriceTicks Lower, PriceTicks Upper, RatePpm Fee);

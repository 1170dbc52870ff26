using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Trades with a liquidity pool as far as its range, its margin and a worst price allow; the answer's value is the number of lots.</summary>
/// <param name="Account">Trader.</param>
/// <param name="Pool">Account with a curve in the instrument.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Of the trader.</param>
/// <param name="Quantity">Lots.</param>
/// <param name="Worst">Worst price of any lot, fee included.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SwapPool(AccountId Account, AccountId Pool, InstrumentId Instrument, Side Side, QuantityLots Quantity, PriceTicks Worst);

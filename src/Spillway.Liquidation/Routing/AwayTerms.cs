using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>On what terms a broker relays the order book of another venue.</summary>
/// <param name="Account">Of the broker, which is the other side of every trade here.</param>
/// <param name="Fee">Of the quote, beyond the prices of the levels: 0 to <see cref="AwayBook.FeeMost"/>.</param>
/// <param name="FixedCost">Paid once an order, whatever its size; minor units of the settlement asset, not negative.</param>
/// <param name="SeenAt">When the other book looked like this.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AwayTerms(AccountId Account, RatePpm Fee, Money FixedCost, Timestamp SeenAt);

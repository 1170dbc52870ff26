using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>A broker relays one side of an order book elsewhere: its account trades these levels with forced orders, until it quotes anew, withdraws, or they are too old.</summary>
/// <remarks>The payload is the levels, best first; none withdraws them.</remarks>
/// <param name="Account">Of the broker.</param>
/// <param name="Instrument">Market of a linear contract.</param>
/// <param name="Side">Of the levels: a broker that buys takes what is sold.</param>
/// <param name="Fee">Of the quote, beyond the prices of the levels, 0 to 10 %.</param>
/// <param name="SeenAt">When the other book looked like this.</param>
/// <param name="FixedCost">Paid to the broker once an order, minor units of the settlement asset, not negative.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct QuoteAway(AccountId Account, InstrumentId Instrument, Side Side, RatePpm Fee, Timestamp SeenAt, Money FixedCost);

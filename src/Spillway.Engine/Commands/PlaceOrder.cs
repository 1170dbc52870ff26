using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Engine;

/// <summary>An order.</summary>
/// <param name="Account">Owner.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">Direction.</param>
/// <param name="Type">Limit or market.</param>
/// <param name="TimeInForce">What happens to the part that does not trade at once.</param>
/// <param name="SelfTrade">What happens when it meets an order of its own account.</param>
/// <param name="ReduceOnly">Whether it may only bring the position closer to zero.</param>
/// <param name="Limit">Worst price; ignored for market orders.</param>
/// <param name="Quantity">Positive.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PlaceOrder(
    AccountId Account,
    InstrumentId Instrument,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    SelfTradePrevention SelfTrade,
    bool ReduceOnly,
    PriceTicks Limit,
    QuantityLots Quantity);

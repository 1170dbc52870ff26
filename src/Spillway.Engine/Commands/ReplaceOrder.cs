using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Changes a resting order: less at the same price keeps its place, anything else queues anew.</summary>
/// <param name="Account">Owner.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Order">Handle.</param>
/// <param name="Limit">New limit.</param>
/// <param name="Quantity">New quantity to rest, positive.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ReplaceOrder(
    AccountId Account,
    InstrumentId Instrument,
    OrderId Order,
    PriceTicks Limit,
    QuantityLots Quantity);

using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine;

/// <summary>Takes a resting order out.</summary>
/// <param name="Account">Owner.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Order">Handle.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CancelOrder(AccountId Account, InstrumentId Instrument, OrderId Order);

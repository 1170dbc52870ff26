using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>One level of an order book elsewhere.</summary>
/// <param name="Price">Set.</param>
/// <param name="Lots">Positive.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AwayLevel(PriceTicks Price, QuantityLots Lots);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Voluntary closing at mark.</summary>
/// <param name="Enabled">Whether opposite cases and opted-in accounts are used.</param>
/// <param name="Fee">Paid by the closed account to the opted-in one, of the notional, within its equity.</param>
public sealed record NettingPolicy(bool Enabled, RatePpm Fee);

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Closing a part before a breach, for accounts that agreed to it.</summary>
/// <param name="Enabled">Whether it happens.</param>
/// <param name="From">Equity over maintenance margin at which the soft zone begins, if the account has been called by then.</param>
/// <param name="ShareAtBreach">Share of the position closed at the end of the zone; linear from nothing at its beginning.</param>
public sealed record PreLiquidationPolicy(bool Enabled, RatePpm From, RatePpm ShareAtBreach);

namespace Spillway.Core;

/// <summary>One step of the margin ladder of an instrument.</summary>
/// <param name="NotionalFrom">Notional at which the tier begins, minor units of the settlement asset; the first tier begins at zero.</param>
/// <param name="InitialRate">Margin to open, of the notional; not below <paramref name="MaintenanceRate"/>, at most 100 %.</param>
/// <param name="MaintenanceRate">Margin to keep, of the notional; positive.</param>
public readonly record struct MarginTier(Money NotionalFrom, RatePpm InitialRate, RatePpm MaintenanceRate);

/// <summary>How the rates of several tiers combine.</summary>
public enum TierMethod : byte
{
    /// <summary>Each slice of notional pays its own rate, as income tax does; margin is continuous at a tier edge. The default.</summary>
    Marginal = 0,

    /// <summary>The reached tier applies to the whole notional; margin jumps at a tier edge.</summary>
    Whole = 1,
}

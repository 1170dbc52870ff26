using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What may be opened at all, and with how much margin: keeps the loop gain low before a fall. Nothing of it closes a position.</summary>
/// <param name="Cap">Largest one-sided open interest of a market at mark, whole valuation units; zero for none.</param>
/// <param name="GainMost">Largest loop gain on stressed depth; zero for none.</param>
/// <param name="Withdrawal">Share of the depth assumed to go in a fall; below one.</param>
/// <param name="Range">Fall, as a share of notional, that an account must be able to bear above initial margin for its orders to feed no gain.</param>
/// <param name="AddOn">Added to initial margin where a cap is all used, as a multiple of it; zero for nothing.</param>
/// <param name="AddOnFrom">Share of a cap from which on the add-on grows; below one.</param>
/// <param name="Concentration">Margin rate added to a position as large as the depth within 1 %; zero for nothing.</param>
/// <param name="ConcentrationMost">Largest margin rate added for size.</param>
public sealed record OpenInterestPolicy(
    long Cap,
    RatePpm GainMost,
    RatePpm Withdrawal,
    RatePpm Range,
    RatePpm AddOn,
    RatePpm AddOnFrom,
    RatePpm Concentration,
    RatePpm ConcentrationMost)
{
    /// <summary>Whether opening is capped.</summary>
    public bool HasCap => Cap > 0 || GainMost > RatePpm.Zero;

    /// <summary>Whether opening may need more than initial margin.</summary>
    public bool HasAddOn => (HasCap && AddOn > RatePpm.Zero) || (Concentration > RatePpm.Zero && ConcentrationMost > RatePpm.Zero);
}

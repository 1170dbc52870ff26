namespace Spillway.Margin;

/// <summary>A straight piece of the maintenance margin: notional · rate − deduction, from one notional up to the next tier.</summary>
/// <param name="FromUnits">Notional at which the piece begins, minor units of the settlement asset.</param>
/// <param name="RatePpm">Slope, ppm of the notional.</param>
/// <param name="DeductionMillionths">Taken off, millionths of a minor unit; zero where the rate applies to the whole notional.</param>
public readonly record struct MaintenanceStep(long FromUnits, int RatePpm, Int128 DeductionMillionths);

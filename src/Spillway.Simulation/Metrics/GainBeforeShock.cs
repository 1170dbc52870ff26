namespace Spillway.Simulation;

/// <summary>The market's loop gain before the shock.</summary>
/// <param name="MaxGain">Largest n over the range of prices that the baseline visited.</param>
/// <param name="CriticalShock">s*: the fall at which the market jumps; null where there is no cliff.</param>
public readonly record struct GainBeforeShock(double? MaxGain, double? CriticalShock);

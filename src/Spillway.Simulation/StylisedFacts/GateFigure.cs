namespace Spillway.Simulation;

/// <summary>One stylised fact as measured.</summary>
/// <param name="Key">Name in documents, camel case.</param>
/// <param name="Text">Name for people.</param>
/// <param name="Unit">Unit; "–" for a number without one.</param>
/// <param name="IsHard">Whether the gate stays shut when the figure is outside of its band.</param>
/// <param name="Low">Lower end of the band, inclusive; null for none.</param>
/// <param name="High">Upper end of the band, inclusive; null for none.</param>
/// <param name="Venue">Measured at the venue; null where it could not be measured.</param>
/// <param name="Error">Standard error of <paramref name="Venue"/>: over days where it is of returns, of the line where it is a slope; null where there is none.</param>
/// <param name="Path">The same figure of the exogenous path that the venue was given; null where a path has no such figure.</param>
/// <param name="Plain">The same figure of the venue on a path with constant volatility: what the agents make by themselves; null where it was not measured.</param>
public sealed record GateFigure(
    string Key, string Text, string Unit, bool IsHard, double? Low, double? High, double? Venue, double? Error = null, double? Path = null, double? Plain = null)
{
    /// <summary>Whether the figure was measured and lies in its band.</summary>
    public bool IsWithin => Venue is { } value && value >= (Low ?? double.NegativeInfinity) && value <= (High ?? double.PositiveInfinity);
}

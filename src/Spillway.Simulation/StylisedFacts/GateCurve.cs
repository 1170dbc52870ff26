namespace Spillway.Simulation;

/// <summary>The points that a figure was read from.</summary>
/// <param name="Key">Name in documents.</param>
/// <param name="X">Abscissae.</param>
/// <param name="Y">Ordinates, as many.</param>
public sealed record GateCurve(string Key, IReadOnlyList<double> X, IReadOnlyList<double> Y);

namespace Spillway.Simulation;

/// <summary>Whether a run was a cascade of one class, and what says so.</summary>
/// <param name="Class">margin, stop-loss, sentiment, deleveraging, liquidity, cross-margin, collateral, margin-call or protocol.</param>
/// <param name="IsPresent">Whether the class is recognised.</param>
/// <param name="Evidence">One sentence with the figures that decided it.</param>
public sealed record CascadeLabel(string Class, bool IsPresent, string Evidence);

using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>What the gate found.</summary>
/// <param name="Scenario">Name of the scenario whose agents were tested.</param>
/// <param name="Hours">Simulated hours of a day.</param>
/// <param name="Days">Independent days.</param>
/// <param name="PairedHours">Hours of the first day that the paired runs (shocks, depths) cover.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Figures">The facts, hard ones first.</param>
/// <param name="Curves">The points behind them.</param>
/// <param name="Liquidated">Accounts liquidated over all runs; the gate is about markets without.</param>
/// <param name="StateHash">Hash over the final states of all runs.</param>
/// <param name="Commands">Commands of all runs.</param>
/// <param name="ElapsedSeconds">Wall time.</param>
public sealed record GateResult(
    string Scenario,
    int Hours,
    int Days,
    int PairedHours,
    ulong Seed,
    IReadOnlyList<GateFigure> Figures,
    IReadOnlyList<GateCurve> Curves,
    int Liquidated,
    StateHash StateHash,
    long Commands,
    double ElapsedSeconds)
{
    /// <summary>Whether every hard figure lies in its band and nobody was liquidated.</summary>
    public bool IsPassed => Liquidated == 0 && Figures.All(figure => !figure.IsHard || figure.IsWithin);

    /// <summary>A figure by its key.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public GateFigure this[string key] => Figures.Single(figure => figure.Key == key);

    /// <summary>A curve by its key; null where nothing could be measured.</summary>
    public GateCurve? CurveOf(string key) => Curves.SingleOrDefault(curve => curve.Key == key);
}

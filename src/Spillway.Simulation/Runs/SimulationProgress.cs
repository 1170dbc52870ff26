namespace Spillway.Simulation;

/// <summary>How far a simulation is.</summary>
/// <param name="Done">Runs finished.</param>
/// <param name="Total">Runs asked for.</param>
public readonly record struct SimulationProgress(int Done, int Total);

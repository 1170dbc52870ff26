namespace Spillway.Liquidation;

/// <summary>A policy document took effect.</summary>
/// <param name="Name">Name of the policy.</param>
public readonly record struct PolicyApplied(string Name);

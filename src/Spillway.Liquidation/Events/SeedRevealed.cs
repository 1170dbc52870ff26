namespace Spillway.Liquidation;

/// <summary>A seed is of no use any more and told: everybody can recompute the schedules drawn from it.</summary>
/// <param name="Epoch">Number of the seed.</param>
/// <param name="Secret">The secret.</param>
public readonly record struct SeedRevealed(int Epoch, SeedSecret Secret);

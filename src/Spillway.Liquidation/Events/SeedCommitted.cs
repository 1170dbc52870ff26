namespace Spillway.Liquidation;

/// <summary>Randomised schedules that begin from now on are drawn from a secret of which this is the SHA-256.</summary>
/// <param name="Epoch">Number of the seed.</param>
/// <param name="Commitment">SHA-256 of the secret.</param>
public readonly record struct SeedCommitted(int Epoch, SeedSecret Commitment);

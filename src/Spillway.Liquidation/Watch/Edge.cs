namespace Spillway.Liquidation;

/// <summary>One end of a safe band, as it waits in a ladder.</summary>
/// <param name="Key">See <see cref="EdgeKey"/>: passed by every mark whose key is lower.</param>
/// <param name="Row">The position it belongs to.</param>
internal readonly record struct Edge(uint Key, int Row);

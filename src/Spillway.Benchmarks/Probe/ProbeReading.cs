namespace Spillway.Benchmarks.Probe;

/// <summary>What the machine itself gives: the unit in which other rungs are expressed.</summary>
/// <param name="ReadGigabytesPerSecond">Sequential read of memory by one core.</param>
/// <param name="RandomAccessNanos">One dependent read of a random cache line out of 64 MiB.</param>
/// <param name="MultiplyNanos">One 64-bit multiplication that waits for the one before.</param>
public readonly record struct ProbeReading(double ReadGigabytesPerSecond, double RandomAccessNanos, double MultiplyNanos);

using System.Numerics;
using Spillway.Core;

namespace Spillway.Benchmarks.Measure;

/// <summary>Integer draws in a row from one seed. No floating point, so the operations that are measured are the same on every machine.</summary>
internal sealed class SeededDraws(ulong seed)
{
    private ulong counter;

    /// <summary>0 … bound − 1.</summary>
    public int Below(int bound) => (int)Math.BigMul(Bits(), (ulong)bound, out _);

    /// <summary>A distance of at least one tick that halves in likelihood every 11 ticks: mean 17, as quotes crowd at the touch.</summary>
    public int Decaying() => 1 + (11 * Math.Min(20, BitOperations.TrailingZeroCount(Bits()))) + Below(11);

    private ulong Bits() => Philox.Draw(seed, counter++, 0).Low;
}

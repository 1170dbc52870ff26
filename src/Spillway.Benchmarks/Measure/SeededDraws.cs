using System.Numerics;
using Spillway.Core;

namespace Spillway.Benchmarks.Measure;

/// <summary>Integer draws in a row from one seed. Streams of operations use integers alone, so that they are the same on every machine.</summary>
internal sealed class SeededDraws(ulong seed)
{
    private ulong counter;

    /// <summary>0 … bound − 1.</summary>
    public int Below(int bound) => (int)Math.BigMul(Bits(), (ulong)bound, out _);

    /// <summary>A distance of at least one tick that halves in likelihood every 11 ticks: mean 17, as quotes crowd at the touch.</summary>
    public int Decaying() => 1 + (11 * Math.Min(20, BitOperations.TrailingZeroCount(Bits()))) + Below(11);

    /// <summary>A standard normal value, for populations and paths, which need not be the same to the last bit everywhere.</summary>
    public double Normal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(Uniform())), angle = 2 * Math.PI * Uniform();
        return radius * Math.Cos(angle);
    }

    /// <summary>Strictly between 0 and 1.</summary>
    public double Uniform() => ((Bits() >> 12) + 0.5) / (1L << 52);

    private ulong Bits() => Philox.Draw(seed, counter++, 0).Low;
}

using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;

namespace Spillway.Margin.Tests;

/// <summary>Random choices that are a pure function of a seed; a failing law names the seed.</summary>
internal sealed class Draw(ulong seed)
{
    private ulong counter;

    /// <summary>Tries a law on many seeds.</summary>
    public static void ForAll(int tries, Action<Draw> law) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(tries),
            Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => law(new Draw((ulong)seed))));

    public long Between(long low, long high)
    {
        UInt128 width = (UInt128)((Int128)high - low) + 1;
        return (long)(low + (Int128)(Next() % width));
    }

    public int Between(int low, int high) => (int)Between((long)low, high);

    /// <summary>1 … high, every order of magnitude equally likely, the ends themselves often.</summary>
    public long Magnitude(long high)
    {
        if (Chance(10)) return high;
        int bits = Between(0, 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)high));
        return Math.Min(high, Between(1L << bits, (1L << bits) + ((1L << bits) - 1)));
    }

    public bool Chance(int percent) => Between(0, 99) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    private ulong Next() => Philox.Draw(seed, counter++, 0).Low;
}

using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Core.Tests;

/// <summary>Checks a law on random cases; a failure prints the case and the seed that replays it.</summary>
internal static class Law
{
    private static readonly int Cases = Environment.GetEnvironmentVariable("SPILLWAY_LONG") == "1" ? 200_000 : 2_000;

    /// <summary>Positive numbers, every magnitude as likely as the other, with the ends of the range among them.</summary>
    public static Gen<long> AnyPositive { get; } = Gen.Frequency(
        (8, from bits in Gen.Choose(0, 62) from value in Between(1L << bits, long.MaxValue >> (62 - bits)) select value),
        (1, Gen.Elements(1L, 2L, 3L, long.MaxValue - 1, long.MaxValue)));

    /// <summary>Numbers of every magnitude and sign, zero and the ends of the range among them.</summary>
    public static Gen<long> AnyLong { get; } = Gen.Frequency(
        (4, AnyPositive),
        (4, AnyPositive.Select(value => -value)),
        (1, Gen.Elements(0L, long.MinValue, long.MinValue + 1)));

    /// <summary>128-bit numbers made of a high and a low half.</summary>
    public static Gen<Int128> AnyInt128 { get; } = Gen.OneOf(
        AnyLong.Select(value => (Int128)value),
        from left in AnyLong from right in AnyLong where right != long.MinValue || left != long.MinValue select (Int128)left * right);

    public static Gen<Rounding> AnyRounding { get; } = Gen.Elements(Rounding.Up, Rounding.Down);

    /// <summary>Numbers of a range, both ends included, each as likely as the other.</summary>
    public static Gen<long> Between(long low, long high) =>
        from upper in Gen.Choose(0, int.MaxValue)
        from lower in Gen.Choose(0, int.MaxValue)
        let fraction = ((Int128)upper << 31) | lower // 62 bits
        select (long)(low + ((((Int128)high - low + 1) * fraction) >> 62));

    public static void Holds<T>(Gen<T> cases, Action<T> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Cases), Prop.ForAll(cases.ToArbitrary(), law));

    public static void Holds<T1, T2>(Gen<T1> first, Gen<T2> second, Action<T1, T2> law) =>
        Holds(from a in first from b in second select (a, b), pair => law(pair.a, pair.b));

    public static void Holds<T1, T2, T3>(Gen<T1> first, Gen<T2> second, Gen<T3> third, Action<T1, T2, T3> law) =>
        Holds(from a in first from b in second from c in third select (a, b, c), triple => law(triple.a, triple.b, triple.c));
}

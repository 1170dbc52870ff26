namespace Spillway.Core;

/// <summary>An instant in nanoseconds since 1970-01-01T00:00:00Z. Arrives in commands; the engine has no clock.</summary>
public readonly record struct Timestamp : IComparable<Timestamp>
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long NanosPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds in a millisecond.</summary>
    public const long NanosPerMillisecond = 1_000_000;

    /// <summary>The latest instant a command may carry, 2^62 ns (February 2116): half the range is left to add deadlines to it.</summary>
    public static Timestamp Latest => new(1L << 62);

    private Timestamp(long nanos) => Nanos = nanos;

    /// <summary>Nanoseconds since the epoch.</summary>
    public long Nanos { get; }

    /// <summary>The instant that many nanoseconds after the epoch.</summary>
    public static Timestamp FromNanos(long nanos) => new(nanos);

    /// <summary>The instant that many milliseconds after the epoch; overflow throws.</summary>
    public static Timestamp FromMilliseconds(long milliseconds) => new(milliseconds * NanosPerMillisecond);

    /// <summary>This instant moved by a number of nanoseconds; overflow throws.</summary>
    public Timestamp AddNanos(long nanos) => new(Nanos + nanos);

    /// <summary>Nanoseconds from one instant to another; overflow throws.</summary>
    public static long operator -(Timestamp later, Timestamp earlier) => later.Nanos - earlier.Nanos;

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Nanos.CompareTo(other.Nanos);

    /// <summary>Earlier instant.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.Nanos < right.Nanos;

    /// <summary>Later instant.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.Nanos > right.Nanos;

    /// <summary>Earlier or the same instant.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.Nanos <= right.Nanos;

    /// <summary>Later or the same instant.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.Nanos >= right.Nanos;

    /// <inheritdoc/>
    public override string ToString() => $"{Nanos} ns";
}

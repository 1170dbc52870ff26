using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The longest time a case took from opening to its end, forgotten by half every half-life.</summary>
/// <remarks>A peak and not a mean: one case that could not be closed says more about the venue than a hundred that could at once.</remarks>
internal struct DelayMeter
{
    private const long Ln2Ppb = 693_147_181;

    private long peakNanos;
    private Timestamp at;

    /// <summary>The peak as it is now.</summary>
    /// <param name="now">Never goes back.</param>
    /// <param name="halfLifeNanos">Positive.</param>
    public readonly long Read(Timestamp now, long halfLifeNanos)
    {
        if (peakNanos == 0) return 0;
        long exponent = (long)Int128.Min((Int128)(now - at) * Ln2Ppb / halfLifeNanos, 44 * FixedLog.Parts);
        return FixedLog.Decay(peakNanos, exponent);
    }

    /// <summary>A case ended.</summary>
    /// <param name="delayNanos">Time it took; not negative.</param>
    /// <param name="now">Never goes back.</param>
    /// <param name="halfLifeNanos">Positive.</param>
    public void Add(long delayNanos, Timestamp now, long halfLifeNanos)
    {
        if (delayNanos >= Read(now, halfLifeNanos)) (peakNanos, at) = (delayNanos, now);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Write(peakNanos);
        writer.Write(at.Nanos);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidStateException">The bytes are not such a state.</exception>
    public static DelayMeter Restore(ref StateReader reader, Timestamp now)
    {
        DelayMeter meter = new() { peakNanos = reader.Read<long>(), at = Timestamp.FromNanos(reader.Read<long>()) };
        bool isPossible = meter.at.Nanos >= 0 && meter.at <= now && meter.peakNanos >= 0 && meter.peakNanos <= meter.at.Nanos;
        return isPossible ? meter : throw new InvalidStateException($"no case can have taken {meter.peakNanos} ns");
    }
}

using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Mean premium of one market since its last settlement, and when the next one is due.</summary>
/// <remarks>
/// A sample counts for the time since the one before, so the mean does not depend on how often the host advances time; at most for a minute, so a silent host
/// does not let one price stand for hours. Constant work, exact sums.
/// </remarks>
internal sealed class PremiumAverage
{
    /// <summary>Longest time that one sample counts for.</summary>
    public const long SampleNanosMax = 60 * Timestamp.NanosPerSecond;

    private Int128 sum; // 1e-9 of the index × ns
    private long sampledNanos;
    private Timestamp last, due;
    private long intervalNanos;

    /// <summary>Time the mean is over.</summary>
    public long SampledNanos => sampledNanos;

    /// <summary>Mean premium, rounded toward zero; something has been sampled.</summary>
    public long MeanPpb => (long)(sum / sampledNanos);

    /// <summary>Takes a premium.</summary>
    /// <param name="premiumPpb">Within ± 1.</param>
    /// <param name="now">Never goes back.</param>
    /// <param name="interval">Interval in force; another one than before begins anew.</param>
    /// <returns>Whether a settlement is due.</returns>
    public bool Sample(long premiumPpb, Timestamp now, long interval)
    {
        if (interval != intervalNanos) Begin(now, interval);
        long elapsed = Math.Min(now - last, SampleNanosMax);
        sum += (Int128)premiumPpb * elapsed;
        sampledNanos += elapsed;
        last = now;
        return now >= due && sampledNanos > 0;
    }

    /// <summary>Begins anew after a settlement: the next one is due at the next multiple of the interval since 1970-01-01T00:00Z.</summary>
    public void Begin(Timestamp now, long interval)
    {
        (sum, sampledNanos, last, intervalNanos) = (0, 0, now, interval);
        due = Timestamp.FromNanos((now.Nanos / interval * interval) + interval);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => (sum, sampledNanos, last, due, intervalNanos) = (0, 0, default, default, 0);

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(sum);
        writer.Write(sampledNanos);
        writer.Write(last.Nanos);
        writer.Write(due.Nanos);
        writer.Write(intervalNanos);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidStateException">The bytes are not such a state.</exception>
    public static PremiumAverage Restore(ref StateReader reader, Timestamp now)
    {
        PremiumAverage average = new()
        {
            sum = reader.Read<Int128>(),
            sampledNanos = reader.Read<long>(),
            last = Timestamp.FromNanos(reader.Read<long>()),
            due = Timestamp.FromNanos(reader.Read<long>()),
            intervalNanos = reader.Read<long>(),
        };
        return average.IsPossible(now) ? average : throw new InvalidStateException("the premium of a market cannot have been sampled like this");
    }

    private bool IsPossible(Timestamp now)
    {
        const long longest = 86_400 * Timestamp.NanosPerSecond;
        if (intervalNanos == 0) return sum == 0 && sampledNanos == 0 && last.Nanos == 0 && due.Nanos == 0;
        return intervalNanos is > 0 and <= longest
            && last.Nanos >= 0 && last <= now
            && due.Nanos > 0 && due.Nanos % intervalNanos == 0 && due.Nanos - intervalNanos <= last.Nanos
            && sampledNanos >= 0 && sampledNanos <= intervalNanos + SampleNanosMax
            && Int128.Abs(sum) <= (Int128)FundingRate.Whole * sampledNanos;
    }
}

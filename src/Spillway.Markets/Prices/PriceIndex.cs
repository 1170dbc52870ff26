using Spillway.Core;

namespace Spillway.Markets;

/// <summary>Reference price of one base in one quote: the median of the fresh sources.</summary>
/// <remarks>
/// With an even number of fresh sources the lower and upper middle are averaged, rounded down. One wrong source of three cannot move the index beyond the
/// other two. A stale source does not vote; without any fresh source the index keeps its last price and says that it is stale, and
/// nobody is liquidated on it.
/// </remarks>
public sealed class PriceIndex
{
    /// <summary>Most sources an index can have.</summary>
    public const int SourcesMax = 16;

    private readonly long[] priceParts;
    private readonly long[] updatedNanos;
    private readonly long maxAgeNanos;

    /// <param name="sources">1 … <see cref="SourcesMax"/>.</param>
    /// <param name="maxAgeNanos">Age beyond which a source no longer votes; positive.</param>
    public PriceIndex(int sources, long maxAgeNanos)
    {
        priceParts = new long[sources];
        updatedNanos = new long[sources];
        this.maxAgeNanos = maxAgeNanos;
    }

    /// <summary>Number of sources.</summary>
    public int Sources => priceParts.Length;

    /// <summary>The last price formed from fresh sources; zero before the first.</summary>
    public QuotePrice Price { get; private set; }

    /// <summary>The highest price that a source reported last, stale ones included; zero before the first.</summary>
    public QuotePrice HighestReport => QuotePrice.FromParts(priceParts.Max());

    /// <summary>Whether no source was fresh when the index was last formed.</summary>
    public bool IsStale { get; private set; } = true;

    /// <summary>Takes a price of a source; <see cref="Refresh"/> forms the index. The price is positive, the source exists, time does not go back: checked by the engine.</summary>
    public void Take(int source, QuotePrice price, Timestamp time)
    {
        priceParts[source] = price.Parts;
        updatedNanos[source] = time.Nanos;
    }

    /// <summary>Takes a price of a source and forms the index anew.</summary>
    public void Update(int source, QuotePrice price, Timestamp time)
    {
        Take(source, price, time);
        Refresh(time);
    }

    /// <summary>Forms the index as of now: sources that have become stale lose their vote.</summary>
    public void Refresh(Timestamp now)
    {
        Span<long> fresh = stackalloc long[SourcesMax];
        int count = 0;
        for (int source = 0; source < priceParts.Length; source++)
        {
            if (priceParts[source] > 0 && now.Nanos - updatedNanos[source] <= maxAgeNanos) fresh[count++] = priceParts[source];
        }
        IsStale = count == 0;
        if (count == 0) return;
        fresh = fresh[..count];
        fresh.Sort();
        long low = fresh[(count - 1) / 2], high = fresh[count / 2];
        Price = QuotePrice.FromParts(low + ((high - low) / 2));
    }

    /// <summary>Log distance between the highest and the lowest source that is fresh, 1e-9; zero with fewer than two.</summary>
    public long SpreadPpb(Timestamp now)
    {
        long lowest = long.MaxValue, highest = 0;
        for (int source = 0; source < priceParts.Length; source++)
        {
            if (priceParts[source] == 0 || now.Nanos - updatedNanos[source] > maxAgeNanos) continue;
            lowest = Math.Min(lowest, priceParts[source]);
            highest = Math.Max(highest, priceParts[source]);
        }
        return highest == 0 ? 0 : FixedLog.LnRatioPpb(highest, lowest);
    }

    /// <summary>Whether this can be the state of an index that is listed like that one: for what was read back.</summary>
    public bool IsPossible(PriceIndex listed, Timestamp now)
    {
        bool isPossible = Sources == listed.Sources && maxAgeNanos == listed.maxAgeNanos && Price.Parts >= 0;
        for (int source = 0; source < Sources; source++) isPossible &= priceParts[source] >= 0 && updatedNanos[source] >= 0 && updatedNanos[source] <= now.Nanos;
        return isPossible;
    }

    /// <summary>Writes the state of the index.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(maxAgeNanos);
        writer.WriteColumn<long>(priceParts);
        writer.WriteColumn<long>(updatedNanos);
        writer.Write(Price.Parts);
        writer.Write(IsStale ? 1 : 0);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidStateException">The bytes are not such a state.</exception>
    public static PriceIndex Restore(ref StateReader reader)
    {
        long maxAge = reader.Read<long>();
        long[] prices = reader.ReadColumn<long>(out int count);
        long[] times = reader.ReadColumn<long>(out int timeCount);
        long price = reader.Read<long>();
        int stale = reader.Read<int>();
        if (count is < 1 or > SourcesMax || timeCount != count) throw new InvalidStateException($"an index claims {count} sources");
        bool isSound = maxAge > 0 && price >= 0 && stale is (0 or 1) && prices.All(p => p >= 0) && times.All(t => t >= 0);
        if (!isSound) throw new InvalidStateException("a price index is out of range");
        PriceIndex index = new(count, maxAge) { Price = QuotePrice.FromParts(price), IsStale = stale != 0 };
        prices.CopyTo(index.priceParts, 0);
        times.CopyTo(index.updatedNanos, 0);
        return index;
    }
}

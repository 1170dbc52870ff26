using Spillway.Core;

namespace Spillway.Markets;

/// <summary>Mark price of a perpetual: the median of index, index plus average basis, and the book's own price.</summary>
/// <remarks>
/// The three constructions fail differently: the index alone ignores the contract, the book alone is cheap to push, the average basis lags. The median is
/// moved only when two of them agree. The book's own price is the median of best bid, best ask and last trade. Basis: book price − index,
/// averaged exponentially with a stated half-life. Form common to large venues (Binance USD-M: price index, 30 s basis average, contract
/// price, read 2025-11).
/// </remarks>
public sealed class MarkPrice
{
    private const int BasisFractionBits = 16;
    private const long Ln2Ppb = 693_147_181;

    private readonly long halfLifeNanos;
    private long basis16; // ticks, 2^-16
    private long sampledNanos;

    /// <param name="halfLifeNanos">Half-life of the average basis; positive.</param>
    public MarkPrice(long halfLifeNanos) => this.halfLifeNanos = halfLifeNanos;

    /// <summary>The current mark; none before the first index price.</summary>
    public PriceTicks Mark { get; private set; }

    /// <summary>Price of the last trade of the book; none before the first.</summary>
    public PriceTicks Last { get; set; }

    /// <summary>Average basis, ticks rounded toward zero.</summary>
    public long BasisTicks => basis16 / (1L << BasisFractionBits);

    /// <summary>Forms the mark anew.</summary>
    /// <param name="index">Index price in ticks; set.</param>
    /// <param name="bestBid">None when that side of the book is empty.</param>
    /// <param name="bestAsk">None when that side of the book is empty.</param>
    /// <param name="max">Highest price of the market; the mark stays within 1 … max.</param>
    /// <param name="now">Time of the command; the basis ages by the time since the last call.</param>
    /// <returns>Whether the mark moved.</returns>
    public bool Update(PriceTicks index, PriceTicks bestBid, PriceTicks bestAsk, PriceTicks max, Timestamp now)
    {
        long own = OwnPrice(index.Ticks, bestBid.Ticks, bestAsk.Ticks);
        AgeBasis(own - index.Ticks, now);
        long mark = Math.Clamp(Median(index.Ticks, index.Ticks + BasisTicks, own), 1, max.Ticks);
        bool moved = mark != Mark.Ticks;
        Mark = PriceTicks.FromTicks(mark);
        return moved;
    }

    /// <summary>Whether this can be the mark of a market: for what was read back.</summary>
    public bool IsPossible(long basisHalfLifeNanos, PriceTicks max, Timestamp now) =>
        halfLifeNanos == basisHalfLifeNanos
        && sampledNanos >= 0 && sampledNanos <= now.Nanos
        && Mark.Ticks >= 0 && Mark <= max
        && Last.Ticks >= 0 && Last <= max
        && Int128.Abs(basis16) <= (Int128)max.Ticks << BasisFractionBits;

    /// <summary>Writes the state of the mark.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(halfLifeNanos);
        writer.Write(basis16);
        writer.Write(sampledNanos);
        writer.Write(Mark.Ticks);
        writer.Write(Last.Ticks);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    public static MarkPrice Restore(ref StateReader reader) => new(reader.Read<long>())
    {
        basis16 = reader.Read<long>(),
        sampledNanos = reader.Read<long>(),
        Mark = PriceTicks.FromTicks(reader.Read<long>()),
        Last = PriceTicks.FromTicks(reader.Read<long>()),
    };

    // A missing side falls back to the last trade, a market that never traded to the index.
    private long OwnPrice(long index, long bid, long ask)
    {
        long last = Last.IsSet ? Last.Ticks : index;
        return Median(bid > 0 ? bid : last, ask > 0 ? ask : last, last);
    }

    private void AgeBasis(long sample, Timestamp now)
    {
        long elapsed = sampledNanos == 0 ? 0 : now.Nanos - sampledNanos;
        sampledNanos = now.Nanos;
        if (elapsed <= 0) return;
        long exponentPpb = (long)Int128.Min((Int128)elapsed * Ln2Ppb / halfLifeNanos, 23 * FixedLog.Parts);
        long kept = FixedLog.ExpNegative32(exponentPpb);
        Int128 target = (Int128)sample << BasisFractionBits;
        basis16 = (long)(target + ((((Int128)basis16 - target) * kept) >> 32));
    }

    private static long Median(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}

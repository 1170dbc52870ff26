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
    // 2^-40 ticks: averages formed a million times a second still lose less than a millionth of a tick a second to rounding.
    private const int BasisFractionBits = 40;
    private const long Ln2Ppb = 693_147_181;

    /// <summary>Shortest step of the average, as a decay: below it the resolution of the exponential would show. 43 µs at a half-life of 30 s.</summary>
    private const long StepMinPpb = 1_000;

    private readonly long halfLifeNanos;
    private Int128 basis40; // ticks, 2^-40
    private long sampledNanos;

    /// <param name="halfLifeNanos">Half-life of the average basis; positive.</param>
    public MarkPrice(long halfLifeNanos) => this.halfLifeNanos = halfLifeNanos;

    /// <summary>The current mark; none before the first index price.</summary>
    public PriceTicks Mark { get; private set; }

    /// <summary>Price of the last trade of the book; none before the first.</summary>
    public PriceTicks Last { get; set; }

    /// <summary>Average basis, ticks rounded toward zero.</summary>
    public long BasisTicks => (long)(basis40 / (Int128.One << BasisFractionBits));

    /// <summary>Forms the mark anew.</summary>
    /// <param name="index">Index price in ticks; set.</param>
    /// <param name="bestBid">None when that side of the book is empty.</param>
    /// <param name="bestAsk">None when that side of the book is empty.</param>
    /// <param name="max">Highest price of the market; the mark stays within 1 … max.</param>
    /// <param name="now">Time of the command; the basis ages by the time since the last step.</param>
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
        && Int128.Abs(basis40) <= (Int128)max.Ticks << BasisFractionBits;

    /// <summary>Writes the state of the mark.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(halfLifeNanos);
        writer.Write(basis40);
        writer.Write(sampledNanos);
        writer.Write(Mark.Ticks);
        writer.Write(Last.Ticks);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidStateException">The bytes are not such a state.</exception>
    public static MarkPrice Restore(ref StateReader reader)
    {
        MarkPrice price = new(reader.Read<long>())
        {
            basis40 = reader.Read<Int128>(),
            sampledNanos = reader.Read<long>(),
            Mark = PriceTicks.FromTicks(reader.Read<long>()),
            Last = PriceTicks.FromTicks(reader.Read<long>()),
        };
        Int128 widest = (Int128)OrderBook.MaxTicks << BasisFractionBits;
        bool isSound = price.halfLifeNanos > 0 && price.basis40 >= -widest && price.basis40 <= widest && price.sampledNanos >= 0
            && price.Mark.Ticks is >= 0 and <= OrderBook.MaxTicks && price.Last.Ticks is >= 0 and <= OrderBook.MaxTicks;
        return isSound ? price : throw new InvalidStateException("a mark price is out of range");
    }

    // A missing side falls back to the last trade, a market that never traded to the index.
    private long OwnPrice(long index, long bid, long ask)
    {
        long last = Last.IsSet ? Last.Ticks : index;
        return Median(bid > 0 ? bid : last, ask > 0 ? ask : last, last);
    }

    // However often it is called, the average moves the same way: time too short for a step waits for the next call.
    private void AgeBasis(long sample, Timestamp now)
    {
        if (!Mark.IsSet) sampledNanos = now.Nanos;
        Int128 exponentPpb = (Int128)(now.Nanos - sampledNanos) * Ln2Ppb / halfLifeNanos;
        if (exponentPpb < StepMinPpb) return;
        sampledNanos += (long)ExactMath.Divide(exponentPpb * halfLifeNanos, Ln2Ppb, Rounding.Up);
        long kept = FixedLog.ExpNegative32((long)Int128.Min(exponentPpb, 23 * FixedLog.Parts));
        Int128 target = (Int128)sample << BasisFractionBits;
        basis40 = target + (((basis40 - target) * kept) >> 32);
    }

    private static long Median(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}

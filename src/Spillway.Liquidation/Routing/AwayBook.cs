using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>One side of an order book elsewhere, as a broker relays it: what its account here trades with forced orders, firm until it is replaced, withdrawn or too old.</summary>
/// <remarks>
/// Amounts are exact and rounded once, against the trader: lots worth V tick-lots at the levels bring ⌊V · (1 − fee)⌋ less the fixed cost, or cost ⌈V · (1 + fee)⌉ and the fixed cost. Where a share of the
/// levels is taken to be quoted by makers of this market too, that part of each is left alone: they would take it away. The row is used again for the next quotes.
/// </remarks>
public sealed class AwayBook
{
    /// <summary>Largest fee, 10 % of the quote.</summary>
    public static readonly RatePpm FeeMost = LiquidityCurve.FeeMost;

    private readonly AwayLevel[] levels;
    private readonly long[] used, fine; // fine: price of a level as a trader sees it, fee included, rounded against the trader
    private int count;

    /// <summary>A row without quotes.</summary>
    /// <param name="most">Levels that it can hold.</param>
    public AwayBook(int most) => (levels, used, fine) = (new AwayLevel[most], new long[most], new long[most]);

    /// <summary>Who quotes, and for what.</summary>
    public AwayTerms Terms { get; private set; }

    /// <summary>Side of the levels: a broker that buys takes what is sold.</summary>
    public Side Side { get; private set; }

    /// <summary>The levels as they were quoted, best first.</summary>
    public ReadOnlySpan<AwayLevel> Levels => levels.AsSpan(0, count);

    /// <summary>Lots of each level that are gone.</summary>
    public ReadOnlySpan<long> Used => used.AsSpan(0, count);

    /// <summary>The fixed cost in tick-lots, rounded up.</summary>
    public long FixedTickLots { get; private set; }

    /// <summary>Lots of all levels that are left.</summary>
    public QuantityLots Left
    {
        get
        {
            long left = 0;
            for (int i = 0; i < count; i++) left += levels[i].Lots.Lots - used[i];
            return QuantityLots.FromLots(left);
        }
    }

    /// <summary>Whether levels are prices of a market, each worse than the one before.</summary>
    public static bool AreInOrder(Side side, ReadOnlySpan<AwayLevel> levels, PriceTicks most)
    {
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i].Price.Ticks < 1 || levels[i].Price > most) return false;
            if (i > 0 && (side == Side.Buy ? levels[i].Price >= levels[i - 1].Price : levels[i].Price <= levels[i - 1].Price)) return false;
        }
        return true;
    }

    /// <summary>Whether each level has lots, and all together not more than the largest position.</summary>
    public static bool AreLots(ReadOnlySpan<AwayLevel> levels, QuantityLots most)
    {
        long left = most.Lots;
        foreach (AwayLevel level in levels)
        {
            if (level.Lots.Lots < 1 || level.Lots.Lots > left) return false;
            left -= level.Lots.Lots;
        }
        return true;
    }

    /// <summary>Puts quotes in the place of those before; the caller has checked them.</summary>
    /// <param name="side">Of the levels.</param>
    /// <param name="terms">Who quotes, and for what.</param>
    /// <param name="quoted">Best first.</param>
    /// <param name="unitsPerTickLot">Minor units of the settlement asset that a tick-lot is worth.</param>
    public void Set(Side side, in AwayTerms terms, ReadOnlySpan<AwayLevel> quoted, long unitsPerTickLot)
    {
        (Side, Terms, count) = (side, terms, quoted.Length);
        FixedTickLots = (long)ExactMath.Divide(terms.FixedCost.Units, unitsPerTickLot, Rounding.Up);
        quoted.CopyTo(levels);
        used.AsSpan().Clear();
        for (int i = 0; i < count; i++) fine[i] = FinePrice(side, quoted[i].Price, terms.Fee);
    }

    /// <summary>Best price, fee included, in whole ticks and rounded for the trader: at none better there is anything.</summary>
    public long BestTicks => count == 0 ? 0 : (long)ExactMath.Divide(fine[0], 1L << LiquidityCurve.PriceFractionBits, Side == Side.Buy ? Rounding.Up : Rounding.Down);

    /// <summary>Lots that trade no worse than a price, fee included, without the fixed cost.</summary>
    /// <param name="finePrice">Price in parts of 2^-<see cref="LiquidityCurve.PriceFractionBits"/> of a tick.</param>
    /// <param name="shared">Share of each level that is left alone.</param>
    public QuantityLots LotsWithin(long finePrice, RatePpm shared)
    {
        long lots = 0;
        for (int i = 0; i < count && (Side == Side.Buy ? fine[i] >= finePrice : fine[i] <= finePrice); i++) lots += Usable(i, shared);
        return QuantityLots.FromLots(lots);
    }

    /// <summary>What a trader receives for lots, or pays for them, fee and fixed cost included, lots × ticks; may be negative where the fixed cost is more than a sale brings.</summary>
    /// <param name="lots">Positive; at most what is usable.</param>
    /// <param name="shared">Share of each level that is left alone.</param>
    public Int128 TickLots(QuantityLots lots, RatePpm shared)
    {
        Int128 value = 0;
        long left = lots.Lots;
        for (int i = 0; i < count && left > 0; i++)
        {
            long step = Math.Min(left, Usable(i, shared));
            value += Math.BigMul(step, levels[i].Price.Ticks);
            left -= step;
        }
        return AfterFee(Side, value, Terms.Fee) + (Side == Side.Buy ? -FixedTickLots : FixedTickLots);
    }

    /// <summary>Lots were traded, from the best level on.</summary>
    public void Take(QuantityLots lots, RatePpm shared)
    {
        long left = lots.Lots;
        for (int i = 0; i < count && left > 0; i++)
        {
            long step = Math.Min(left, Usable(i, shared));
            used[i] += step;
            left -= step;
        }
    }

    internal void Save(StateWriter writer)
    {
        writer.Write(Terms);
        writer.WriteColumn<AwayLevel>(Levels);
        writer.WriteColumn<long>(Used);
    }

    internal void Restore(ref StateReader reader, Side side, InstrumentSpec spec)
    {
        AwayTerms terms = reader.Read<AwayTerms>();
        AwayLevel[] quoted = reader.ReadColumn<AwayLevel>(out int levelCount);
        long[] gone = reader.ReadColumn<long>(out int usedCount);
        bool isSound = levelCount > 0 && levelCount <= levels.Length && usedCount == levelCount
            && terms.Fee >= RatePpm.Zero && terms.Fee <= FeeMost && terms.FixedCost >= Money.Zero && terms.SeenAt.Nanos >= 0
            && spec.Kind == InstrumentKind.LinearPerpetual && AreInOrder(side, quoted.AsSpan(0, levelCount), spec.MaxPrice) && AreLots(quoted.AsSpan(0, levelCount), spec.MaxPosition);
        for (int i = 0; isSound && i < usedCount; i++) isSound = gone[i] >= 0 && gone[i] <= quoted[i].Lots.Lots;
        if (!isSound) throw new InvalidStateException($"{terms.Account} cannot relay such a book in {spec.Symbol}");
        Set(side, in terms, quoted.AsSpan(0, levelCount), spec.UnitsPerTickLot);
        gone.AsSpan(0, usedCount).CopyTo(used);
    }

    private static long FinePrice(Side side, PriceTicks price, RatePpm fee) => (long)AfterFee(side, (Int128)price.Ticks << LiquidityCurve.PriceFractionBits, fee);

    private static Int128 AfterFee(Side side, Int128 value, RatePpm fee) => side == Side.Buy
        ? ExactMath.Divide(value * (RatePpm.Whole - fee.Ppm), RatePpm.Whole, Rounding.Down)
        : ExactMath.Divide(value * (RatePpm.Whole + fee.Ppm), RatePpm.Whole, Rounding.Up);

    private long Usable(int level, RatePpm shared) =>
        Math.Max(0, ExactMath.MultiplyDivide(levels[level].Lots.Lots, RatePpm.Whole - shared.Ppm, RatePpm.Whole, Rounding.Down) - used[level]);
}

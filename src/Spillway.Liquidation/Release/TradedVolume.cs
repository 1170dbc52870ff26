using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What others traded through the book of one market, and what forced orders did, within a window: the base of the participation cap.</summary>
/// <remarks>
/// Others' fills are gathered as they happen and enter the window with the next observation, in the second of that. Sums stop growing at 2^60 lots. Where the policy has no cap nothing is remembered, so a cap that is
/// switched on begins with nothing observed.
/// </remarks>
public sealed class TradedVolume
{
    private const long LotsMost = 1L << 60;

    private SlidingSum others = new(), sells = new(), buys = new();
    private long gathered;

    /// <summary>Lots that others traded within the window, as of the last observation.</summary>
    public long Others => others.Total;

    /// <summary>Lots that forced orders of a side traded within the window.</summary>
    public long Forced(Side side) => (side == Side.Sell ? sells : buys).Total;

    /// <summary>Lots that forced orders of a side may still trade: at most a share of what others traded, rounded down.</summary>
    /// <param name="side">Of the forced order.</param>
    /// <param name="share">π, of the volume of others.</param>
    public QuantityLots Room(Side side, RatePpm share) =>
        QuantityLots.FromLots(Math.Max(0, ExactMath.MultiplyDivide(others.Total, share.Ppm, RatePpm.Whole, Rounding.Down) - Forced(side)));

    /// <summary>A fill between accounts of which neither was forced.</summary>
    public void AddOthers(QuantityLots lots) => gathered = Math.Min(LotsMost, gathered + lots.Lots);

    /// <summary>A forced order traded.</summary>
    public void AddForced(Side side, QuantityLots lots, Timestamp now, int windowSeconds)
    {
        SlidingSum sum = side == Side.Sell ? sells : buys;
        sum.Add(now.Nanos / Timestamp.NanosPerSecond, Math.Min(lots.Lots, LotsMost - sum.Total), windowSeconds);
    }

    /// <summary>What was gathered of late as others' was an order of ours that bears no case.</summary>
    public void TakeBack(QuantityLots lots) => gathered = Math.Max(0, gathered - lots.Lots);

    /// <summary>Takes in what was gathered and lets go what is too old.</summary>
    public void Observe(Timestamp now, int windowSeconds)
    {
        long second = now.Nanos / Timestamp.NanosPerSecond;
        others.Add(second, Math.Min(gathered, LotsMost - others.Total), windowSeconds);
        sells.Add(second, 0, windowSeconds);
        buys.Add(second, 0, windowSeconds);
        gathered = 0;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        gathered = 0;
        others.Clear();
        sells.Clear();
        buys.Clear();
    }

    /// <summary>Writes the window.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(gathered);
        others.Save(writer);
        sells.Save(writer);
        buys.Save(writer);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    public static TradedVolume Restore(ref StateReader reader) => new()
    {
        gathered = reader.Read<long>(),
        others = SlidingSum.Restore(ref reader),
        sells = SlidingSum.Restore(ref reader),
        buys = SlidingSum.Restore(ref reader),
    };

    /// <summary>Whether this can be the volume of a market: for what was read back.</summary>
    internal bool IsPossible(Timestamp now)
    {
        long second = now.Nanos / Timestamp.NanosPerSecond;
        return gathered is >= 0 and <= LotsMost && IsPossible(others, second) && IsPossible(sells, second) && IsPossible(buys, second);
    }

    private static bool IsPossible(SlidingSum sum, long second) => sum.IsPossible(second, LotsMost) && sum.Total <= LotsMost;
}

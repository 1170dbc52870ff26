using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What the breakers of one market remember: marks of the last seconds and what was forced through the book.</summary>
/// <remarks>The reference is the mean of one mark a second: the first that was seen in it. Sums of lots stop growing at 2^60, far beyond any threshold.</remarks>
internal sealed class BreakerWindows
{
    private const long LotsMost = 1L << 60;

    private SlidingSum marks = new(), samples = new(), sells = new(), buys = new();
    private SlidingExtreme highs = new(), lows = new();
    private long sampledSecond = -1;

    /// <summary>Mean mark of the band's window; the mark itself before the first sample.</summary>
    public PriceTicks Mean(PriceTicks mark) => samples.Total == 0 ? mark : PriceTicks.FromTicks(Math.Max(1, marks.Total / samples.Total));

    /// <summary>Highest mark of the velocity window; it must have been observed.</summary>
    public PriceTicks High => PriceTicks.FromTicks(highs.Largest);

    /// <summary>Lowest mark of the velocity window; it must have been observed.</summary>
    public PriceTicks Low => PriceTicks.FromTicks(-lows.Largest);

    /// <summary>Lots that were forced through the book by orders of a side within the flow window.</summary>
    public long Forced(Side side) => side == Side.Sell ? sells.Total : buys.Total;

    /// <summary>Takes the mark of now and lets go what is too old.</summary>
    public void Observe(PriceTicks mark, Timestamp now, BreakerPolicy policy)
    {
        long second = now.Nanos / Timestamp.NanosPerSecond;
        bool isFirst = second > sampledSecond;
        sampledSecond = second;
        marks.Add(second, isFirst ? mark.Ticks : 0, policy.BandWindowSeconds);
        samples.Add(second, isFirst ? 1 : 0, policy.BandWindowSeconds);
        highs.Add(second, mark.Ticks, policy.VelocitySeconds);
        lows.Add(second, -mark.Ticks, policy.VelocitySeconds);
        sells.Add(second, 0, policy.FlowSeconds);
        buys.Add(second, 0, policy.FlowSeconds);
    }

    /// <summary>Adds lots that a forced order of a side traded in the book.</summary>
    public void AddForced(Side side, QuantityLots lots, Timestamp now, BreakerPolicy policy)
    {
        SlidingSum sum = side == Side.Sell ? sells : buys;
        sum.Add(now.Nanos / Timestamp.NanosPerSecond, Math.Min(lots.Lots, LotsMost - sum.Total), policy.FlowSeconds);
    }

    /// <summary>Forgets everything: the next mark is the first.</summary>
    public void Clear()
    {
        sampledSecond = -1;
        marks.Clear();
        samples.Clear();
        sells.Clear();
        buys.Clear();
        highs.Clear();
        lows.Clear();
    }

    public void Save(StateWriter writer)
    {
        writer.Write(sampledSecond);
        marks.Save(writer);
        samples.Save(writer);
        sells.Save(writer);
        buys.Save(writer);
        highs.Save(writer);
        lows.Save(writer);
    }

    public static BreakerWindows Restore(ref StateReader reader) => new()
    {
        sampledSecond = reader.Read<long>(),
        marks = SlidingSum.Restore(ref reader),
        samples = SlidingSum.Restore(ref reader),
        sells = SlidingSum.Restore(ref reader),
        buys = SlidingSum.Restore(ref reader),
        highs = SlidingExtreme.Restore(ref reader),
        lows = SlidingExtreme.Restore(ref reader),
    };

    /// <summary>Whether these can be the windows of a market: for what was read back.</summary>
    public bool IsPossible(Timestamp now, PriceTicks max)
    {
        long second = now.Nanos / Timestamp.NanosPerSecond;
        return sampledSecond >= -1 && sampledSecond <= second
            && marks.IsPossible(second, max.Ticks)
            && samples.IsPossible(second, 1)
            && samples.Total >= 0 && marks.Total >= samples.Total && marks.Total / Math.Max(1, samples.Total) <= max.Ticks
            && (samples.Total > 0 || marks.Total == 0)
            && sells.IsPossible(second, LotsMost) && sells.Total <= LotsMost
            && buys.IsPossible(second, LotsMost) && buys.Total <= LotsMost
            && highs.IsPossible(second, 1, max.Ticks)
            && lows.IsPossible(second, -max.Ticks, -1);
    }
}

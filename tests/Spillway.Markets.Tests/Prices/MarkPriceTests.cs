using Spillway.Core;

namespace Spillway.Markets.Tests;

public sealed class MarkPriceTests
{
    private const long HalfLife = 30 * Timestamp.NanosPerSecond;
    private static readonly PriceTicks Max = PriceTicks.FromTicks(10_000_000);

    [Fact]
    public void Update_WhenTheMarketNeverTradedAndIsEmpty_IsTheIndex()
    {
        MarkPrice mark = new(HalfLife);
        Assert.Equal(PriceTicks.None, mark.Mark);
        Assert.True(Update(mark, 1_000, 0, 0, 0));
        Assert.Equal(1_000, mark.Mark.Ticks);
        Assert.False(Update(mark, 1_000, 0, 0, 1));
    }

    // The average basis starts at zero, so at first two of the three constructions are the index: the book alone moves nothing.
    [Fact]
    public void Update_AtTheFirstSample_IsTheIndexWhateverTheBookSays()
    {
        MarkPrice mark = new(HalfLife) { Last = PriceTicks.FromTicks(2_000) };
        Update(mark, 1_000, 1_990, 2_010, 7 * HalfLife);
        Assert.Equal(1_000, mark.Mark.Ticks);
        Assert.Equal(0, mark.BasisTicks);
    }

    [Theory]
    [InlineData(990, 1_010, 1_002, 1_002)] // last trade between the quotes
    [InlineData(990, 1_010, 1_500, 1_010)] // above the ask: the ask
    [InlineData(990, 1_010, 500, 990)]
    [InlineData(0, 1_010, 1_500, 1_500)] // no bid: the last trade stands in for it
    [InlineData(0, 1_010, 1_005, 1_005)]
    [InlineData(990, 0, 1_500, 1_500)]
    [InlineData(0, 0, 1_005, 1_005)]
    [InlineData(1_004, 1_008, 0, 1_004)] // never traded: the index (1,000) stands in
    [InlineData(0, 0, 0, 1_000)]
    public void Basis_AfterManyHalfLives_IsTheBooksOwnPriceLessIndex(long bid, long ask, long last, long own)
    {
        MarkPrice mark = new(HalfLife) { Last = PriceTicks.FromTicks(last) };
        Update(mark, 1_000, bid, ask, 0);
        Update(mark, 1_000, bid, ask, 200 * HalfLife);
        Assert.Equal(own - 1_000, mark.BasisTicks);
        Assert.Equal(own, mark.Mark.Ticks);
    }

    [Theory]
    [InlineData(1, 500_000)]
    [InlineData(2, 750_000)]
    [InlineData(3, 875_000)]
    [InlineData(10, 999_023)] // 10^6 · (1 − 2^-10) = 999,023.4
    public void Basis_AfterHalfLives_HasComeThatFar(int halfLives, long expected)
    {
        MarkPrice mark = Warm(index: 1_000_000, own: 2_000_000);
        Update(mark, 1_000_000, 2_000_000, 2_000_000, halfLives * HalfLife);
        Assert.InRange(mark.BasisTicks, expected - 1, expected);
    }

    [Fact]
    public void Update_IsTheMedianOfIndexAveragedBasisAndBook()
    {
        MarkPrice mark = Warm(index: 1_000, own: 1_100);
        Update(mark, 1_000, 1_100, 1_100, HalfLife); // basis 50
        Assert.Equal(1_050, mark.Mark.Ticks);
        Update(mark, 1_000, 1_020, 1_020, HalfLife); // the book fell: 1,000, 1,050, 1,020
        Assert.Equal(1_020, mark.Mark.Ticks);
        Update(mark, 1_000, 900, 900, HalfLife); // 1,000, 1,050, 900
        Assert.Equal(1_000, mark.Mark.Ticks);
        Update(mark, 1_200, 1_100, 1_100, HalfLife); // 1,200, 1,250, 1,100
        Assert.Equal(1_200, mark.Mark.Ticks);
    }

    [Fact]
    public void Update_AtTheSameTime_NeverMovesTheBasis()
    {
        MarkPrice mark = Warm(index: 1_000, own: 1_100);
        Update(mark, 1_000, 1_100, 1_100, HalfLife);
        byte[] before = StateBytes.Of(mark.Save);
        for (int i = 0; i < 10_000; i++) Update(mark, 1_000, 1_100, 1_100, HalfLife);
        Assert.Equal(before, StateBytes.Of(mark.Save));
    }

    [Theory]
    [InlineData(HalfLife, 10_000, 1_000_000, 2_000_000)]
    [InlineData(HalfLife, 10_000, 2_000_000, 1_000_000)] // a falling basis is not faster than a rising one
    [InlineData(86_400 * Timestamp.NanosPerSecond, 100_000, 1_000_000, 2_000_000)] // a step of less than a billionth of the decay
    [InlineData(1 * Timestamp.NanosPerSecond, 7, 1_000_000, 2_000_000)]
    public void Basis_HoweverOftenItIsSampled_AgesByTimeAlone(long halfLife, long stepNanos, long index, long own)
    {
        const int steps = 200_000;
        MarkPrice often = new(halfLife), once = new(halfLife);
        Update(often, index, own, own, 0);
        Update(once, index, own, own, 0);
        for (int i = 1; i <= steps; i++) Update(often, index, own, own, i * stepNanos);
        Update(once, index, own, own, steps * stepNanos);
        // One step may be waiting (a millionth of the basis), the exponential is good to 2^-32 / 1,000 ppb = 1.2e-4 of the way.
        long way = Math.Abs(once.BasisTicks);
        Assert.InRange(Math.Abs(often.BasisTicks - once.BasisTicks), 0, 3 + (way * 12 / 100_000));
    }

    [Theory]
    [InlineData(100, 0, 0, 50, 1, 1)]
    [InlineData(200, 0, 0, 0, 150, 150)]
    public void Update_StaysBetweenOneAndTheHighestPrice(long index, long bid, long ask, long last, long max, long expected)
    {
        MarkPrice mark = new(HalfLife) { Last = PriceTicks.FromTicks(last) };
        mark.Update(PriceTicks.FromTicks(index), PriceTicks.FromTicks(bid), PriceTicks.FromTicks(ask), PriceTicks.FromTicks(max), Timestamp.FromNanos(1));
        Assert.Equal(expected, mark.Mark.Ticks);
    }

    [Fact]
    public void Update_WhenTheBasisWouldTakeItBelowOne_StaysAtOne()
    {
        MarkPrice mark = new(HalfLife);
        Update(mark, 1_000, 1, 1, 0);
        Update(mark, 1_000, 1, 1, 100 * HalfLife); // basis −999
        Update(mark, 500, 1, 1, 100 * HalfLife); // 500, −499, 1
        Assert.Equal(1, mark.Mark.Ticks);
    }

    [Fact]
    public void Update_AfterAGapOfYears_TakesTheNewBasis()
    {
        MarkPrice mark = Warm(index: 1_000, own: 1_100);
        Update(mark, 1_000, 1_100, 1_100, long.MaxValue / 2);
        Assert.Equal(100, mark.BasisTicks);
    }

    [Fact]
    public void Update_AtTheWidestPrices_DoesNotOverflow()
    {
        MarkPrice mark = new(1);
        PriceTicks max = PriceTicks.FromTicks(OrderBook.MaxTicks);
        PriceTicks one = PriceTicks.FromTicks(1);
        for (int i = 0; i < 100; i++) mark.Update(i % 2 == 0 ? max : one, i % 2 == 0 ? one : max, i % 2 == 0 ? one : max, max, Timestamp.FromNanos(i));
        Assert.InRange(mark.Mark.Ticks, 1, OrderBook.MaxTicks);
    }

    [Fact]
    public void Restore_OfWhatWasSaved_GoesOnTheSameWay()
    {
        MarkPrice mark = Warm(index: 1_000, own: 1_100);
        Update(mark, 1_000, 1_100, 1_100, HalfLife);
        byte[] saved = StateBytes.Of(mark.Save);
        StateReader reader = new(saved);
        MarkPrice restored = MarkPrice.Restore(ref reader);
        Assert.True(reader.AtEnd);
        Assert.Equal(saved, StateBytes.Of(restored.Save));
        Update(mark, 1_000, 1_300, 1_300, 2 * HalfLife);
        Update(restored, 1_000, 1_300, 1_300, 2 * HalfLife);
        Assert.Equal(StateBytes.Of(mark.Save), StateBytes.Of(restored.Save));
    }

    [Fact]
    public void Restore_OfDamagedBytes_IsRefusedOrUsable()
    {
        MarkPrice mark = Warm(index: 1_000, own: 1_100);
        Update(mark, 1_000, 1_100, 1_100, HalfLife);
        Damage.AssertRefusedOrUsable(StateBytes.Of(mark.Save), (ref reader) =>
        {
            MarkPrice restored = MarkPrice.Restore(ref reader);
            Update(restored, 1_000, 1_100, 0, 2 * HalfLife);
        });
    }

    private static MarkPrice Warm(long index, long own)
    {
        MarkPrice mark = new(HalfLife);
        Update(mark, index, own, own, 0);
        return mark;
    }

    private static bool Update(MarkPrice mark, long index, long bid, long ask, long nanos) =>
        mark.Update(PriceTicks.FromTicks(index), PriceTicks.FromTicks(bid), PriceTicks.FromTicks(ask), Max, Timestamp.FromNanos(nanos));
}

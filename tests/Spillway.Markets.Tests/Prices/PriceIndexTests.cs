using Spillway.Core;

namespace Spillway.Markets.Tests;

public sealed class PriceIndexTests
{
    private const long MaxAge = 1_000;

    [Fact]
    public void Price_BeforeAnySource_IsNoneAndStale()
    {
        PriceIndex index = new(3, MaxAge);
        index.Refresh(Timestamp.FromNanos(5));
        Assert.Equal(0, index.Price.Parts);
        Assert.True(index.IsStale);
    }

    [Theory]
    [InlineData(new long[] { 100 }, 100)]
    [InlineData(new long[] { 100, 103 }, 101)] // the mean of two, rounded down
    [InlineData(new long[] { 300, 100, 200 }, 200)]
    [InlineData(new long[] { 1, 100, 102, 1_000_000 }, 101)]
    [InlineData(new long[] { 9, 1, 8, 2, 7 }, 7)]
    [InlineData(new long[] { long.MaxValue, long.MaxValue - 1 }, long.MaxValue - 1)]
    public void Price_IsTheMedianOfTheFreshSources(long[] prices, long expected)
    {
        PriceIndex index = new(prices.Length, MaxAge);
        for (int source = 0; source < prices.Length; source++) Update(index, source, prices[source], 10);
        Assert.Equal(expected, index.Price.Parts);
        Assert.False(index.IsStale);
    }

    [Fact]
    public void Price_WithOneWrongSourceOfThree_StaysBetweenTheOthers()
    {
        PriceIndex index = With(100, 104, 1);
        Assert.Equal(100, index.Price.Parts);
        Update(index, 2, long.MaxValue, 11);
        Assert.Equal(104, index.Price.Parts);
    }

    [Theory]
    [InlineData(10 + MaxAge, 102)] // as old as it may be: all three vote
    [InlineData(11 + MaxAge, 103)] // the first two are out
    public void Refresh_WhenASourceGrowsTooOld_TakesItsVote(long now, long expected)
    {
        PriceIndex index = new(3, MaxAge);
        Update(index, 0, 100, 10);
        Update(index, 1, 102, 10);
        Update(index, 2, 103, 500);
        index.Refresh(Timestamp.FromNanos(now));
        Assert.Equal(expected, index.Price.Parts);
        Assert.False(index.IsStale);
    }

    [Fact]
    public void Refresh_WhenAllSourcesAreStale_KeepsTheLastPriceAndSaysSo()
    {
        PriceIndex index = With(100, 102, 104);
        index.Refresh(Timestamp.FromNanos(1_000_000));
        Assert.Equal(102, index.Price.Parts);
        Assert.True(index.IsStale);
    }

    [Fact]
    public void Update_OfAStaleSource_GivesItsVoteBack()
    {
        PriceIndex index = With(100, 102, 104);
        Update(index, 2, 200, 1_000_000);
        Assert.Equal(200, index.Price.Parts);
        Update(index, 0, 100, 1_000_001);
        Assert.Equal(150, index.Price.Parts);
        Assert.False(index.IsStale);
    }

    [Fact]
    public void Price_OfSixteenSources_IsTheMeanOfTheMiddleTwo()
    {
        PriceIndex index = new(PriceIndex.SourcesMax, MaxAge);
        for (int source = 0; source < 16; source++) Update(index, source, 1_000 - (source * 10), 1);
        Assert.Equal(925, index.Price.Parts); // 930 and 920
    }

    [Fact]
    public void Restore_OfWhatWasSaved_GoesOnTheSameWay()
    {
        PriceIndex index = With(100, 102, 104);
        byte[] saved = StateBytes.Of(index.Save);
        StateReader reader = new(saved);
        PriceIndex restored = PriceIndex.Restore(ref reader);
        Assert.True(reader.AtEnd);
        Assert.Equal(saved, StateBytes.Of(restored.Save));
        Update(index, 1, 300, 1_005);
        Update(restored, 1, 300, 1_005);
        Assert.Equal(index.Price, restored.Price);
    }

    [Fact]
    public void Restore_OfDamagedBytes_IsRefusedOrUsable()
    {
        byte[] saved = StateBytes.Of(With(100, 102, 104).Save);
        Damage.AssertRefusedOrUsable(saved, (ref reader) =>
        {
            PriceIndex index = PriceIndex.Restore(ref reader);
            index.Refresh(Timestamp.FromNanos(1_005));
            Update(index, 0, 7, 1_006);
        });
    }

    [Fact]
    public void SpreadPpb_IsBetweenTheHighestAndTheLowestFreshSource()
    {
        PriceIndex index = With(100, 102, 110);
        Assert.Equal(95_310_180, index.SpreadPpb(Timestamp.FromNanos(10)));
        Update(index, 0, 101, 10 + MaxAge);
        Assert.Equal(0, index.SpreadPpb(Timestamp.FromNanos(11 + MaxAge))); // one fresh source is left
        Assert.Equal(0, new PriceIndex(3, MaxAge).SpreadPpb(Timestamp.FromNanos(10)));
    }

    private static PriceIndex With(params long[] prices)
    {
        PriceIndex index = new(prices.Length, MaxAge);
        for (int source = 0; source < prices.Length; source++) Update(index, source, prices[source], 10);
        return index;
    }

    private static void Update(PriceIndex index, int source, long price, long nanos) =>
        index.Update(source, QuotePrice.FromParts(price), Timestamp.FromNanos(nanos));
}

using Spillway.Core;

namespace Spillway.Liquidation.Tests.Funding;

public sealed class PremiumAverageTests
{
    private const long Hour = 3_600;

    private static Timestamp At(long seconds) => Timestamp.FromNanos(seconds * Timestamp.NanosPerSecond);

    private static bool Sample(PremiumAverage average, long premium, long seconds, long interval = Hour) => average.Sample(premium, At(seconds), interval * Timestamp.NanosPerSecond);

    [Fact]
    public void Sample_AtAnyRate_WeighsByTime()
    {
        PremiumAverage average = new();
        Sample(average, 0, 0);
        for (int s = 1; s <= 1_200; s++) Sample(average, 600, s); // a third of the time, every second
        for (int s = 1_230; s <= 3_570; s += 30) Sample(average, 300, s); // the rest, twice a minute
        Assert.True(Sample(average, 300, 3_600));
        Assert.Equal(400, average.MeanPpb);
        Assert.Equal(Hour * Timestamp.NanosPerSecond, average.SampledNanos);
    }

    [Fact]
    public void Sample_AfterASilence_CountsForAMinuteOnly()
    {
        PremiumAverage average = new();
        Sample(average, 0, 0);
        for (int s = 1; s <= 60; s++) Sample(average, 100, s);
        Sample(average, 900, 3_000);
        Assert.Equal(500, average.MeanPpb);
    }

    [Theory]
    [InlineData(10, 3_600)]
    [InlineData(3_600, 7_200)]
    [InlineData(86_399, 86_400)] // midnight
    public void Sample_FromAnyMoment_IsDueAtTheNextFullInterval(long from, long due)
    {
        PremiumAverage average = new();
        Sample(average, 1, from);
        Assert.Equal(due - 1 > from, !Sample(average, 1, due - 1) && due - 1 > from);
        Assert.True(Sample(average, 1, due));
    }

    [Fact]
    public void Sample_WhenTheIntervalChanges_BeginsAnew()
    {
        PremiumAverage average = new();
        Sample(average, 1_000, 0);
        Sample(average, 1_000, 60);
        Assert.False(Sample(average, 5, 61, 8 * Hour)); // what was sampled for another interval counts no more
        Assert.False(Sample(average, 5, 3_600, 8 * Hour));
        Assert.Equal(5, average.MeanPpb);
    }

    [Fact]
    public void MeanPpb_OfNegativePremiums_RoundsTowardZeroLikeOfPositive()
    {
        PremiumAverage up = new(), down = new();
        foreach ((PremiumAverage average, int sign) in new[] { (up, 1), (down, -1) })
        {
            Sample(average, 0, 0);
            Sample(average, sign * 10, 1);
            Sample(average, sign * 5, 3);
        }
        Assert.Equal((6, -6), (up.MeanPpb, down.MeanPpb)); // 20 / 3
    }
}

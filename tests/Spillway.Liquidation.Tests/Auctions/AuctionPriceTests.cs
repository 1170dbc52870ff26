using Spillway.Core;

namespace Spillway.Liquidation.Tests.Auctions;

/// <summary>The price of an auction, by hand and against the same formulas in floating point.</summary>
public sealed class AuctionPriceTests
{
    private const long Second = Timestamp.NanosPerSecond;

    private static AuctionPolicy Terms(AuctionShape shape, int start = 0, int largest = 20_000, int steps = 4) => new(
        true, shape, RatePpm.FromPpm(start), RatePpm.FromPpm(largest), 10 * Second, steps, 0, RatePpm.Zero, RatePpm.FromPpm(1_000_000), 0);

    [Theory]
    [InlineData(AuctionShape.Linear, 0, 0)]
    [InlineData(AuctionShape.Linear, 2.5, 5_000_000)]
    [InlineData(AuctionShape.Linear, 10, 20_000_000)]
    [InlineData(AuctionShape.Linear, 11, 20_000_000)] // counted as within the duration
    [InlineData(AuctionShape.Exponential, 0, 0)]
    [InlineData(AuctionShape.Exponential, 5, 10_050_506)] // 1 − √0.98
    [InlineData(AuctionShape.Exponential, 10, 20_000_000)]
    [InlineData(AuctionShape.StairStep, 1.999999999, 0)]
    [InlineData(AuctionShape.StairStep, 2, 5_037_942)] // 1 − 0.98^(1/4)
    [InlineData(AuctionShape.StairStep, 3.9, 5_037_942)]
    [InlineData(AuctionShape.StairStep, 8, 20_000_000)] // the fifth level of four falls
    [InlineData(AuctionShape.Flat, 7, 0)]
    public void Discount_AfterAWhile_IsThatOfItsShape(AuctionShape shape, double seconds, long ppb) =>
        Assert.Equal(ppb, AuctionPrice.DiscountPpb(Terms(shape), (long)(seconds * 1e9), healthPpm: 900_000), tolerance: 1L);

    [Theory]
    [InlineData(1_200_000, 5_000_000)]
    [InlineData(1_000_000, 5_000_000)]
    [InlineData(900_000, 6_500_000)]
    [InlineData(0, 20_000_000)]
    public void Discount_ByHealth_GrowsWithWhatIsMissing(long healthPpm, long ppb) =>
        Assert.Equal(ppb, AuctionPrice.DiscountPpb(Terms(AuctionShape.Health, start: 5_000), 0, healthPpm));

    [Fact]
    public void Discount_FromBeyondTheMark_FallsThroughIt()
    {
        AuctionPolicy terms = Terms(AuctionShape.Linear, start: -10_000, largest: 10_000);
        Assert.Equal([-10_000_000, 0, 10_000_000], new long[] { 0, 5, 10 }.Select(s => AuctionPrice.DiscountPpb(terms, s * Second, 0)));
        Assert.Equal(30_000_000, AuctionPrice.DiscountPpb(Terms(AuctionShape.Linear, start: 30_000, largest: 10_000), 5 * Second, 0)); // the reserve is never nearer than the start
    }

    [Fact]
    public void Discount_OfEveryShapeInTime_NeverFallsAndEndsAtTheReserve()
    {
        Random random = new(1);
        foreach (AuctionShape shape in new[] { AuctionShape.Linear, AuctionShape.Exponential, AuctionShape.StairStep })
        {
            for (int i = 0; i < 300; i++)
            {
                int start = random.Next(-50_000, 50_001), largest = random.Next(0, 50_001);
                AuctionPolicy terms = Terms(shape, start, largest, steps: random.Next(1, 101)) with { DurationNanos = random.NextInt64(1, 600 * Second) };
                long before = AuctionPrice.DiscountPpb(terms, 0, 0);
                Assert.Equal(start * 1_000L, before);
                for (int step = 1; step <= 20; step++)
                {
                    long now = AuctionPrice.DiscountPpb(terms, (long)((Int128)terms.DurationNanos * step / 20), 0);
                    Assert.True(now >= before, $"{shape} {start} {largest}");
                    before = now;
                }
                Assert.InRange((Math.Max(start, largest) * 1_000L) - before, 0, 2); // what is rounded is never the bidder's
            }
        }
    }

    [Fact]
    public void Discount_Exponential_IsThatOfTheFormulaAndNeverMore()
    {
        Random random = new(2);
        for (int i = 0; i < 2_000; i++)
        {
            int start = random.Next(-50_000, 50_001), largest = Math.Max(start, random.Next(0, 50_001));
            AuctionPolicy terms = Terms(AuctionShape.Exponential, start, largest);
            double part = random.NextDouble();
            double price = (1 - (start / 1e6)) * Math.Pow((1 - (largest / 1e6)) / (1 - (start / 1e6)), part);
            long ppb = AuctionPrice.DiscountPpb(terms, (long)(part * terms.DurationNanos), 0);
            Assert.InRange(ppb, (1 - price) * 1e9 - 3, ((1 - price) * 1e9) + 1);
        }
    }

    [Theory]
    [InlineData(Side.Buy, 20_000_000, 98)] // 97.02 rounded up
    [InlineData(Side.Buy, 0, 99)]
    [InlineData(Side.Buy, -20_000_000, 101)] // 100.98
    [InlineData(Side.Sell, 20_000_000, 100)] // 100.98
    [InlineData(Side.Sell, -20_000_000, 97)] // 97.02
    public void Price_WithAFractionOfATick_KeepsItFromTheBidder(Side bidder, long ppb, long ticks) =>
        Assert.Equal(PriceTicks.FromTicks(ticks), AuctionPrice.At(PriceTicks.FromTicks(99), ppb, bidder, PriceTicks.FromTicks(1_000)));

    [Fact]
    public void Price_AtTheEndsOfTheGrid_StaysOnIt()
    {
        Assert.Equal(PriceTicks.FromTicks(1), AuctionPrice.At(PriceTicks.FromTicks(1), 50_000_000, Side.Buy, PriceTicks.FromTicks(10)));
        Assert.Equal(PriceTicks.FromTicks(1_000), AuctionPrice.At(PriceTicks.FromTicks(1_000), 50_000_000, Side.Sell, PriceTicks.FromTicks(1_000)));
    }

    [Theory]
    [InlineData(50_000_000, 851_063, 1_000, 41_553_150)] // 5 % · 0.851 less 0.1 %
    [InlineData(50_000_000, 0, 1_000, -1_000_000)]
    [InlineData(1_000_000_000, 1_000_000_000_000_000, 0, 50_000_000)]
    public void Helpful_IsMarginTimesHealthLessTheFee(long ratePpb, long healthPpm, int feePpm, long ppb) =>
        Assert.Equal(ppb, AuctionPrice.HelpfulPpb(ratePpb, healthPpm, RatePpm.FromPpm(feePpm)));
}

using Spillway.Core;

namespace Spillway.Liquidation.Tests.Adaptive;

/// <summary>The rule of the square root of delay, reproduced in numbers.</summary>
public sealed class SquareRootDelayTests
{
    // 80 % a year over √365 days: 4.18737 % a day.
    private static readonly RatePpm EightyPercent = RatePpm.FromPpm(41_874);

    // Half a minute of execution moves the price 7.8 bp; a mean over 60 s, 10 or 30 min has a noise gap of σ√(length / 3), which is 6, 20 and 35 bp.
    [Theory]
    [InlineData(30, 7.8)]
    [InlineData(60 / 3, 6.4)]
    [InlineData(600 / 3, 20.1)]
    [InlineData(1_800 / 3, 34.9)]
    [InlineData(86_400, 418.7)]
    public void MovePpb_AtEightyPercentAYear_IsTheWorkedNumber(int seconds, double basisPoints) =>
        Assert.Equal(basisPoints, SquareRootDelay.MovePpb(EightyPercent, seconds * Timestamp.NanosPerSecond) / 1e5, 0.05);

    [Fact]
    public void MovePpb_OfAnyVolatilityAndTime_IsTheRealNumberRoundedDown()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            int volatility = (int)Math.Pow(10, random.NextDouble() * 9);
            long delay = (long)Math.Pow(10, random.NextDouble() * 17);
            double exact = volatility * 1e3 * Math.Sqrt(delay / 86_400e9);
            long move = SquareRootDelay.MovePpb(RatePpm.FromPpm(volatility), delay);
            Assert.InRange(move, (exact * (1 - 1e-12)) - 1.01, (exact * (1 + 1e-12)) + 0.01);
        }
        Assert.Equal(0, SquareRootDelay.MovePpb(RatePpm.FromPpm(int.MaxValue), 0));
        Assert.True(SquareRootDelay.MovePpb(RatePpm.FromPpm(int.MaxValue), long.MaxValue) > 0); // and no overflow
    }

    [Theory]
    [InlineData(40_000, 30, 1_000_000)]
    [InlineData(40_000, 120, 2_000_000)] // four times the delay: twice
    [InlineData(80_000, 30, 2_000_000)] // twice the volatility: twice
    [InlineData(80_000, 120, 4_000_000)]
    [InlineData(20_000, 120, 1_000_000)]
    [InlineData(40_000, 60, 1_414_213)] // √2
    [InlineData(40_000, 0, 0)]
    public void RatioPpm_OfVolatilityAndDelay_IsLinearInTheOneAndARootInTheOther(int volatility, int seconds, long ratio) =>
        Assert.Equal(ratio, SquareRootDelay.RatioPpm(RatePpm.FromPpm(volatility), seconds * Timestamp.NanosPerSecond, RatePpm.FromPpm(40_000), 30 * Timestamp.NanosPerSecond));

    [Fact]
    public void RatioPpm_OfMore_IsNeverLess()
    {
        Random random = new(2);
        for (int i = 0; i < 20_000; i++)
        {
            (int volatility, long delay) = ((int)Math.Pow(10, random.NextDouble() * 9.3), (long)Math.Pow(10, random.NextDouble() * 18.9));
            long ratio = Ratio(volatility, delay);
            Assert.True(ratio >= 0 && Ratio(volatility, delay + (delay / 100)) >= ratio && Ratio(volatility + (volatility / 100), delay) >= ratio);
        }

        static long Ratio(int volatility, long delay) => SquareRootDelay.RatioPpm(RatePpm.FromPpm(volatility), delay, RatePpm.FromPpm(40_000), Timestamp.NanosPerSecond);
    }
}

using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class AccountHealthTests
{
    [Theory]
    [InlineData(100, 100, false)] // strictly: equal is healthy
    [InlineData(99, 100, true)]
    [InlineData(-1, 0, true)] // debt without positions
    [InlineData(0, 0, false)]
    public void IsLiquidatable_IsStrict(long equity, long maintenance, bool expected) =>
        Assert.Equal(expected, new AccountHealth(equity, maintenance).IsLiquidatable);

    [Theory]
    [InlineData(1_199, 1_000, true)]
    [InlineData(1_200, 1_000, false)]
    [InlineData(0, 0, false)] // nothing to keep, nothing owed
    [InlineData(-1, 0, true)]
    public void IsBelow_ComparesWithAMultiple(long equity, long maintenance, bool expected) =>
        Assert.Equal(expected, new AccountHealth(equity, maintenance).IsBelow(RatePpm.FromPpm(1_200_000)));

    [Theory]
    [InlineData(1_500, 1_000, 1_500_000)]
    [InlineData(-1, 3, -333_334)] // rounded down
    [InlineData(2, 3, 666_666)]
    [InlineData(1, 0, 1_000_000_000_000_000)]
    [InlineData(-1, 0, -1_000_000_000_000_000)]
    public void RatioPpm_IsEquityOverMaintenanceRoundedDown(long equity, long maintenance, long expected) =>
        Assert.Equal(expected, new AccountHealth(equity, maintenance).RatioPpm);

    [Fact]
    public void Comparisons_OfAnyAmountThatCanArise_AreExact() => Draw.ForAll(1_000, draw =>
    {
        (Int128 equity, Int128 maintenance) = (Amount(draw, 120), Int128.Abs(Amount(draw, 120)));
        if (draw.Chance(30)) equity = maintenance + draw.Between(-2, 2);
        RatePpm multiple = RatePpm.FromPpm(draw.Between(0, int.MaxValue));
        AccountHealth health = new(equity, maintenance);
        Assert.Equal((Rational)maintenance * multiple.Ppm > (Rational)equity * 1_000_000, health.IsBelow(multiple));
        Assert.Equal(health.IsLiquidatable, health.IsBelow(RatePpm.FromPpm(1_000_000)));
        Assert.InRange(health.Equity.Units, -long.MaxValue, long.MaxValue);
        Assert.InRange(health.RatioPpm, -1_000_000_000_000_000, 1_000_000_000_000_000);
    });

    [Fact]
    public void RatioPpm_OfAmountsBelow106Bits_IsBelowAMillionExactlyWhenLiquidatable() => Draw.ForAll(1_000, draw =>
    {
        Int128 maintenance = 1 + Int128.Abs(Amount(draw, 104));
        AccountHealth health = new(draw.Chance(50) ? maintenance + draw.Between(-2, 2) : Amount(draw, 104), maintenance);
        Assert.Equal(health.IsLiquidatable, health.RatioPpm < 1_000_000);
    });

    private static Int128 Amount(Draw draw, int bits)
    {
        Int128 magnitude = (((Int128)draw.Between(0, long.MaxValue)) << 63) | (Int128)draw.Between(0, long.MaxValue);
        magnitude >>= draw.Between(126 - bits, 126);
        return draw.Chance(50) ? magnitude : -magnitude;
    }
}

namespace Spillway.Core.Tests.Units;

public class RatePpmTests
{
    [Theory]
    [InlineData(20_000, 1_000_000, Rounding.Up, 20_000)] // 2 % of one dollar
    [InlineData(500, 999, Rounding.Up, 1)]
    [InlineData(500, 999, Rounding.Down, 0)]
    [InlineData(-50, 1_000_001, Rounding.Down, -51)] // a rebate
    [InlineData(-50, 1_000_001, Rounding.Up, -50)]
    [InlineData(1_000_000, long.MaxValue, Rounding.Down, long.MaxValue)]
    public void Of_AnAmount_IsTheShareRoundedAsStated(int ppm, long amount, Rounding rounding, long expected) =>
        Assert.Equal(expected, RatePpm.FromPpm(ppm).Of(Money.FromUnits(amount), rounding).Units);

    [Fact]
    public void Of_AnAmountSplitInTwo_NeverGivesMoreRoundedDown() => Law.Holds(
        FsCheck.Fluent.Gen.Choose(0, 1_000_000), FsCheck.Fluent.Gen.Choose(0, int.MaxValue), FsCheck.Fluent.Gen.Choose(0, int.MaxValue), (ppm, left, right) =>
        {
            RatePpm rate = RatePpm.FromPpm(ppm);
            long whole = rate.Of(Money.FromUnits((long)left + right), Rounding.Down).Units;
            long parts = rate.Of(Money.FromUnits(left), Rounding.Down).Units + rate.Of(Money.FromUnits(right), Rounding.Down).Units;
            Assert.InRange(whole - parts, 0, 1);
        });
}

namespace Spillway.Core.Tests.Units;

public class MoneyTests
{
    [Theory]
    [InlineData(10, 3, Rounding.Up, 4)]
    [InlineData(10, 3, Rounding.Down, 3)]
    [InlineData(-10, 3, Rounding.Up, -3)]
    [InlineData(-10, 3, Rounding.Down, -4)]
    [InlineData(9, 3, Rounding.Up, 3)]
    [InlineData(0, 3, Rounding.Down, 0)]
    public void Ratio_WhenItIsNotWhole_RoundsTowardTheStatedEnd(long numerator, long denominator, Rounding rounding, long expected) =>
        Assert.Equal(expected, Money.Ratio(numerator, denominator, rounding).Units);

    [Fact]
    public void Ratio_OfAProductBeyondALong_IsExact() =>
        Assert.Equal(long.MaxValue - 1, Money.Ratio((Int128)(long.MaxValue - 1) * 1_000_000, 1_000_000, Rounding.Down).Units);

    [Fact]
    public void Ratio_WhenTheAmountIsNoLong_Throws() =>
        Assert.Throws<OverflowException>(() => Money.Ratio((Int128)long.MaxValue * 2, 1, Rounding.Down));

    [Fact]
    public void Ratio_RoundedBothWays_IsOneUnitApartUnlessWhole() => Law.Holds(Law.AnyLong, Law.AnyPositive, (numerator, denominator) =>
    {
        long up = Money.Ratio(numerator, denominator, Rounding.Up).Units, down = Money.Ratio(numerator, denominator, Rounding.Down).Units;
        Assert.Equal(numerator % denominator == 0 ? 0 : 1, up - down);
    });

    [Fact]
    public void Arithmetic_BeyondTheRange_Throws()
    {
        Money largest = Money.FromUnits(long.MaxValue), smallest = Money.FromUnits(long.MinValue), one = Money.FromUnits(1);
        Assert.Throws<OverflowException>(() => largest + one);
        Assert.Throws<OverflowException>(() => smallest - one);
        Assert.Throws<OverflowException>(() => -smallest);
    }

    [Fact]
    public void Comparison_OfTwoAmounts_IsByUnits()
    {
        Money small = Money.FromUnits(-5), large = Money.FromUnits(3);
        Assert.True(small < large && small <= large && large > small && large >= small && small.CompareTo(large) < 0);
        Assert.Equal(small, Money.Min(large, small));
        Assert.Equal(large, Money.Max(large, small));
        Assert.Equal(Money.FromUnits(-2), small + large);
    }
}

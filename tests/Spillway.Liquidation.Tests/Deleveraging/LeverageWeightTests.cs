namespace Spillway.Liquidation.Tests.Deleveraging;

/// <summary>The weight that leverage adds to a profit: its values, and that nobody lightens it by splitting up.</summary>
public sealed class LeverageWeightTests
{
    // In quarters of the profit, which is the largest ρ: 4 − 3 / λ.
    [Theory]
    [InlineData(2_000, 1.0)] // λ = 0.5
    [InlineData(1_000, 1.0)]
    [InlineData(500, 2.5)] // λ = 2
    [InlineData(100, 3.7)] // λ = 10
    [InlineData(0, 4.0)]
    [InlineData(-300, 4.0)]
    public void Of_AProfitAtALeverage_IsTheProfitTimesItsRho(long equity, double rho) => Assert.Equal((long)(1_000_000 * rho / 4), LeverageWeight.Of(1_000_000, 1_000, equity));

    [Fact]
    public void Of_AVerySmallProfit_IsNeverNothing() => Assert.Equal(1, LeverageWeight.Of(1, 1_000, 5_000));

    [Fact]
    public void Of_TheLargestAmounts_DoesNotOverflow() => Assert.Equal((1L << 56) / 8 * 5, LeverageWeight.Of(1L << 56, (Int128)1 << 110, (Int128)1 << 109)); // λ = 2

    [Fact]
    public void Of_TheMoreLeveraged_IsNeverLess()
    {
        for (long equity = 0; equity < 2_000; equity++) Assert.True(LeverageWeight.Of(1L << 40, 1_500, equity) >= LeverageWeight.Of(1L << 40, 1_500, equity + 1));
    }

    [Fact]
    public void Of_AnyPartsTogether_IsNoLessThanOfTheWhole()
    {
        Random random = new(31);
        for (int i = 0; i < 20_000; i++)
        {
            // Position and money are divided at random, each by itself; profit goes with the position.
            int parts = random.Next(2, 11);
            long unit = random.NextInt64(1, 1 << 20), equity = 0, lots = 0, sum = 0;
            for (int part = 0; part < parts; part++)
            {
                long own = random.NextInt64(1, 1_000), money = random.Next(3) == 0 ? 0 : random.NextInt64(0, 1 << 30);
                (lots, equity) = (lots + own, equity + money);
                sum += LeverageWeight.Of(own * unit, own * 1_000_000, money);
            }
            Assert.True(sum >= LeverageWeight.Of(lots * unit, lots * 1_000_000, equity) - parts, "each part is rounded down once");
        }
    }
}

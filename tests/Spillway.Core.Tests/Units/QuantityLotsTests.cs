namespace Spillway.Core.Tests.Units;

public class QuantityLotsTests
{
    [Fact]
    public void Magnitude_OfAShortPosition_IsPositive() => Assert.Equal(5, QuantityLots.FromLots(-5).Magnitude.Lots);

    [Fact]
    public void Arithmetic_BeyondTheRange_Throws()
    {
        QuantityLots smallest = QuantityLots.FromLots(long.MinValue);
        Assert.Throws<OverflowException>(() => smallest.Magnitude);
        Assert.Throws<OverflowException>(() => -smallest);
        Assert.Throws<OverflowException>(() => smallest - QuantityLots.FromLots(1));
    }

    [Theory]
    [InlineData(Side.Buy, 1, Side.Sell)]
    [InlineData(Side.Sell, -1, Side.Buy)]
    public void Side_Always_KnowsItsSignAndItsOpposite(Side side, int sign, Side opposite)
    {
        Assert.Equal(sign, side.Sign());
        Assert.Equal(opposite, side.Opposite());
    }
}

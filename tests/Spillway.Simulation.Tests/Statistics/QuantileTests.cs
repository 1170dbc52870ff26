namespace Spillway.Simulation.Tests;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 15)]
    [InlineData(0.05, 16)] // position 0.2 between 15 and 20
    [InlineData(0.3, 23)] // position 1.2 between 20 and 35
    [InlineData(0.4, 29)]
    [InlineData(0.5, 35)]
    [InlineData(0.95, 48)]
    [InlineData(1, 50)]
    public void OfSorted_BetweenTwoValues_InterpolatesAsType7(double probability, double expected) =>
        Assert.Equal(expected, Quantile.OfSorted([15, 20, 35, 40, 50], probability), 1e-12);

    [Fact]
    public void OfSorted_OfOneValue_IsThatValue() => Assert.Equal(3.5, Quantile.OfSorted([3.5], 0.95));

    [Fact]
    public void OfSorted_WhenThereIsNoValueOrNoProbability_Throws()
    {
        Assert.Throws<ArgumentException>(() => Quantile.OfSorted([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.OfSorted([1], 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.OfSorted([1], double.NaN));
    }
}

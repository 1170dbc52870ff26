namespace Spillway.Simulation.Tests;

public sealed class GiniTests
{
    [Fact]
    public void Gini_WithoutAmounts_IsUndefined()
    {
        Assert.Null(Gini.Of([]));
        Assert.Null(Gini.Of([0, 0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Gini_WhenAllHaveTheSame_IsZero(int count) => Assert.Equal(0, Gini.Of([.. Enumerable.Repeat(3.5, count)])!.Value, 12);

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Gini_WhenOneHasEverything_IsOneLessTheReciprocalOfTheCount(int count) =>
        Assert.Equal(1 - (1.0 / count), Gini.Of([5, .. Enumerable.Repeat(0.0, count - 1)])!.Value, 12);

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void Gini_OfOneToN_HasItsClosedForm(int n) =>
        Assert.Equal((n - 1.0) / (3 * n), Gini.Of([.. Enumerable.Range(1, n).Select(i => (double)i)])!.Value, 12);

    [Fact]
    public void Gini_WhenAmountsAreScaledOrReordered_IsTheSame()
    {
        double gini = Gini.Of([1, 4, 9, 16])!.Value;
        Assert.Equal(gini, Gini.Of([160, 10, 90, 40])!.Value, 12);
    }
}

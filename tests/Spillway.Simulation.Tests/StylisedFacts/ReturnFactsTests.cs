namespace Spillway.Simulation.Tests;

public sealed class ReturnFactsTests
{
    // Log prices of 1, 2, 4 and 1 at whole minutes, held for a minute each: returns 1, 2, −3.
    private static readonly double[] steps = [.. new double[] { 1, 2, 4, 1 }.SelectMany(price => Enumerable.Repeat(price, 60))];

    [Fact]
    public void Over_AHorizon_AddsUpReturnsOfOneDayOnly()
    {
        ReturnFacts facts = new([steps, steps]);
        Assert.Equal([1, 2, -3, 1, 2, -3], facts.Over(1));
        Assert.Equal([3, -1, 3, -1], facts.Over(2));
        Assert.Equal(6, facts.Count);
    }

    // At lag 2 the only product of a day is 1·(−3): two days of it, over the root of the sum of its squares.
    [Fact]
    public void SignedMemory_OfProductsThatAreAllEqual_IsTheRootOfTheirNumber() => Assert.Equal(Math.Sqrt(2), new ReturnFacts([steps, steps]).SignedMemory(), 1e-12);

    // For a mean over days of equal length the jackknife is the standard error of the mean: here of 1, 2 and 6, √(7/3) by hand.
    [Fact]
    public void ErrorOf_TheMeanReturn_IsItsStandardError()
    {
        ReturnFacts facts = new([Day(1), Day(2), Day(6)]);
        Assert.Equal(Math.Sqrt(7.0 / 3), facts.ErrorOf(some => some.Over(1).Average())!.Value, 1e-12);
        Assert.Null(new ReturnFacts([Day(1)]).ErrorOf(some => some.Over(1).Average()));
    }

    private static double[] Day(double slope) => [.. Enumerable.Range(0, 600).Select(second => slope * second / 60)];
}

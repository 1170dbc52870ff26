namespace Spillway.Benchmarks.Tests;

public class BenchRowTests
{
    private static readonly RowProbe Probe = new("random access", 100, "ns");

    [Theory]
    [InlineData(true, 1.9, true)]
    [InlineData(true, 2.0, true)]
    [InlineData(true, 2.1, false)]
    [InlineData(false, 2.1, true)]
    [InlineData(false, 2.0, true)]
    [InlineData(false, 1.9, false)]
    public void Met_WithATarget_LooksInTheBetterDirection(bool isLowerBetter, double value, bool expected) =>
        Assert.Equal(expected, new BenchRow("P", "a row", value, "us", isLowerBetter, Probe, 1, Target: 2).Met);

    [Fact]
    public void Met_WithoutATarget_IsUnknown() => Assert.Null(new BenchRow("P", "a row", 1, "us", IsLowerBetter: true, Probe, 1, Target: null).Met);

    [Fact]
    public void Met_WhenAnotherBoundIsBroken_IsNot() =>
        Assert.False(new BenchRow("P", "a row", 1, "us", IsLowerBetter: true, Probe, 1, Target: 2) { MeetsOtherBounds = false }.Met);
}

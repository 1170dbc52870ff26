using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Probe;

namespace Spillway.Benchmarks.Tests.Measure;

public class RowsTests
{
    private static readonly ProbeReading Probe = new(ReadGigabytesPerSecond: 10, RandomAccessNanos: 200, MultiplyNanos: 1);

    [Fact]
    public void Rate_OfRounds_IsTheMedianInMillionsASecond()
    {
        BenchRow row = Rows.Rate("P4", "book", "Mops/s", [40, 50, 100], Probe, target: 12);
        Assert.Equal(20, row.Value, 9); // 50 ns an operation
        Assert.Equal(0.25, row.RatioToProbe, 9); // a quarter of a random access
        Assert.Equal(new RowProbe("random access", 200, "ns"), row.Probe);
        Assert.Equal(1e3 / 75, row.Quartiles!.Value.Lower, 9); // the slower half of the rounds is the lower rate
        Assert.Equal(1e3 / 45, row.Quartiles.Value.Upper, 9);
        Assert.True(row.Met);
    }

    [Theory]
    [InlineData("us", 3, 0.75)]
    [InlineData("ms", 0.003, 0.00075)]
    public void Time_OfRounds_IsTheMedianInItsUnit(string unit, double value, double target)
    {
        BenchRow row = Rows.Time("P2", "watch", unit, [1_000, 3_000, 5_000], Probe, target);
        Assert.Equal(value, row.Value, 12);
        Assert.Equal(15, row.RatioToProbe, 9);
        Assert.Equal(value * 2 / 3, row.Quartiles!.Value.Lower, 12);
        Assert.Equal(value * 4 / 3, row.Quartiles.Value.Upper, 12);
        Assert.False(row.Met);
    }

    // 20 MB at 10 GB/s are 2 ms; 9 ms are four and a half of them.
    [Fact]
    public void AgainstRead_OfRounds_IsTheMedianInReadsOfTheColumns()
    {
        BenchRow row = Rows.AgainstRead("P1", "revaluation", "ms", [8e6, 9e6, 11e6], 20_000_000, Probe, targetRatio: 4);
        Assert.Equal(9, row.Value, 9);
        Assert.Equal(4.5, row.RatioToProbe, 9);
        Assert.Equal(8, row.Target!.Value, 9);
        Assert.Equal(2e6, row.Probe.Value, 6);
        Assert.False(row.Met);
    }

    [Fact]
    public void Bytes_OfARow_AreComparedWithACacheLine()
    {
        BenchRow row = Rows.Bytes("P11", "memory", 96, target: 64);
        Assert.Equal(1.5, row.RatioToProbe);
        Assert.Equal("B", row.Probe.Unit);
        Assert.Null(row.AllocatedBytesPerOperation);
        Assert.False(row.Met);
    }
}

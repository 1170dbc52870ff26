namespace Spillway.Core.Tests.Units;

public class TimestampTests
{
    [Fact]
    public void Difference_OfTwoInstants_IsInNanoseconds() =>
        Assert.Equal(1_500_000, Timestamp.FromMilliseconds(2).AddNanos(-500_000) - Timestamp.FromNanos(0));

    [Fact]
    public void Arithmetic_BeyondTheRange_Throws()
    {
        Assert.Throws<OverflowException>(() => Timestamp.FromMilliseconds(long.MaxValue / 1_000));
        Assert.Throws<OverflowException>(() => Timestamp.FromNanos(long.MaxValue).AddNanos(1));
        Assert.Throws<OverflowException>(() => Timestamp.FromNanos(long.MaxValue) - Timestamp.FromNanos(-1));
    }
}

namespace Spillway.Liquidation.Tests.Watch;

public sealed class EdgeKeyTests
{
    [Fact]
    public void Keys_OfAnyEdgeAndMark_NeverCallAPassedEdgeUnpassed()
    {
        Random random = new(5);
        for (int i = 0; i < 300_000; i++)
        {
            long edge = Math.Max(1, random.NextInt64(1L << 62) >> random.Next(62)), mark = Math.Max(1, edge + ((random.NextInt64(-100, 101) << random.Next(30)) >> random.Next(30)));
            bool isLowPassed = EdgeKey.OfMark(mark, isLow: true) < EdgeKey.OfEdge(edge, isLow: true);
            bool isHighPassed = EdgeKey.OfMark(mark, isLow: false) < EdgeKey.OfEdge(edge, isLow: false);
            if (mark < edge) Assert.True(isLowPassed);
            if (mark > edge) Assert.True(isHighPassed);
            long quantum = Math.Max(edge, mark) >> 26;
            if (mark >= edge + (2 * quantum)) Assert.False(isLowPassed);
            if (mark <= edge - (2 * quantum)) Assert.False(isHighPassed);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Keys_OfNoEdge_AreNeverPassed(long mark)
    {
        Assert.False(EdgeKey.OfMark(mark, isLow: true) < EdgeKey.OfEdge(0, isLow: true));
        Assert.False(EdgeKey.OfMark(mark, isLow: false) < EdgeKey.OfEdge(long.MaxValue, isLow: false));
    }
}

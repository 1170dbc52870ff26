namespace Spillway.Signals.Tests.Grid;

public sealed class LogPriceGridTests
{
    // The shortcut must be the rule itself: anywhere, and within a few roundings of every edge, either way up.
    [Fact]
    public void CellOfRatio_OfAnyRatio_IsTheCellOfItsLogarithm()
    {
        Random random = new(7);
        for (int i = 0; i < 300_000; i++) Check(Math.Exp(-random.NextDouble() * 0.6));
        for (int cell = 0; cell <= LogPriceGrid.Cells; cell++)
        {
            double edge = Math.Exp(-LogPriceGrid.Start(cell)), below = edge, above = edge;
            for (int step = 0; step < 12; step++)
            {
                Check(below);
                Check(above);
                (below, above) = (Math.BitDecrement(below), Math.BitIncrement(above));
            }
            foreach (double share in (double[])[1e-15, 1e-13, 1e-12, 2e-12, 1e-11, 1e-9])
            {
                Check(edge * (1 - share));
                Check(edge * (1 + share));
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.PositiveInfinity)]
    public void CellOfRatio_OfNoRatioWithinTheGrid_IsBeyondIt(double ratio) => Assert.Equal(LogPriceGrid.Cells, LogPriceGrid.CellOfRatio(ratio));

    private static void Check(double ratio)
    {
        Assert.Equal(LogPriceGrid.CellOf(Math.Abs(Math.Log(ratio))), LogPriceGrid.CellOfRatio(ratio));
        Assert.Equal(LogPriceGrid.CellOf(Math.Abs(Math.Log(1 / ratio))), LogPriceGrid.CellOfRatio(1 / ratio));
    }
}

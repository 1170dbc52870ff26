namespace Spillway.Simulation.Tests;

public sealed class MarketCalibrationTests
{
    [Theory]
    [InlineData(0.1427, 0.1427, 0.1427, 0.06, true)] // within 2 % of 0.14, whatever the interval
    [InlineData(0.1470, 0.1390, 0.1550, 0.06, true)] // 5 % off, the recorded trough inside of the interval
    [InlineData(0.1470, 0.1410, 0.1530, 0.06, false)] // 5 % off, outside
    [InlineData(0.1480, 0.1300, 0.1660, 0.06, false)] // more than 5 % off
    [InlineData(0.1400, 0.1400, 0.1400, 0.029, false)]
    [InlineData(0.1400, 0.1400, 0.1400, 0.121, false)]
    [InlineData(0.1400, 0.1400, 0.1400, 0.12, true)]
    public void Converged_NeedsBothAnchors(double mean, double low, double high, double flow, bool converged)
    {
        MarketCalibration market = new("X", 0.5, 0.14, new MetricSummary(mean, mean, mean, low, high, 16), flow, FlowBand.Default);
        Assert.Equal(converged, market.Converged);
        Assert.Equal(converged, market.Note.Length == 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    public void Note_OfAPriceThatDoesNotMove_SaysSo(double trough)
    {
        MarketCalibration market = new("X", 1, 0, new MetricSummary(trough, trough, trough, trough, trough, 16), 0.06, FlowBand.Default);
        Assert.False(market.Converged);
        Assert.Equal("the recorded price does not move: there is nothing to fit", market.Note);
    }

    [Fact]
    public void Note_OfAFittedPopulation_TellsItAlsoWhereBothAnchorsAreMet()
    {
        MarketCalibration market = new("X", 0.5, 0.14, new MetricSummary(0.14, 0.14, 0.14, 0.14, 0.14, 16), 0.06, FlowBand.Default) { PopulationNote = "population fitted" };
        Assert.True(market.Converged);
        Assert.Equal("population fitted", market.Note);
    }
}

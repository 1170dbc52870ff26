using Spillway.Core;

namespace Spillway.Simulation.Tests;

public sealed class PriceTableTests
{
    private static readonly MinuteBar _bar = new(Timestamp.FromMilliseconds(1_760_129_340_000), 100, 110, 90, 95, 5, 480, 7, 2);

    [Fact]
    public void PriceTable_WhenBarsAreSound_AddsUpAndFindsTheExtremes()
    {
        var next = _bar with { OpenTime = _bar.OpenTime.AddNanos(MinuteBar.DurationNanos), Low = 80, High = 125 };
        var table = new PriceTable("made", [_bar, next]);
        Assert.Equal(960m, table.QuoteVolume);
        Assert.Equal(Math.Log(100 / 80.0), table.DrawdownLog, 15);
        Assert.Equal(Math.Log(125 / 100.0), table.RiseLog, 15);
        Assert.Equal(2 * MinuteBar.DurationNanos, table.End - table.Start);
    }

    [Fact]
    public void PriceTable_WhenThereIsNoBar_IsRefused() => Assert.Throws<ArgumentException>(() => new PriceTable("made", []));

    [Fact]
    public void PriceTable_WhenABarIsImpossible_NamesIt() =>
        Assert.Contains("bar 0: low", Assert.Throws<ArgumentException>(() => new PriceTable("made", [_bar with { Low = 111 }])).Message, StringComparison.Ordinal);

    [Fact]
    public void PriceTable_WhenAMinuteRepeats_NamesIt() =>
        Assert.Contains("bar 1: open_time", Assert.Throws<ArgumentException>(() => new PriceTable("made", [_bar, _bar])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1.10", "1.1")]
    [InlineData("123456789.123456789", "123456789.123456789")]
    [InlineData("999999999.999999990", "999999999.99999999")]
    public void ToDouble_WhenAPriceIsWrittenWithOtherZeros_IsTheSame(string left, string right) =>
        Assert.Equal(
            MinuteBar.ToDouble(decimal.Parse(left, System.Globalization.CultureInfo.InvariantCulture)),
            MinuteBar.ToDouble(decimal.Parse(right, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void ToDouble_WhenAPriceIsOrdinary_IsTheNearestDouble() => Assert.Equal(116836.7, MinuteBar.ToDouble(116836.7m));
}

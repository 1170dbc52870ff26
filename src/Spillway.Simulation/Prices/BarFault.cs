using System.Globalization;
using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>What is impossible about a bar: the rules that a file and a table made in code have in common.</summary>
/// <param name="Field">Column at fault, named as in the file.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record BarFault(string Field, string Problem, string Remedy)
{
    /// <summary>Above every price and index of a traded asset, and 1e18 parts of 1e-9 still fit a long.</summary>
    public const decimal HighestPrice = 1_000_000_000m;

    /// <summary>More than has ever been traded in a minute of anything, in units of anything.</summary>
    public const decimal LargestVolume = 1_000_000_000_000_000m;

    private const int PriceDecimals = 9;
    private const long MostTrades = 1_000_000_000;

    // Times outside this century are seconds or microseconds taken for milliseconds.
    private const long EarliestMilliseconds = 946_684_800_000, LatestMilliseconds = 4_102_444_800_000;

    /// <summary>The first broken rule, or null when the bar may follow the one before it.</summary>
    /// <param name="bar">Bar to check.</param>
    /// <param name="previous">Bar of the minute before; null for the first.</param>
    public static BarFault? Find(in MinuteBar bar, in MinuteBar? previous) =>
        OfTime(bar.OpenTime)
        ?? OfPrice("open", bar.Open) ?? OfPrice("high", bar.High) ?? OfPrice("low", bar.Low) ?? OfPrice("close", bar.Close)
        ?? OfVolume("volume", bar.Volume) ?? OfVolume("quote_volume", bar.QuoteVolume) ?? OfVolume("taker_buy_volume", bar.TakerBuyVolume)
        ?? OfOrder(bar) ?? OfActivity(bar)
        ?? (previous is null ? null : OfSequence(bar.OpenTime - previous.Value.OpenTime));

    /// <summary>Whether a time is of this century at all; to be asked before it becomes a <see cref="Timestamp"/>, whose range is narrower.</summary>
    /// <param name="milliseconds">Milliseconds since 1970 UTC.</param>
    public static BarFault? OfCentury(long milliseconds) =>
        milliseconds is >= EarliestMilliseconds and < LatestMilliseconds
            ? null
            : new("open_time", "is outside the years 2000 to 2099", "give milliseconds since 1970 UTC, not seconds or microseconds");

    private static BarFault? OfTime(Timestamp time) =>
        OfCentury(time.Nanos / Timestamp.NanosPerMillisecond)
        ?? (time.Nanos % MinuteBar.DurationNanos == 0
            ? null
            : new("open_time", "is not on a whole minute", "give one-minute bars by the start of their minute"));

    private static BarFault? OfPrice(string field, decimal price)
    {
        if (price <= 0) return new(field, price == 0 ? "is zero" : "is negative", "a price must be above zero");
        if (price > HighestPrice) return new(field, "is above 1,000,000,000", "quote the price per smaller unit");
        return price.Scale > PriceDecimals ? new(field, "has more than 9 decimals", "quote the price per larger unit, or round it") : null;
    }

    private static BarFault? OfVolume(string field, decimal volume)
    {
        if (volume < 0) return new(field, "is negative", "a volume is zero or more");
        return volume > LargestVolume ? new(field, "is above 1e15", "give the volume of one minute, in whole units") : null;
    }

    private static BarFault? OfOrder(in MinuteBar bar)
    {
        if (bar.Low > bar.High) return new("low", $"{bar.Low} is above the high {bar.High}", "check that high and low are not swapped");
        if (bar.Open < bar.Low || bar.Open > bar.High) return Outside("open", bar.Open, bar);
        return bar.Close < bar.Low || bar.Close > bar.High ? Outside("close", bar.Close, bar) : null;
    }

    private static BarFault Outside(string field, decimal price, in MinuteBar bar) =>
        new(field, $"{price} is outside the bar's {bar.Low} to {bar.High}", "take the row from the source again");

    /// <summary>A minute without a trade is real, but then nothing may have been traded by any count.</summary>
    private static BarFault? OfActivity(in MinuteBar bar)
    {
        const string remedy = "take the row from the source again; in a minute without a trade all volumes and the count are zero";
        if (bar.Trades is < 0 or > MostTrades) return new("trades", "is not between 0 and 1,000,000,000", "give the number of trades of one minute");
        if (bar.QuoteVolume == 0 != (bar.Volume == 0)) return new("quote_volume", $"is {bar.QuoteVolume} while volume is {bar.Volume}", remedy);
        if (bar.Trades == 0 != (bar.Volume == 0)) return new("trades", $"is {bar.Trades} while volume is {bar.Volume}", remedy);
        return bar.TakerBuyVolume > bar.Volume
            ? new("taker_buy_volume", $"{bar.TakerBuyVolume} is above the volume {bar.Volume}", "give it in base units, as volume")
            : null;
    }

    private static BarFault? OfSequence(long step)
    {
        const string remedy = "rows must be consecutive minutes in order of time";
        if (step == MinuteBar.DurationNanos) return null;
        if (step == 0) return new("open_time", "repeats the minute of the row before", remedy);
        if (step < 0) return new("open_time", "is earlier than the row before", remedy);
        string missing = ((step / MinuteBar.DurationNanos) - 1).ToString(CultureInfo.InvariantCulture);
        return new("open_time", $"leaves a gap of {missing} min after the row before", remedy);
    }
}

using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>A recorded price path: consecutive one-minute bars, at least one, each possible in itself.</summary>
public sealed class PriceTable
{
    private readonly List<MinuteBar> bars;

    /// <summary>A table of bars made in code, checked by the same rules as a file.</summary>
    /// <param name="source">Where the bars come from, for reports.</param>
    /// <param name="bars">Bars in order of time.</param>
    /// <exception cref="ArgumentException">No bar, an impossible bar, or minutes that are not consecutive.</exception>
    public PriceTable(string source, IEnumerable<MinuteBar> bars)
        : this(source, CheckedCopy(bars))
    {
    }

    private PriceTable(string source, List<MinuteBar> bars)
    {
        Source = source;
        this.bars = bars;
    }

    /// <summary>Where the bars come from: the file as the user named it, or what the maker said.</summary>
    public string Source { get; }

    /// <summary>The bars in order of time.</summary>
    public IReadOnlyList<MinuteBar> Bars => bars;

    /// <summary>Start of the first minute.</summary>
    public Timestamp Start => bars[0].OpenTime;

    /// <summary>End of the last minute.</summary>
    public Timestamp End => bars[^1].OpenTime.AddNanos(MinuteBar.DurationNanos);

    /// <summary>P₀: open of the first bar.</summary>
    public decimal FirstOpen => bars[0].Open;

    /// <summary>Quote units traded over all bars: the base of the assumed open interest and of the flow ratio.</summary>
    public decimal QuoteVolume => bars.Sum(bar => bar.QuoteVolume);

    /// <summary>Observed drawdown: ln(P₀ / lowest low), never negative. The trough that calibration must reproduce.</summary>
    public double DrawdownLog => PortableMath.Log(MinuteBar.ToDouble(FirstOpen) / MinuteBar.ToDouble(bars.Min(bar => bar.Low)));

    /// <summary>Observed rise: ln(highest high / P₀), never negative. The mirror of <see cref="DrawdownLog"/> for squeezes.</summary>
    public double RiseLog => PortableMath.Log(MinuteBar.ToDouble(bars.Max(bar => bar.High)) / MinuteBar.ToDouble(FirstOpen));

    /// <summary>Takes over bars that the reader has checked row by row.</summary>
    internal static PriceTable FromChecked(string source, List<MinuteBar> bars) => new(source, bars);

    private static List<MinuteBar> CheckedCopy(IEnumerable<MinuteBar> bars)
    {
        var copy = new List<MinuteBar>();
        foreach (var bar in bars)
        {
            var fault = BarFault.Find(bar, copy.Count == 0 ? null : copy[^1]);
            if (fault is not null) throw new ArgumentException($"bar {copy.Count}: {fault.Field} {fault.Problem}; {fault.Remedy}", nameof(bars));
            copy.Add(bar);
        }
        return copy.Count > 0 ? copy : throw new ArgumentException("a price table needs a bar", nameof(bars));
    }
}

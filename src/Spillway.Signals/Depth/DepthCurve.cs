using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Signals;

/// <summary>Depth density D(x) of one side of a book: what rests per unit of log-price, on the 10 bp grid.</summary>
/// <remarks>
/// Whole units of the settlement asset per unit of log-price, valued at the mark. A level is spread evenly over the way from the level before it, because
/// that is the way the price goes when the level is used up: no quantity is lost and a sparse book has thin cells, not empty ones. Beyond the last
/// level stands the mean of the outermost quarter of the quoted way; <see cref="QuotedTo"/> says from where. An empty side is zero everywhere.
/// Source: cascade model §1. Reusable: nothing is allocated once the level buffer has grown to the book.
/// </remarks>
public sealed class DepthCurve
{
    private readonly double[] density = new double[LogPriceGrid.Cells];
    private readonly double[] cumulative = new double[LogPriceGrid.Cells + 1];
    private BookLevel[] levels = new BookLevel[256];
    private double tail;

    /// <summary>Mean density of each cell; not negative, finite.</summary>
    public ReadOnlySpan<double> Density => density;

    /// <summary>Distance up to which orders are quoted, 0 … 0.5; beyond it the curve is extrapolated. Zero for an empty side.</summary>
    public double QuotedTo { get; private set; }

    /// <summary>Whether nothing rests on this side.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Measures the side of a book that forced orders would meet: bids for forced sells, asks for forced buys. O(levels).</summary>
    public void Measure(OrderBook book, in ContractScale scale, Side forced)
    {
        ReadOnlySpan<BookLevel> side = Read(book, forced.Opposite());
        density.AsSpan().Clear();
        IsEmpty = side.IsEmpty;
        (QuotedTo, tail) = (0, 0);
        if (!IsEmpty)
        {
            double last = Spread(side, scale, forced);
            QuotedTo = Math.Min(last, LogPriceGrid.Reach);
            tail = OutermostQuarter(side, scale, forced, last);
            for (int cell = LogPriceGrid.CellOf(QuotedTo); cell < LogPriceGrid.Cells; cell++)
            {
                density[cell] += tail * Math.Min(1, (LogPriceGrid.Start(cell + 1) - QuotedTo) * LogPriceGrid.CellsPerUnit);
            }
        }
        for (int cell = 0; cell < LogPriceGrid.Cells; cell++) cumulative[cell + 1] = cumulative[cell] + (density[cell] * LogPriceGrid.Width);
    }

    /// <summary>Mean density of what is really quoted from the mark to a distance, extrapolation left out.</summary>
    /// <param name="distance">Above zero, within the grid; cells count whole.</param>
    public double MeanQuoted(double distance)
    {
        int cells = LogPriceGrid.CellsWithin(distance);
        ArgumentOutOfRangeException.ThrowIfZero(cells, nameof(distance));
        double end = LogPriceGrid.Start(cells);
        double extrapolated = tail * Math.Max(0, end - QuotedTo);
        return Math.Max(0, cumulative[cells] - extrapolated) / end;
    }

    /// <summary>Whether any part of a cell is extrapolated.</summary>
    public bool IsExtrapolated(int cell) => LogPriceGrid.Start(cell + 1) > QuotedTo;

    private ReadOnlySpan<BookLevel> Read(OrderBook book, Side side)
    {
        int count;
        while ((count = book.CopyLevels(side, levels)) == levels.Length) levels = new BookLevel[levels.Length * 2];
        return levels.AsSpan(0, count);
    }

    /// <returns>Where the last level lies: at least one cell, so that a book at the mark has a density.</returns>
    private double Spread(ReadOnlySpan<BookLevel> side, in ContractScale scale, Side forced)
    {
        double from = 0;
        foreach (ref readonly BookLevel level in side)
        {
            double to = Math.Max(from, scale.Distance(level.Price, forced));
            // On the near side of the mark there is no way to go: such a level fills the first cell.
            if (to > 0) Add(from, to, scale.Value(level.Quantity));
            else density[0] += scale.Value(level.Quantity) * LogPriceGrid.CellsPerUnit;
            from = to;
        }
        return Math.Max(from, LogPriceGrid.Width);
    }

    private void Add(double from, double to, double value)
    {
        double perUnit = value / (to - from);
        for (int cell = LogPriceGrid.CellOf(from); cell < LogPriceGrid.Cells && LogPriceGrid.Start(cell) < to; cell++)
        {
            double covered = Math.Min(to, LogPriceGrid.Start(cell + 1)) - Math.Max(from, LogPriceGrid.Start(cell));
            density[cell] += perUnit * Math.Max(0, covered) * LogPriceGrid.CellsPerUnit;
        }
    }

    private static double OutermostQuarter(ReadOnlySpan<BookLevel> side, in ContractScale scale, Side forced, double last)
    {
        double start = 0.75 * last, from = 0, sum = 0;
        foreach (ref readonly BookLevel level in side)
        {
            double to = Math.Max(from, scale.Distance(level.Price, forced)), value = scale.Value(level.Quantity);
            if (to > 0) sum += value * Math.Max(0, to - Math.Max(from, start)) / (to - from);
            else sum += value * Math.Max(0, LogPriceGrid.Width - start) / LogPriceGrid.Width;
            from = to;
        }
        return sum / (last - start);
    }
}

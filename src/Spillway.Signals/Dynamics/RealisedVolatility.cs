using Spillway.Core;

namespace Spillway.Signals;

/// <summary>Realised volatility of a price from irregularly spaced observations, exponentially weighted.</summary>
/// <remarks>
/// σ² = Σ w·r² / Σ w·Δt with w = 2^(−age / half-life): squared log-returns over the time they took, both weighted alike, which is right for any
/// spacing. Relative standard error about 1 / √(2N), N ≈ 2.9 · half-life / Δt observations. Jumps count; noise of the quotes inflates it, by
/// 2·noise² / Δt: observe a mark, not a last trade. O(1), no allocation.
/// </remarks>
public sealed class RealisedVolatility
{
    /// <summary>Returns needed before a value is given.</summary>
    public const int MinReturns = 30;

    private const double SecondsPerDay = 86_400;

    private readonly double halfLifeSeconds;
    private double squares, seconds, lastLog;
    private Timestamp last;
    private int returns = -1;

    /// <param name="halfLifeSeconds">Age at which an observation counts half; positive.</param>
    public RealisedVolatility(double halfLifeSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfLifeSeconds);
        this.halfLifeSeconds = halfLifeSeconds;
    }

    /// <summary>Standard deviation of log-price over one day, per √day; null until <see cref="MinReturns"/> returns were seen.</summary>
    public double? PerSqrtDay => returns < MinReturns ? null : Math.Sqrt(squares / seconds * SecondsPerDay);

    /// <summary>Takes a price. One that is not later than the last one is left out: its move is part of the next return.</summary>
    /// <param name="price">Positive, in any fixed unit.</param>
    /// <param name="now">Time of the price.</param>
    public void Observe(double price, Timestamp now)
    {
        double log = Math.Log(price);
        if (returns >= 0)
        {
            if (now <= last) return;
            double elapsed = (double)(now - last) / Timestamp.NanosPerSecond, change = log - lastLog;
            double kept = Math.Exp(-Math.Log(2) * elapsed / halfLifeSeconds);
            squares = (squares * kept) + (change * change);
            seconds = (seconds * kept) + elapsed;
        }
        (lastLog, last) = (log, now);
        if (returns < MinReturns) returns++;
    }
}

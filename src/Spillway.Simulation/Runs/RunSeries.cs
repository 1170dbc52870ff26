using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>One run in steps of <see cref="StepSeconds"/>: levels at the end of each step, flows summed over it. Money in quote units.</summary>
public sealed class RunSeries
{
    /// <summary>Length of a step.</summary>
    public const int StepSeconds = 10;

    private readonly List<double> price = [], released = [], offBook = [], queue = [], depth = [], fund = [], pool = [], deleveraged = [];
    private readonly List<double?> gain = [];
    private double releasedNow, offBookNow, deleveragedSoFar;

    /// <summary>Mark.</summary>
    public IReadOnlyList<double> Price => price;

    /// <summary>Closed through the book in the step.</summary>
    public IReadOnlyList<double> Released => released;

    /// <summary>Closed by every other route in the step.</summary>
    public IReadOnlyList<double> OffBook => offBook;

    /// <summary>Positions of accounts with an open case.</summary>
    public IReadOnlyList<double> Queue => queue;

    /// <summary>Largest loop gain near the mark, as last reported to the engine; null before the first report.</summary>
    public IReadOnlyList<double?> Gain => gain;

    /// <summary>Resting orders on the side of the shock within 1 % of the mark.</summary>
    public IReadOnlyList<double> Depth => depth;

    /// <summary>Insurance fund.</summary>
    public IReadOnlyList<double> Fund => fund;

    /// <summary>Capital of the backstop in use.</summary>
    public IReadOnlyList<double> Pool => pool;

    /// <summary>Deleveraged since the first bar.</summary>
    public IReadOnlyList<double> Deleveraged => deleveraged;

    /// <summary>Lots were closed.</summary>
    internal void AddClosed(double notional, TradeRoute route)
    {
        if (route == TradeRoute.Book) releasedNow += notional;
        else offBookNow += notional;
        if (route == TradeRoute.Deleveraging) deleveragedSoFar += notional;
    }

    /// <summary>A step ends.</summary>
    internal void EndStep(double mark, double waiting, double? loopGain, double resting, double fundBalance, double poolUsed)
    {
        price.Add(mark);
        released.Add(releasedNow);
        offBook.Add(offBookNow);
        queue.Add(waiting);
        gain.Add(loopGain);
        depth.Add(resting);
        fund.Add(fundBalance);
        pool.Add(poolUsed);
        deleveraged.Add(deleveragedSoFar);
        (releasedNow, offBookNow) = (0, 0);
    }
}

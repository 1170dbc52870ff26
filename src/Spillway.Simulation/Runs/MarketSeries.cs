using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>One market of a run in steps of <see cref="StepSeconds"/>: levels at the end of each step, flows summed over it. Money in quote units.</summary>
public sealed class MarketSeries
{
    /// <summary>Length of a step.</summary>
    public const int StepSeconds = 10;

    private readonly List<double> price = [], released = [], offBook = [], queue = [], depth = [];
    private readonly List<double?> gain = [];
    private double releasedNow, offBookNow;

    /// <summary>Mark.</summary>
    public IReadOnlyList<double> Price => price;

    /// <summary>Closed by sales in the market in the step: through the book, to liquidity pools or to order books elsewhere.</summary>
    public IReadOnlyList<double> Released => released;

    /// <summary>Closed by every other route in the step.</summary>
    public IReadOnlyList<double> OffBook => offBook;

    /// <summary>Positions of accounts with an open case.</summary>
    public IReadOnlyList<double> Queue => queue;

    /// <summary>Largest loop gain near the mark, as last reported to the engine; null before the first report.</summary>
    public IReadOnlyList<double?> Gain => gain;

    /// <summary>Resting orders on the side of the shock within 1 % of the mark.</summary>
    public IReadOnlyList<double> Depth => depth;

    /// <summary>Lots were closed.</summary>
    internal void AddClosed(double notional, TradeRoute route)
    {
        if (IsSold(route)) releasedNow += notional;
        else offBookNow += notional;
    }

    /// <summary>Whether a close by that route is a sale in the market, which moves its price, and not an agreement at a price that was there.</summary>
    internal static bool IsSold(TradeRoute route) => route is TradeRoute.Book or TradeRoute.LiquidityPool or TradeRoute.AwayBook;

    /// <summary>A step ends.</summary>
    internal void EndStep(double mark, double waiting, double? loopGain, double resting)
    {
        price.Add(mark);
        released.Add(releasedNow);
        offBook.Add(offBookNow);
        queue.Add(waiting);
        gain.Add(loopGain);
        depth.Add(resting);
        (releasedNow, offBookNow) = (0, 0);
    }
}

/// <summary>What the backstops of a run held, in the same steps. Money in quote units.</summary>
public sealed class BackstopSeries
{
    private readonly List<double> fund = [], pool = [], deleveraged = [];
    private double deleveragedSoFar;

    /// <summary>Insurance fund.</summary>
    public IReadOnlyList<double> Fund => fund;

    /// <summary>Capital of the backstop vault in use.</summary>
    public IReadOnlyList<double> Pool => pool;

    /// <summary>Deleveraged since the first bar, all markets.</summary>
    public IReadOnlyList<double> Deleveraged => deleveraged;

    /// <summary>Lots were deleveraged.</summary>
    internal void AddDeleveraged(double notional) => deleveragedSoFar += notional;

    /// <summary>A step ends.</summary>
    internal void EndStep(double fundBalance, double poolUsed)
    {
        fund.Add(fundBalance);
        pool.Add(poolUsed);
        deleveraged.Add(deleveragedSoFar);
    }
}

using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Simulation;

/// <summary>Listens to the events of one run and keeps what metrics need; passes them on to a second listener if there is one.</summary>
internal sealed partial class RunRecorder(ContractGrid grid, Scenario scenario, int holders, IEngineEvents? next) : IEngineEvents
{
    private readonly ShockDirection direction = scenario.Direction;
    private readonly List<ForcedClose> forced = [];
    private readonly List<int> liquidated = [];
    private readonly HashSet<int> isLiquidated = [];
    private readonly List<double> secondsToFlat = [];
    private readonly Dictionary<int, double> deleveraged = [];
    private readonly Dictionary<int, double> deleveragedShare = [];
    private readonly List<double> marks = [];
    private readonly HashSet<int> negative = [];

    /// <summary>The market of the run; set before the first command that trades.</summary>
    public SimulatedMarket? Market { get; set; }

    /// <summary>Time of the command being executed.</summary>
    public Timestamp Now { get; set; }

    /// <summary>Whether the first bar has begun: what happens before is the opening.</summary>
    public bool IsOpen { get; set; }

    public IReadOnlyList<ForcedClose> Forced => forced;

    public IReadOnlyList<int> Liquidated => liquidated;

    public List<double> SecondsToFlat => secondsToFlat;

    public List<double> Marks => marks;

    public double BadDebt { get; private set; }

    /// <summary>Open interest at the last full minute before the first forced close; none without one.</summary>
    public double? OpenInterestBeforeFirstForced { get; private set; }

    private double openInterestThen, openInterestNow;

    public double? FundLowest { get; private set; }

    /// <summary>Trade furthest in the direction of the shock; the first open before any.</summary>
    public double WorstTrade { get; private set; } = grid.FirstOpen;

    /// <summary>The same up to the last recorded bar.</summary>
    public double WorstTradeOfBars { get; private set; } = grid.FirstOpen;

    /// <summary>What happened step by step.</summary>
    public RunSeries Series { get; } = new();

    public IEnumerable<double> Deleveraged => deleveraged.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    public int DeleveragedAccounts => deleveraged.Count;

    /// <summary>Accounts that were left with negative equity.</summary>
    public int NegativeAccounts => negative.Count;

    public double DeleveragedShareMost => deleveragedShare.Count == 0 ? 0 : deleveragedShare.Values.Max();

    public void On(in Traded e)
    {
        if (e.Route == TradeRoute.Book && IsOpen) ObserveTrade(e.Price);
        if (e.Case != CaseId.None) ObserveForced(in e);
        next?.On(in e);
    }

    public void On(in BookReleased e)
    {
        Market!.AddForcedImpact(e.Side, e.SweptPpb / (double)FixedLog.Parts);
        next?.On(in e);
    }

    public void On(in AccountFlat e)
    {
        BadDebt += Math.Max(0, -e.Equity.Units / 1e6);
        if (e.Equity < Money.Zero) negative.Add(e.Account.Index);
        next?.On(in e);
    }

    public void On(in InsurancePaid e)
    {
        FundLowest = Math.Min(FundLowest ?? double.PositiveInfinity, e.FundAfter.Units / 1e6);
        next?.On(in e);
    }

    public void On(in CaseClosed e)
    {
        secondsToFlat.Add(e.OpenNanos / (double)Timestamp.NanosPerSecond);
        next?.On(in e);
    }

    /// <summary>Takes the open interest, once a minute.</summary>
    public void ObserveOpenInterest(double usd) => (openInterestThen, openInterestNow) = (openInterestNow == 0 ? usd : openInterestNow, usd);

    private void ObserveTrade(PriceTicks ticks)
    {
        double price = grid.PriceOf(ticks);
        WorstTrade = direction == ShockDirection.Fall ? Math.Min(WorstTrade, price) : Math.Max(WorstTrade, price);
        if (Now < scenario.Prices.End) WorstTradeOfBars = WorstTrade;
    }

    private void ObserveForced(in Traded e)
    {
        AccountId closed = e.Aggressor == Side.Sell ? e.Seller : e.Buyer;
        AccountId other = e.Aggressor == Side.Sell ? e.Buyer : e.Seller;
        double notional = grid.Usd(e.Lots.Lots, Market!.MarkPrice);
        OpenInterestBeforeFirstForced ??= openInterestThen;
        forced.Add(new ForcedClose(Now, closed.Index, notional, e.Route));
        Series.AddClosed(notional, e.Route);
        if (isLiquidated.Add(closed.Index)) liquidated.Add(closed.Index);
        if (e.Route == TradeRoute.OppositeCase)
        {
            forced.Add(new ForcedClose(Now, other.Index, notional, e.Route));
            if (isLiquidated.Add(other.Index)) liquidated.Add(other.Index);
        }
        if (e.Route != TradeRoute.Deleveraging) return;
        Market.Deleveraged?.Invoke(other, e.Aggressor, e.Lots.Lots);
        ObserveDeleveraged(other, e.Lots.Lots, notional);
    }

    private void ObserveDeleveraged(AccountId other, long lots, double notional)
    {
        if (other.Index >= holders) return; // makers are not leveraged accounts; their side is in the route's notional
        deleveraged[other.Index] = deleveraged.GetValueOrDefault(other.Index) + notional;
        long left = Math.Abs(Market!.Engine.House.Size(other, Market.Instrument).Lots);
        double before = deleveragedShare.GetValueOrDefault(other.Index);
        deleveragedShare[other.Index] = before + ((1 - before) * lots / (left + lots));
    }
}

using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>What a run keeps of one of its markets.</summary>
/// <param name="market">The market.</param>
/// <param name="drawnOpenInterest">Open interest that was drawn, at the first open: what there would be without a cap.</param>
internal sealed class MarketRecorder(SimulatedMarket market, double drawnOpenInterest)
{
    private readonly ShockDirection direction = market.Scenario.Direction;
    private double openInterestThen, openInterestNow, forcedNotional, forcedCost;

    public SimulatedMarket Market => market;

    /// <summary>Mark once a second.</summary>
    public List<double> Marks { get; } = [];

    /// <summary>What happened step by step.</summary>
    public MarketSeries Series { get; } = new();

    /// <summary>Where liquidations waited, if anybody asked.</summary>
    public List<HeatRow> Heat { get; } = [];

    /// <summary>What predators have gained by the end.</summary>
    public double PredatorProfit { get; set; }

    /// <summary>Funding that one side paid the other, at mark.</summary>
    public double FundingPaid { get; set; }

    /// <summary>Loop gain before the shock by distance.</summary>
    public IReadOnlyList<double> GainCurve { get; set; } = [];

    /// <summary>s* before the shock.</summary>
    public double? CriticalShock { get; set; }

    /// <summary>Open interest at the first bar.</summary>
    public double OpenInterestAtStart { get; set; }

    /// <summary>Open interest at the last full minute before the first forced close; none without one.</summary>
    public double? OpenInterestBeforeFirstForced { get; private set; }

    /// <summary>Trade furthest in the direction of the shock; the first open before any.</summary>
    public double WorstTrade { get; private set; } = market.Grid.FirstOpen;

    /// <summary>The same up to the last recorded bar.</summary>
    public double WorstTradeOfBars { get; private set; } = market.Grid.FirstOpen;

    /// <summary>Seconds in which an account could not reduce or open by price as it likes.</summary>
    public int HaltSeconds { get; private set; }

    /// <summary>Takes what a circuit breaker does, once a second.</summary>
    public void ObserveBreaker(BreakerAction action) => HaltSeconds += action >= BreakerAction.ReduceOnly ? 1 : 0;

    /// <summary>Takes the open interest, once a minute.</summary>
    public void ObserveOpenInterest(double usd) => (openInterestThen, openInterestNow) = (openInterestNow == 0 ? usd : openInterestNow, usd);

    /// <summary>A trade in the book.</summary>
    public void ObserveTrade(PriceTicks ticks, Timestamp now)
    {
        double price = market.Grid.PriceOf(ticks);
        WorstTrade = direction == ShockDirection.Fall ? Math.Min(WorstTrade, price) : Math.Max(WorstTrade, price);
        if (now < market.Scenario.Prices.End) WorstTradeOfBars = WorstTrade;
    }

    /// <summary>A position was closed by force.</summary>
    public void ObserveForced(double notional, TradeRoute route)
    {
        OpenInterestBeforeFirstForced ??= openInterestThen;
        Series.AddClosed(notional, route);
    }

    /// <summary>Lots were closed by force at a price, and their account breached at a mark.</summary>
    public void ObserveForcedCost(Side side, long lots, PriceTicks price, double breachMark)
    {
        double then = market.Grid.Usd(lots, breachMark), got = market.Grid.Usd(lots, market.Grid.PriceOf(price));
        forcedNotional += then;
        forcedCost += side == Side.Sell ? then - got : got - then;
    }

    /// <summary>What the market leaves behind.</summary>
    public MarketObservation Observe() => new()
    {
        Market = market.Scenario.Market.Symbol,
        OpenInterestUsd = market.Scenario.OpenInterestUsd,
        FirstOpen = market.Grid.FirstOpen,
        Direction = direction,
        WorstTrade = WorstTrade,
        WorstTradeOfBars = WorstTradeOfBars,
        Series = Series,
        Heat = Heat,
        StopNotional = market.StopNotional,
        TrendNotional = market.TrendNotional,
        RehedgeNotional = market.RehedgeNotional,
        CallNotional = market.CallNotional,
        SoftNotional = market.SoftNotional,
        TakerNotional = market.TakerNotional,
        KeeperNotional = market.KeeperNotional,
        PredatorNotional = market.PredatorNotional,
        PredatorProfit = PredatorProfit,
        ForcedNotional = forcedNotional,
        ForcedCost = forcedCost,
        FundingPaid = FundingPaid,
        Marks = Marks,
        HaltSeconds = HaltSeconds,
        GainCurve = GainCurve,
        CriticalShock = CriticalShock,
        OpenInterestBefore = (OpenInterestBeforeFirstForced ?? OpenInterestAtStart) / drawnOpenInterest,
        OpenInterestForgone = 1 - (OpenInterestAtStart / drawnOpenInterest),
    };
}

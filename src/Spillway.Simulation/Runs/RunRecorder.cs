using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Simulation;

/// <summary>Listens to the events of one run and keeps what metrics need; passes them on to a second listener if there is one.</summary>
internal sealed partial class RunRecorder(int holders, IEngineEvents? next) : IEngineEvents
{
    private readonly List<MarketRecorder> markets = [];
    private readonly List<ForcedClose> forced = [];
    private readonly List<int> liquidated = [];
    private readonly HashSet<int> isLiquidated = [];
    private readonly Dictionary<int, int> origins = [];
    private readonly HashSet<int> byCollateral = [];
    private readonly Dictionary<int, double[]> breachMarks = []; // marks of all markets at the last breach of an account
    private readonly Dictionary<int, double> deleveraged = [];
    private readonly Dictionary<(int Account, int Market), double> deleveragedShare = [];
    private readonly HashSet<int> negative = [];
    private (double First, double Second) largestDebts;

    // What others have given an account since its case began: the fund between two fills, winners and the vault by a price better than the mark.
    private readonly Dictionary<int, double> given = [];

    /// <summary>The markets of the run; each is added before the first command that trades in it.</summary>
    public IReadOnlyList<MarketRecorder> Markets => markets;

    /// <summary>Time of the command being executed.</summary>
    public Timestamp Now { get; set; }

    /// <summary>Whether the first bar has begun: what happens before is the opening.</summary>
    public bool IsOpen { get; set; }

    public IReadOnlyList<ForcedClose> Forced => forced;

    public IReadOnlyList<int> Liquidated => liquidated;

    public List<double> SecondsToFlat { get; } = [];

    public BackstopSeries Backstops { get; } = new();

    public double BadDebt { get; private set; }

    /// <summary>Taken out of leveraged accounts since the first bar.</summary>
    public double Withdrawn { get; private set; }

    /// <summary>Moved from reserves into accounts.</summary>
    public double ToppedUp { get; private set; }

    public double? FundLowest { get; private set; }

    /// <summary>Debts of the two cases that owed most, together.</summary>
    public double LargestTwoDebts => largestDebts.First + largestDebts.Second;

    public IEnumerable<double> Deleveraged => deleveraged.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    public int DeleveragedAccounts => deleveraged.Count;

    /// <summary>Accounts that were left with negative equity.</summary>
    public int NegativeAccounts => negative.Count;

    public double DeleveragedShareMost => deleveragedShare.Count == 0 ? 0 : deleveragedShare.Values.Max();

    public void Add(SimulatedMarket market, double drawnOpenInterest) => markets.Add(new MarketRecorder(market, drawnOpenInterest));

    public void On(in Traded e)
    {
        MarketRecorder market = markets[e.Instrument.Index];
        if (e.Route == TradeRoute.Book && IsOpen) market.ObserveTrade(e.Price, Now);
        if (e.Case != CaseId.None) ObserveForced(market, in e);
        next?.On(in e);
    }

    public void On(in BookReleased e)
    {
        markets[e.Instrument.Index].Market.AddForcedImpact(e.Side, e.SweptPpb / (double)FixedLog.Parts);
        next?.On(in e);
    }

    public void On(in FundingSettled e)
    {
        SimulatedMarket market = markets[e.Instrument.Index].Market;
        double openInterest = market.Grid.Usd((long)market.Engine.House.OpenInterestLots(e.Instrument), market.MarkPrice);
        if (IsOpen) markets[e.Instrument.Index].FundingPaid += openInterest * Math.Abs(e.RatePpb) / FundingRate.Whole;
        next?.On(in e);
    }

    public void On(in LiquidityPoolTraded e)
    {
        // The price goes as one over the square of the reserve.
        double before = e.Reserve.Lots + (e.Side.Sign() * e.Lots.Lots);
        if (e.Case != CaseId.None) markets[e.Instrument.Index].Market.AddForcedPoolImpact(e.Side, 2 * Math.Abs(PortableMath.Log(e.Reserve.Lots / before)));
        next?.On(in e);
    }

    public void On(in BalanceMoved e)
    {
        if (IsOpen && e.To == AccountId.None && e.From != AccountId.None) Withdrawn += e.Amount.Units / 1e6;
        next?.On(in e);
    }

    public void On(in ToppedUp e)
    {
        ToppedUp += e.Amount.Units / 1e6;
        next?.On(in e);
    }

    public void On(in PreLiquidated e)
    {
        SimulatedMarket market = markets[e.Instrument.Index].Market;
        double usd = market.Grid.Usd(e.Lots.Lots, market.MarkPrice);
        market.SoftNotional += usd;
        market.AddForcedTrade(e.Side, usd);
        market.AddForcedImpact(e.Side, e.SweptPpb / (double)FixedLog.Parts);
        next?.On(in e);
    }

    public void On(in PoolUnwound e)
    {
        SimulatedMarket market = markets[e.Instrument.Index].Market;
        market.AddForcedTrade(e.Side, market.Grid.Usd(e.Lots.Lots, market.MarkPrice));
        market.AddForcedImpact(e.Side, e.SweptPpb / (double)FixedLog.Parts);
        next?.On(in e);
    }

    public void On(in AccountFlat e)
    {
        double own = (e.Equity.Units / 1e6) - given.GetValueOrDefault(e.Account.Index);
        BadDebt += Math.Max(0, -own);
        NoteDebt(-own);
        if (own < 0 && e.Account.Index < holders) negative.Add(e.Account.Index);
        next?.On(in e);
    }

    // Cover 2: the fund must bear the two accounts that owe most.
    private void NoteDebt(double owed)
    {
        if (owed <= largestDebts.Second) return;
        largestDebts = owed > largestDebts.First ? (owed, largestDebts.First) : (largestDebts.First, owed);
    }

    public void On(in InsurancePaid e)
    {
        // Coins that bankrupt accounts leave behind do not count as the fund's money.
        if (e.Asset == AssetId.FromIndex(0))
        {
            FundLowest = Math.Min(FundLowest ?? double.PositiveInfinity, e.FundAfter.Units / 1e6);
            Give(e.Account, e.Amount.Units / 1e6);
        }
        next?.On(in e);
    }

    /// <summary>What an account has been given since its case began: it is not its own.</summary>
    public double GivenTo(AccountId account) => given.GetValueOrDefault(account.Index);

    private void Give(AccountId account, double usd) => given[account.Index] = given.GetValueOrDefault(account.Index) + usd;

    public void On(in CaseOpened e)
    {
        if (markets.Count > 1 && e.Account.Index < holders) origins[e.Account.Index] = Origin(e.Account);
        breachMarks[e.Account.Index] = [.. markets.Select(market => market.Market.MarkPrice)];
        double coinLoss = 0;
        foreach (MarketRecorder market in markets) coinLoss += market.Market.CoinLoss(e.Account);
        if (coinLoss > 0 && (e.Equity.Units / 1e6) + coinLoss >= e.Maintenance.Units / 1e6) byCollateral.Add(e.Account.Index);
        next?.On(in e);
    }

    // The market that has cost the account the most when it breaches.
    private int Origin(AccountId account) => markets.MinBy(market => market.Market.Engine.House.Unrealised(account, market.Market.Instrument).Units)!.Market.Number;

    public void On(in MarginCalled e)
    {
        if (markets.Count > 0) markets[0].Market.Venue.Called?.Invoke(in e, Now);
        next?.On(in e);
    }

    public void On(in CaseClosed e)
    {
        SecondsToFlat.Add(e.OpenNanos / (double)Timestamp.NanosPerSecond);
        given.Remove(e.Account.Index);
        next?.On(in e);
    }

    private void ObserveForced(MarketRecorder market, in Traded e)
    {
        AccountId closed = e.Aggressor == Side.Sell ? e.Seller : e.Buyer;
        AccountId other = e.Aggressor == Side.Sell ? e.Buyer : e.Seller;
        double notional = market.Market.Grid.Usd(e.Lots.Lots, market.Market.MarkPrice);
        market.ObserveForced(notional, e.Route);
        if (MarketSeries.IsSold(e.Route)) market.Market.AddForcedTrade(e.Aggressor, notional);
        else Give(closed, (market.Market.Grid.Usd(e.Lots.Lots, market.Market.Grid.PriceOf(e.Price)) - notional) * (e.Aggressor == Side.Sell ? 1 : -1));
        AddForced(closed, notional, in e);
        AddForcedCost(market, closed, e.Aggressor, in e);
        if (e.Route == TradeRoute.OppositeCase)
        {
            AddForced(other, notional, in e);
            AddForcedCost(market, other, e.Aggressor.Opposite(), in e);
        }
        if (e.Route != TradeRoute.Deleveraging) return;
        Backstops.AddDeleveraged(notional);
        market.Market.Deleveraged?.Invoke(other, e.Aggressor, e.Lots.Lots);
        ObserveDeleveraged(market.Market, other, e.Lots.Lots, notional);
    }

    private void AddForcedCost(MarketRecorder market, AccountId account, Side side, in Traded e)
    {
        if (breachMarks.TryGetValue(account.Index, out double[]? marks)) market.ObserveForcedCost(side, e.Lots.Lots, e.Price, marks[e.Instrument.Index]);
    }

    private void AddForced(AccountId account, double notional, in Traded e)
    {
        forced.Add(new ForcedClose(Now, account.Index, notional, e.Route, e.Instrument.Index, origins.GetValueOrDefault(account.Index, e.Instrument.Index), byCollateral.Contains(account.Index)));
        // A vault that is closed in its turn is no leveraged account.
        if (account.Index < holders && isLiquidated.Add(account.Index)) liquidated.Add(account.Index);
    }

    private void ObserveDeleveraged(SimulatedMarket market, AccountId other, long lots, double notional)
    {
        if (other.Index >= holders) return; // makers are not leveraged accounts; their side is in the route's notional
        deleveraged[other.Index] = deleveraged.GetValueOrDefault(other.Index) + notional;
        long left = Math.Abs(market.Engine.House.Size(other, market.Instrument).Lots);
        double before = deleveragedShare.GetValueOrDefault((other.Index, market.Number));
        deleveragedShare[(other.Index, market.Number)] = left == 0 ? 1 : before + ((1 - before) * lots / (left + lots)); // in parts a whole may round to more than one
    }
}

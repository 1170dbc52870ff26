using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Simulation;

/// <summary>What the agents of one run share: the venue they trade on and the wider market around it.</summary>
/// <remarks>
/// The wider market is the exogenous path less what our own forced orders have moved for good: X(t)·e^(−I). Makers, arbitrage and index sources follow it.
/// Noise adds nothing to I.
/// </remarks>
public sealed class SimulatedMarket
{
    private readonly ExogenousPath path;
    private readonly LiquidityTerms liquidity;

    /// <summary>e^(−1/10): what a trade feed of ten seconds keeps of the second before.</summary>
    internal const double ForcedKept = 0.904837418;

    private double averageLog, lastPrice;
    private Timestamp observed;

    internal SimulatedMarket(SimulatedVenue venue, Scenario scenario, ContractGrid grid, ExogenousPath path)
    {
        (Venue, Number) = (venue, venue.Markets.Count);
        (Grid, this.path) = (grid, path);
        (Scenario, liquidity) = (scenario, scenario.Liquidity);
        averageLog = PortableMath.Log(path.Prices[0]);
        Outside = new OutsideVenues(this);
        venue.Add(this);
    }

    /// <summary>The venue, with what its markets share.</summary>
    public SimulatedVenue Venue { get; }

    /// <summary>Number of the market at its venue, from 0.</summary>
    public int Number { get; }

    /// <summary>The assumptions.</summary>
    public Scenario Scenario { get; }

    /// <summary>Price and size grid.</summary>
    public ContractGrid Grid { get; }

    /// <summary>Seed of the run.</summary>
    public ulong Seed => Venue.Seed;

    /// <summary>The traded instrument.</summary>
    public InstrumentId Instrument => InstrumentId.FromIndex(Number);

    /// <summary>Its price index.</summary>
    public PriceIndexId Index => PriceIndexId.FromIndex(Number);

    /// <summary>The engine behind the venue, for reading.</summary>
    public RiskEngine Engine => Venue.Engine;

    /// <summary>The traded coin as an asset, where accounts hold it as margin.</summary>
    internal AssetId? Coin { get; init; }

    /// <summary>What the coins of an account have lost as margin since the first open, quote units; negative for a gain.</summary>
    internal double CoinLoss(AccountId account)
    {
        if (Coin is not { } coin) return 0;
        double coins = Engine.House.Ledger.Balance(coin, LedgerAccount.Wallet(account)).Units / Math.Pow(10, Engine.House.Assets[coin.Index].Decimals);
        return coins * (1 - (double)Scenario.Market.CoinHaircut) * (Grid.ContractPrice(Grid.FirstOpen) - (Engine.Exchange.Indexes[Index.Index].Price.Parts / (double)QuotePrice.PartsPerUnit));
    }

    /// <summary>I: what forced orders have moved the wider market for good, log; positive is down.</summary>
    public double PermanentImpact { get; private set; }

    /// <summary>Told of every deleveraging: the account that was closed, the side its counterparty traded, the lots.</summary>
    internal Action<AccountId, Side, long>? Deleveraged { get; set; }

    /// <summary>A forced order swept the book: the wider market follows a share of it for good, and makers who quote elsewhere too move their quotes there at once. Noise adds nothing.</summary>
    /// <param name="side">Of the forced order.</param>
    /// <param name="sweptLog">Log distance between the best price before and after, not negative.</param>
    public void AddForcedImpact(Side side, double sweptLog)
    {
        AddPermanentImpact(side, sweptLog);
        Outside.Follow(side, sweptLog);
    }

    // By the book's share of the depth.
    private void AddPermanentImpact(Side side, double sweptLog) => PermanentImpact += (side == Side.Sell ? sweptLog : -sweptLog) * (1 - Scenario.Amm.Share) * Scenario.PermanentShare;

    /// <summary>A forced order moved the curve of the pool: the wider market follows by the pool's share of the depth, so that a sale counts the same wherever it went.</summary>
    /// <param name="side">Of the forced order.</param>
    /// <param name="movedLog">Log distance of the price of the curve, not negative.</param>
    internal void AddForcedPoolImpact(Side side, double movedLog) => PermanentImpact += (side == Side.Sell ? movedLog : -movedLog) * Scenario.Amm.Share * Scenario.PermanentShare;

    /// <summary>A position taken over from a forced order was sold on at another venue: that venue is displaced, and the wider market follows for good as if it had been sold here.</summary>
    /// <param name="venue">Number of the venue.</param>
    /// <param name="side">Of the order there.</param>
    /// <param name="usd">Quote units.</param>
    /// <returns>How far the venue was displaced, log, not negative.</returns>
    internal double ForceElsewhere(int venue, Side side, double usd)
    {
        double displaced = Outside.Displace(venue, side, usd);
        AddPermanentImpact(side, usd / TargetDepth);
        return displaced;
    }

    /// <summary>A forced order traded in the book: everybody sees it in the trade feed.</summary>
    /// <param name="side">Of the forced order.</param>
    /// <param name="usd">At mark.</param>
    internal void AddForcedTrade(Side side, double usd) => RecentForced += side == Side.Buy ? usd : -usd;

    /// <summary>Forced orders of about the last ten seconds, at mark; negative for sales.</summary>
    internal double RecentForced { get; private set; }

    /// <summary>Net buying of about the last ten seconds that would explain the move of the last price, quote units; negative for sales.</summary>
    /// <remarks>All that is public of forced orders where the venue shows the prices of batches alone; anything else that moves the price looks the same.</remarks>
    internal double InferredFlow { get; private set; }

    /// <summary>Whether the venue collects orders and shows what a batch came to, but not what is in it.</summary>
    internal bool IsOpaque => Engine.Desk.Breaker(Instrument).Collects;

    /// <summary>Executes a market order of an account and says what it traded, at mark, quote units.</summary>
    internal double ExecuteAtMarket(Timestamp now, AccountId account, Side side, long lots, bool reduceOnly = false)
    {
        long before = Engine.House.Size(account, Instrument).Lots;
        Execute(Command.Place(now, NoiseTrader.MarketOrder(account, Instrument, side, lots) with { ReduceOnly = reduceOnly }));
        return Grid.Usd(Math.Abs(Engine.House.Size(account, Instrument).Lots - before), MarkPrice);
    }

    /// <summary>The same for an order that somebody is forced to send (a stop, a hedge to be opened again): the wider market follows it.</summary>
    internal double ExecuteForced(Timestamp now, AccountId account, Side side, long lots, bool reduceOnly)
    {
        Side resting = side.Opposite();
        double best = BestPrice(resting);
        double traded = ExecuteAtMarket(now, account, side, lots, reduceOnly);
        AddForcedTrade(side, traded);
        double after = BestPrice(resting);
        if (best > 0 && after > 0) AddForcedImpact(side, Math.Abs(PortableMath.Log(best / after)));
        return traded;
    }

    /// <summary>Side of orders that go with the shock.</summary>
    internal Side ShockSide => Scenario.Direction == ShockDirection.Fall ? Side.Sell : Side.Buy;

    /// <summary>Closed by stop orders so far, at mark.</summary>
    internal double StopNotional { get; set; }

    /// <summary>Traded by trend followers with the shock so far, at mark.</summary>
    internal double TrendNotional { get; set; }

    /// <summary>Opened again by deleveraged winners so far, at mark.</summary>
    internal double RehedgeNotional { get; set; }

    /// <summary>Sold down by accounts that answered a margin call so far, at mark.</summary>
    internal double CallNotional { get; set; }

    /// <summary>Closed in part before a breach so far, at mark.</summary>
    internal double SoftNotional { get; set; }

    /// <summary>Worked off by takers so far, at mark.</summary>
    internal double TakerNotional { get; set; }

    /// <summary>Worked off by keepers so far, at mark.</summary>
    internal double KeeperNotional { get; set; }

    /// <summary>Traded by predators so far, at mark.</summary>
    internal double PredatorNotional { get; set; }

    /// <summary>The other venues.</summary>
    internal OutsideVenues Outside { get; }

    private double BestPrice(Side side) => Grid.PriceOf(side == Side.Buy ? Book.BestBid : Book.BestAsk);

    /// <summary>Calm depth on each side, quote units per unit of log-price.</summary>
    public double CalmDepth => liquidity.DepthShare * Scenario.OpenInterestUsd;

    /// <summary>How far makers have withdrawn on account of this market, 0 to 1.</summary>
    internal double Stress { get; private set; }

    /// <summary>Depth that makers aim at now, all together.</summary>
    public double TargetDepth
    {
        get
        {
            int shared = Math.Min(Venue.SharedMakers, liquidity.Makers);
            return shared == 0
                ? DepthAt(Stress)
                : ((shared * DepthAt(Venue.Stress)) + ((liquidity.Makers - shared) * DepthAt(Stress))) / liquidity.Makers;
        }
    }

    /// <summary>Depth that one maker aims at now.</summary>
    /// <param name="isShared">Whether it quotes all markets and withdraws on account of any.</param>
    internal double TargetDepthOfMaker(bool isShared) => DepthAt(isShared ? Venue.Stress : Stress) / liquidity.Makers;

    // What sits in a pool is not the makers' and does not withdraw.
    private double DepthAt(double stress) => CalmDepth * (1 - Scenario.Amm.Share) * (1 - (liquidity.Withdrawal * stress));

    /// <summary>The order book, for reading.</summary>
    public OrderBook Book => Engine.Exchange.Markets[Instrument.Index].Book;

    /// <summary>The mark price in quote units.</summary>
    public double MarkPrice => Grid.PriceOf(Engine.Exchange.Markets[Instrument.Index].Price.Mark);

    /// <summary>Price of the wider market, quote units.</summary>
    public double WiderPrice(Timestamp now) => path.PriceAt(now) * PortableMath.Exp(-PermanentImpact);

    /// <summary>The wider price as makers and arbitrage know it when their order arrives: of a moment ago, quote units.</summary>
    internal double SeenPrice(Timestamp now)
    {
        if (liquidity.DelayMilliseconds == 0) return WiderPrice(now);
        Timestamp seen = now.AddNanos(-liquidity.DelayMilliseconds * Timestamp.NanosPerMillisecond);
        while (impacts.Count > 1 && impacts[1].Time <= seen) impacts.RemoveAt(0);
        double impact = impacts.Count > 0 && impacts[0].Time <= seen ? impacts[0].Impact : 0;
        return path.PriceAt(seen < path.Start ? path.Start : seen) * PortableMath.Exp(-impact);
    }

    // Permanent impact as it was, kept for as long as somebody has yet to hear of it.
    private readonly List<(Timestamp Time, double Impact)> impacts = [];

    /// <summary>Middle of the book, or the wider market where a side is empty.</summary>
    public double MiddlePrice(Timestamp now) =>
        Book.BestBid.IsSet && Book.BestAsk.IsSet ? 0.5 * (Grid.PriceOf(Book.BestBid) + Grid.PriceOf(Book.BestAsk)) : WiderPrice(now);

    /// <summary>Executes a command; agents do not care why one is refused.</summary>
    public CommandResult Execute(in Command command) => Venue.Execute(in command);

    /// <summary>Makers watch how far the price is from its two-minute average: they withdraw at once and come back slowly. Called once a second.</summary>
    public void ObserveStress(Timestamp now)
    {
        const double averageSeconds = 120;
        double seconds = (now - observed) / (double)Timestamp.NanosPerSecond;
        if (seconds <= 0) return;
        if (liquidity.DelayMilliseconds > 0) impacts.Add((now, PermanentImpact));
        RecentForced *= ForcedKept;
        InferFlow();
        double log = PortableMath.Log(MiddlePrice(now));
        if (observed.Nanos != 0)
        {
            averageLog += (log - averageLog) * (1 - PortableMath.Exp(-seconds / averageSeconds));
            Stress *= PortableMath.Exp(-seconds / liquidity.ReturnSeconds);
            Stress = Math.Max(Stress, Math.Min(1, Math.Abs(log - averageLog) / liquidity.WithdrawalMove));
        }
        observed = now;
    }

    private void InferFlow()
    {
        double price = Grid.PriceOf(Engine.Exchange.Markets[Instrument.Index].Price.Last);
        InferredFlow *= ForcedKept;
        if (lastPrice > 0 && price > 0) InferredFlow += TargetDepth * PortableMath.Log(price / lastPrice);
        lastPrice = price;
    }
}

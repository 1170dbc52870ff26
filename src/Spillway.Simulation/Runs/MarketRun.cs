using System.Text;
using System.Text.Json.Nodes;
using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Signals;
using Spillway.Storage;

namespace Spillway.Simulation;

/// <summary>One run: one scenario, one policy, one seed. Builds the venue through its own commands, wakes the agents, and reports what happened.</summary>
/// <remarks>
/// The engine in here is the engine of production: agents and feed only send commands. Everything drawn is addressed by (seed, agent, time, purpose), so
/// runs of other policies under the same seed meet the same noise for as long as their paths agree.
/// </remarks>
public sealed class MarketRun : IDisposable
{
    private const int HashEvery = 1 << 18;
    private const string Settlement = "USD";

    // House accounts (makers, noise, arbitrage, absorber) hold this many times the open interest: margin must never decide what they do.
    private const double HouseWealth = 10;

    // House accounts beside the makers.
    private const int OtherHouses = 4;

    // The most that holders, fund and vault are given, times the open interest: both sides' equity at a leverage of one and a margin of one (4), the open loss of
    // longs from the highest price (7) and of shorts (1), the fund (1) and the vault (1).
    private const double HoldersWealth = 14;

    private readonly Scenario scenario;
    private readonly PolicyDocument policy;
    private readonly ExogenousPath path;
    private readonly ulong seed;
    private readonly MarketRunOptions options;
    private readonly ContractGrid grid;
    private readonly Population population;
    private readonly RunRecorder recorder;
    private readonly JournaledEngine? journaled;
    private readonly EventKernel kernel = new();
    private readonly Timestamp opening;
    private RiskEngine engine;
    private SignalFeed? signals;
    private VaultGauge? vault;
    private IReadOnlyList<double> gainCurve = [];
    private double? criticalShock;
    private readonly List<HeatRow> heat = [];

    /// <summary>Prepares a run; nothing happens before <see cref="Run"/>.</summary>
    /// <param name="scenario">The crash and its assumptions.</param>
    /// <param name="policy">The rule book.</param>
    /// <param name="path">Exogenous path of the seed.</param>
    /// <param name="seed">Seed of all draws.</param>
    /// <param name="options">Journal, listeners, restart.</param>
    public MarketRun(Scenario scenario, PolicyDocument policy, ExogenousPath path, ulong seed, MarketRunOptions options)
    {
        (this.scenario, this.policy, this.path, this.seed, this.options) = (scenario, policy, path, seed, options);
        grid = new ContractGrid((double)scenario.Prices.FirstOpen, scenario.OpenInterestUsd);
        population = Population.Draw(scenario, grid, seed);
        recorder = new RunRecorder(grid, scenario, population.Holders.Count, options.Events);
        opening = path.Start.AddNanos(-Timestamp.NanosPerSecond);
        engine = new RiskEngine(options.Engine, recorder, options.Rejections);
        if (options.Events is Narrator narrator) narrator.Engine = engine;
        if (options.JournalFolder is not null)
            journaled = new JournaledEngine(engine, JournalWriter.Create(options.JournalFolder, new JournalOptions { EngineVersion = Versions.Engine, Durable = false }), HashEvery);
    }

    /// <summary>Runs from the opening to the end of the rest hour.</summary>
    /// <exception cref="OperationCanceledException">Stopped between two events.</exception>
    public RunObservation Run(CancellationToken cancellation)
    {
        SimulatedMarket market = OpenVenue();
        OpenAccounts(market);
        double openInterestAtStart = OpenInterest();
        WakeAgents(market);
        OpenVault();
        kernel.RunUntil(options.EndsWithPrices ? scenario.Prices.End : path.End, cancellation);
        return Observe(openInterestAtStart);
    }

    /// <summary>Closes the journal, if there is one.</summary>
    public void Dispose() => journaled?.Dispose();

    private SimulatedMarket OpenVenue()
    {
        Document(CommandKind.ListIndex, new JsonObject { ["symbol"] = "INDEX", ["sources"] = PriceFeed.Sources, ["maxAgeMilliseconds"] = 10_000 });
        Document(CommandKind.ListAsset, new JsonObject { ["symbol"] = Settlement, ["decimals"] = 6 });
        Document(CommandKind.ListInstrument, grid.Listing(scenario.Market, Settlement, "INDEX"));
        Accept(Send(Command.Document(CommandKind.ApplyPolicy, opening), policy.ToJson()));
        SimulatedMarket market = new(scenario, grid, path, seed, InstrumentId.FromIndex(0), PriceIndexId.FromIndex(0)) 
        {
            Venue = Venue,
            Engine = engine,
            ForcedOrdersTrade = engine.Desk.Policy.HandOver.Route != HandOverRoute.Absorber,
        };
        recorder.Market = market;
        return market;
    }

    private ICommandProcessor Venue => (ICommandProcessor?)journaled ?? engine;

    // Holders come first, so that their account numbers are their rows in the population.
    private void OpenAccounts(SimulatedMarket market)
    {
        foreach (Holder holder in population.Holders)
        {
            AccountId account = OpenAccount();
            double profit = holder.SizeLots * (grid.TicksOf(grid.FirstOpen) - holder.EntryTicks) * grid.UnitsPerTickLot;
            long deposit = holder.EquityUnits - (long)profit;
            // An open profit above the equity wanted needs no deposit: that account is a little safer than drawn.
            if (deposit > 0) Deposit(account, deposit);
            if (holder.IsNettingMember) Accept(Send(Command.Netting(opening, account, market.Instrument, isMember: true)));
        }
        foreach (Population.Pairing trade in population.Pairings)
        {
            Accept(Send(Command.Import(opening, new ImportTrade(
                market.Instrument, AccountId.FromIndex(trade.Long), AccountId.FromIndex(trade.Short), PriceTicks.FromTicks(trade.PriceTicks), QuantityLots.FromLots(trade.Lots)))));
        }
        long fund = (long)(scenario.FundShare * scenario.OpenInterestUsd * 1e6);
        if (fund > 0) Accept(Send(Command.EndowFund(opening, AssetId.FromIndex(0), Money.FromUnits(fund))));
        Accept(Send(Command.NameAbsorber(opening, OpenHouseAccount())));
    }

    // Last, so that it moves nobody else's account number.
    private void OpenVault()
    {
        long capital = (long)(scenario.PoolShare * scenario.OpenInterestUsd * 1e6);
        if (capital == 0) return;
        AccountId account = OpenAccount();
        Deposit(account, capital);
        Accept(Send(Command.NameVault(opening, account)));
        vault = new VaultGauge(account, capital / 1e6);
    }

    private void WakeAgents(SimulatedMarket market)
    {
        // At the opening the venue gets its first price and its first quotes; trading begins with the first bar.
        QuotePrice open = grid.IndexOf(grid.FirstOpen);
        Accept(Send(Command.PricesFrom(opening, market.Index, 0, open, open, open)));
        int makers = scenario.Liquidity.Makers;
        long period = scenario.Liquidity.RequoteSeconds * Timestamp.NanosPerSecond;
        for (int i = 0; i < makers; i++) kernel.Schedule(new MarketMaker(market, OpenHouseAccount()), path.Start.AddNanos(period * i / makers));
        if (scenario.Liquidity.NoisePerSecond > 0) kernel.Schedule(new NoiseTrader(market, OpenHouseAccount()), path.Start.AddNanos(HalfSecond));
        kernel.Schedule(new Arbitrageur(market, OpenHouseAccount()), path.Start.AddNanos(HalfSecond + 1));
        kernel.Schedule(new PriceFeed(market), path.Start.AddNanos(2));
        WakeReactiveTraders(market);
        signals = new SignalFeed(market);
        kernel.Schedule(signals, path.Start.AddNanos(HalfSecond + 2));
        kernel.Schedule(new Clock(this, market), path.Start);
        for (int i = 0; i < options.Guests.Count; i++) kernel.Schedule(options.Guests[i](market, OpenHouseAccount()), path.Start.AddNanos(HalfSecond + FirstGuest + i));
    }

    private void WakeReactiveTraders(SimulatedMarket market)
    {
        if (scenario.Traders.MomentumShare > 0) kernel.Schedule(new MomentumTrader(market, OpenHouseAccount()), path.Start.AddNanos(HalfSecond + 3));
        if (!market.ForcedOrdersTrade) return;
        if (scenario.Traders.StopShare > 0) kernel.Schedule(new StopOrders(market, population.Holders.Count), path.Start.AddNanos(HalfSecond + 4));
        if (scenario.Traders.RehedgeShare > 0) kernel.Schedule(new Rehedger(market, population.Holders.Count), path.Start.AddNanos(HalfSecond + 5));
    }

    private const long HalfSecond = Timestamp.NanosPerSecond / 2;

    // Nanoseconds after the half second: behind every agent of the scenario.
    private const int FirstGuest = 10;

    private RunObservation Observe(double openInterestAtStart)
    {
        double equity = 0;
        double openDebt = 0;
        for (int i = 0; i < population.Holders.Count; i++)
        {
            double own = engine.House.Health(AccountId.FromIndex(i)).Equity.Units / 1e6;
            equity += Math.Max(0, own);
            if (engine.Desk.Cases.IsOpen(AccountId.FromIndex(i))) openDebt += Math.Max(0, -own);
        }
        foreach (LiquidationCase open in engine.Desk.Cases.Open) recorder.SecondsToFlat.Add((path.End - open.Opened) / (double)Timestamp.NanosPerSecond);
        double fund = scenario.FundShare * scenario.OpenInterestUsd;
        return new RunObservation
        {
            Seed = seed,
            Hash = engine.Hash(),
            Commands = engine.CommandCount,
            KernelEvents = kernel.EventCount,
            FirstOpen = grid.FirstOpen,
            Direction = scenario.Direction,
            WorstTrade = recorder.WorstTrade,
            WorstTradeOfBars = recorder.WorstTradeOfBars,
            Series = recorder.Series,
            Heat = heat,
            StopNotional = recorder.Market!.StopNotional,
            TrendNotional = recorder.Market.TrendNotional,
            RehedgeNotional = recorder.Market.RehedgeNotional,
            Marks = recorder.Marks,
            ForcedCloses = recorder.Forced,
            LiquidatedAccounts = recorder.Liquidated,
            BadDebt = recorder.BadDebt + openDebt,
            FundAtStart = fund,
            FundLowest = Math.Min(fund, recorder.FundLowest ?? fund),
            PoolUsedPeak = vault?.UsedPeak ?? 0,
            PoolLoss = vault?.Loss(engine) ?? 0,
            PositiveEquity = equity,
            DeleveragedShareMost = recorder.DeleveragedShareMost,
            DeleveragedGini = Gini.Of([.. recorder.Deleveraged]),
            SecondsToFlat = recorder.SecondsToFlat,
            GainCurve = gainCurve,
            CriticalShock = criticalShock,
            OpenInterestBefore = (recorder.OpenInterestBeforeFirstForced ?? openInterestAtStart) / openInterestAtStart,
        };
    }

    private double OpenInterest()
    {
        long lots = 0;
        foreach (long size in engine.House.Positions.SizeLots) lots += Math.Max(0, size);
        return grid.Usd(lots, grid.FirstOpen);
    }

    private void Document(CommandKind kind, JsonObject document) => Accept(Send(Command.Document(kind, opening), Encoding.UTF8.GetBytes(document.ToJsonString())));

    private AccountId OpenAccount() => AccountId.FromIndex((int)Accept(Send(Command.Open(opening))).Value);

    private AccountId OpenHouseAccount()
    {
        AccountId account = OpenAccount();
        Deposit(account, HouseUnits());
        return account;
    }

    // What many makers or a large market would push beyond the money a ledger can hold is shared out equally; it is still more than the largest position.
    private long HouseUnits()
    {
        double openInterest = scenario.OpenInterestUsd * 1e6;
        double left = options.Engine.Limits.MaxSupplyUnits - (HoldersWealth * openInterest);
        return (long)Math.Min(HouseWealth * openInterest, left / (scenario.Liquidity.Makers + OtherHouses + options.Guests.Count));
    }

    private void Deposit(AccountId account, long units) => Accept(Send(Command.Deposit(opening, account, AssetId.FromIndex(0), Money.FromUnits(units))));

    private CommandResult Send(in Command command, ReadOnlySpan<byte> payload = default) => Venue.Execute(in command, payload);

    // What the scenario reader lets pass and the venue does not is still a fault of the scenario, and the user's to mend.
    private CommandResult Accept(CommandResult result) => result.IsAccepted
        ? result
        : throw new BadInputException(scenario.Name, 0, null, $"the venue refuses to open with this scenario ({result.Reason})", "check market, accounts and openInterest against docs/simulator.md");

    // First agent of every second: keeps time for the recorder, samples the mark, and restarts the engine from its own snapshot when asked to.
    private sealed class Clock(MarketRun run, SimulatedMarket market) : IAgent
    {
        private int second;

        public Timestamp? Wake(Timestamp now)
        {
            run.recorder.Now = now;
            run.recorder.IsOpen = true;
            run.recorder.Marks.Add(market.MarkPrice);
            run.vault?.Sample(run.engine);
            if (second % 60 == 0) run.recorder.ObserveOpenInterest(run.OpenInterest());
            if (second == GainSecond) run.MeasureGain(market, now);
            if (run.options.RecordsHeat && second % HeatRow.StepSeconds == GainSecond) run.RecordHeat(market, now);
            if (second % RunSeries.StepSeconds == RunSeries.StepSeconds - 1) run.EndStep(market);
            if (second++ == run.options.RestartAtSecond) run.Restart(market);
            return now.AddNanos(Timestamp.NanosPerSecond);
        }
    }

    private void RecordHeat(SimulatedMarket market, Timestamp now)
    {
        MarketEstimator estimator = SignalFeed.EstimatorOf(market);
        estimator.Estimate(now);
        heat.Add(new HeatRow(market.MarkPrice, estimator.Falls.Map.Density.ToArray(), estimator.Squeezes.Map.Density.ToArray()));
    }

    private void EndStep(SimulatedMarket market)
    {
        Market book = engine.Exchange[market.Instrument];
        double waiting = 0;
        foreach (LiquidationCase open in engine.Desk.Cases.Open) waiting += grid.Usd(Math.Abs(engine.House.Size(open.Account, market.Instrument).Lots), market.MarkPrice);
        (Side resting, double edge, long gain) = scenario.Direction == ShockDirection.Fall
            ? (Side.Buy, 1 - DepthRange, book.Signals.LongGainPpm)
            : (Side.Sell, 1 + DepthRange, book.Signals.ShortGainPpm);
        long lots = book.Book.QuantityWithin(resting, PriceTicks.FromTicks((long)(book.Price.Mark.Ticks * edge))).Lots;
        double fund = engine.House.Ledger.Balance(AssetId.FromIndex(0), LedgerAccount.InsuranceFund).Units / 1e6;
        bool isKnown = book.Signals.AsOf.Nanos > 0;
        recorder.Series.EndStep(market.MarkPrice, waiting, isKnown ? gain / 1e6 : null, grid.Usd(lots, market.MarkPrice), fund, vault?.UsedNow ?? 0);
    }

    // Depth is reported within this share of the mark.
    private const double DepthRange = 0.01;

    // By then every maker has quoted; no recorded crash begins within its first seconds.
    private const int GainSecond = 10;

    private void MeasureGain(SimulatedMarket market, Timestamp now)
    {
        MarketEstimator estimator = SignalFeed.EstimatorOf(market);
        estimator.Estimate(now);
        DirectionEstimator shock = scenario.Direction == ShockDirection.Fall ? estimator.Falls : estimator.Squeezes;
        gainCurve = shock.Gain.Values.ToArray();
        criticalShock = shock.Cascade.CriticalShock;
    }

    private void Restart(SimulatedMarket market)
    {
        ByteSink snapshot = new();
        engine.Save(snapshot);
        engine = RiskEngine.Restore(snapshot.Bytes, options.Engine, recorder, options.Rejections);
        if (options.Events is Narrator narrator) narrator.Engine = engine;
        journaled?.RecordSnapshot();
        journaled?.Continue(engine);
        market.Engine = engine;
        market.Venue = Venue;
        signals!.Follow();
    }
}

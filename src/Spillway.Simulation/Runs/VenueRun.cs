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
public sealed partial class VenueRun : IDisposable
{
    private const int HashEvery = 1 << 18;

    private readonly VenueScenario scenario;
    private readonly PolicyDocument policy;
    private readonly IReadOnlyList<ExogenousPath> paths;
    private readonly VenueRunOptions options;
    private readonly ContractGrid[] grids;
    private VenuePopulation population;
    private readonly RunRecorder recorder;
    private readonly JournaledEngine? journaled;
    private readonly EventKernel kernel = new();
    private readonly Timestamp opening;
    private readonly SimulatedVenue venue;
    private readonly List<SignalFeed> signals = [];
    private readonly List<(SimulatedMarket Market, AccountId Account, long Deposit)> predators = [];
    private readonly List<VaultGauge> takers = [];
    private readonly List<MemberGauge> members = [];
    private readonly List<Keeper> keepers = [];
    private readonly List<Broker> brokers = [];
    private readonly List<(AccountId Account, double Deposit)> brokerAccounts = [];
    private readonly List<AccountId> reserves = [];
    private VaultGauge? vault, buffer;
    private double poolUsedPeak;

    /// <summary>Prepares a run; nothing happens before <see cref="Run"/>.</summary>
    /// <param name="scenario">The crash and its assumptions.</param>
    /// <param name="policy">The rule book.</param>
    /// <param name="paths">Exogenous paths of the seed, one a market, over the same time.</param>
    /// <param name="seed">Seed of all draws.</param>
    /// <param name="options">Journal, listeners, restart.</param>
    public VenueRun(VenueScenario scenario, PolicyDocument policy, IReadOnlyList<ExogenousPath> paths, ulong seed, VenueRunOptions options)
    {
        (this.scenario, this.policy, this.paths, this.options) = (scenario, policy, paths, options);
        grids = [.. scenario.Markets.Select(market => new ContractGrid((double)market.Prices.FirstOpen, market.OpenInterestUsd))];
        population = VenuePopulation.Draw(scenario, grids, seed);
        recorder = new RunRecorder(population.AccountCount, options.Events);
        opening = Path.Start.AddNanos(-Timestamp.NanosPerSecond);
        recorder.Now = opening; // the first prices may call margin already
        RiskEngine engine = new(options.Engine, recorder, options.Rejections);
        if (options.Events is Narrator narrator) narrator.Engine = engine;
        if (options.JournalFolder is not null)
        {
            JournalOptions journal = new() { EngineVersion = Versions.Engine, Durable = false, HoldsSecrets = options.JournalKey is not null };
            journaled = new JournaledEngine(engine, JournalWriter.Create(options.JournalFolder, journal), HashEvery, options.JournalKey);
        }
        venue = new SimulatedVenue
        {
            Seed = seed,
            Commands = (ICommandProcessor?)journaled ?? engine,
            Engine = engine,
            IsCounterfactual = options.IsCounterfactual,
            SharedMakers = scenario.Joint.SharedMakers,
        };
    }

    // All paths begin and end together.
    private ExogenousPath Path => paths[0];

    private RiskEngine Engine => venue.Engine;

    /// <summary>Runs from the opening to the end of the rest hour.</summary>
    /// <exception cref="OperationCanceledException">Stopped between two events.</exception>
    public RunObservation Run(CancellationToken cancellation)
    {
        LimitPopulation(cancellation);
        Open();
        kernel.RunUntil(options.EndsWithPrices ? scenario.End : Path.End, cancellation);
        if (IsRandomised) Send(Command.RevealSeedOf(Engine.Now, ScheduleEpoch)); // refused, and rightly, while a schedule is still under way
        foreach ((SimulatedMarket market, AccountId account, long deposit) in predators)
            recorder.Markets[market.Number].PredatorProfit = (Engine.House.Health(account).Equity.Units - deposit) / 1e6;
        return Observe();
    }

    private void Open()
    {
        OpenVenue();
        OpenAccounts();
        foreach (MarketRecorder market in recorder.Markets) market.OpenInterestAtStart = OpenInterest(market.Market);
        WakeAgents();
        OpenVault();
        OpenBuffer();
        OpenTakers();
        OpenKeepers();
        OpenEarlyRungs();
        OpenLiquidity();
        OpenBrokers();
        OpenMembers();
    }

    /// <summary>Closes the journal, if there is one.</summary>
    public void Dispose() => journaled?.Dispose();

    private RunObservation Observe()
    {
        double equity = 0;
        double openDebt = 0;
        for (int i = 0; i < population.AccountCount; i++)
        {
            double own = Engine.House.Health(AccountId.FromIndex(i)).Equity.Units / 1e6;
            equity += Math.Max(0, own);
            if (Engine.Desk.Cases.IsOpen(AccountId.FromIndex(i))) openDebt += Math.Max(0, recorder.GivenTo(AccountId.FromIndex(i)) - own);
        }
        // What is in a reserve, was taken out in time, or was never deposited because the position was refused, is still theirs.
        foreach (AccountId reserve in reserves) equity += Math.Max(0, Engine.House.Health(reserve).Equity.Units / 1e6);
        equity += recorder.Withdrawn + keptHome;
        foreach (LiquidationCase open in Engine.Desk.Cases.Open) recorder.SecondsToFlat.Add((Path.End - open.Opened) / (double)Timestamp.NanosPerSecond);
        return new RunObservation
        {
            Seed = venue.Seed,
            Hash = Engine.Hash(),
            Commands = Engine.CommandCount,
            KernelEvents = kernel.EventCount,
            Markets = [.. recorder.Markets.Select(market => market.Observe())],
            Holders = population.AccountCount,
            Backstops = recorder.Backstops,
            ForcedCloses = recorder.Forced,
            LiquidatedAccounts = recorder.Liquidated,
            DeleveragedAccounts = recorder.DeleveragedAccounts,
            NegativeAccounts = recorder.NegativeAccounts,
            BadDebt = recorder.BadDebt + openDebt,
            FundAtStart = scenario.FundUsd,
            FundLowest = Math.Min(scenario.FundUsd, recorder.FundLowest ?? scenario.FundUsd),
            PoolUsedPeak = poolUsedPeak,
            PoolLoss = (vault?.Loss(Engine) ?? 0) + (buffer?.Loss(Engine) ?? 0),
            LargestTwoDebts = recorder.LargestTwoDebts,
            Withdrawn = recorder.Withdrawn,
            ToppedUp = recorder.ToppedUp,
            TakerLoss = takers.Sum(taker => taker.Loss(Engine)),
            MemberLoss = members.Sum(member => member.Loss(Engine)),
            BrokerProfit = brokers.Sum(broker => broker.HedgeProfit(Engine.Now)) + brokerAccounts.Sum(broker => (Engine.House.Health(broker.Account).Equity.Units / 1e6) - broker.Deposit),
            KeeperProfit = keepers.Sum(keeper => keeper.Profit),
            PositiveEquity = equity,
            DeleveragedShareMost = recorder.DeleveragedShareMost,
            DeleveragedGini = Gini.Of([.. recorder.Deleveraged]),
            SecondsToFlat = recorder.SecondsToFlat,
        };
    }

    private double OpenInterest(SimulatedMarket market)
    {
        ReadOnlySpan<int> instruments = Engine.House.Positions.Instruments;
        ReadOnlySpan<long> sizes = Engine.House.Positions.SizeLots;
        long lots = 0;
        for (int row = 0; row < sizes.Length; row++)
        {
            if (instruments[row] == market.Instrument.Index) lots += Math.Max(0, sizes[row]);
        }
        return market.Grid.Usd(lots, market.Grid.FirstOpen);
    }

    // First agent of every second: keeps time for the recorder, samples the marks, and restarts the engine from its own snapshot when asked to.
    private sealed class Clock(VenueRun run) : IAgent
    {
        private int second;

        public Timestamp? Wake(Timestamp now)
        {
            run.recorder.Now = now;
            run.recorder.IsOpen = true;
            run.SamplePools();
            foreach (MarketRecorder market in run.recorder.Markets) Sample(market, now);
            if (second % MarketSeries.StepSeconds == MarketSeries.StepSeconds - 1) run.EndStep();
            if (second++ == run.options.RestartAtSecond) run.Restart();
            return now.AddNanos(Timestamp.NanosPerSecond);
        }

        private void Sample(MarketRecorder market, Timestamp now)
        {
            market.Marks.Add(market.Market.MarkPrice);
            market.ObserveBreaker(run.Engine.Desk.Breaker(market.Market.Instrument).Action);
            if (second % 60 == 0) market.ObserveOpenInterest(run.OpenInterest(market.Market));
            if (second == GainSecond) MeasureGain(market, now);
            if (run.options.RecordsHeat && second % HeatRow.StepSeconds == GainSecond) RecordHeat(market, now);
        }
    }

    // Depth is reported within this share of the mark.
    private const double DepthRange = 0.01;

    // By then every maker has quoted; no recorded crash begins within its first seconds.
    private const int GainSecond = 10;

    private void SamplePools()
    {
        vault?.Sample(Engine);
        buffer?.Sample(Engine);
        poolUsedPeak = Math.Max(poolUsedPeak, (vault?.UsedNow ?? 0) + (buffer?.UsedNow ?? 0));
    }

    private void EndStep()
    {
        foreach (MarketRecorder market in recorder.Markets) EndStep(market);
        double fund = Engine.House.Ledger.Balance(AssetId.FromIndex(0), LedgerAccount.InsuranceFund).Units / 1e6;
        recorder.Backstops.EndStep(fund, (vault?.UsedNow ?? 0) + (buffer?.UsedNow ?? 0));
    }

    private void EndStep(MarketRecorder recorded)
    {
        SimulatedMarket market = recorded.Market;
        Market book = Engine.Exchange[market.Instrument];
        double waiting = 0;
        foreach (LiquidationCase open in Engine.Desk.Cases.Open) waiting += market.Grid.Usd(Math.Abs(Engine.House.Size(open.Account, market.Instrument).Lots), market.MarkPrice);
        (Side resting, double edge, long gain) = market.Scenario.Direction == ShockDirection.Fall
            ? (Side.Buy, 1 - DepthRange, book.Signals.LongGainPpm)
            : (Side.Sell, 1 + DepthRange, book.Signals.ShortGainPpm);
        long lots = book.Book.QuantityWithin(resting, PriceTicks.FromTicks((long)(book.Price.Mark.Ticks * edge))).Lots;
        bool isKnown = book.Signals.AsOf.Nanos > 0;
        recorded.Series.EndStep(market.MarkPrice, waiting, isKnown ? gain / 1e6 : null, market.Grid.Usd(lots, market.MarkPrice));
    }

    private static void RecordHeat(MarketRecorder market, Timestamp now)
    {
        MarketEstimator estimator = SignalFeed.EstimatorOf(market.Market);
        estimator.Estimate(now);
        market.Heat.Add(new HeatRow(market.Market.MarkPrice, estimator.Falls.Map.Density.ToArray(), estimator.Squeezes.Map.Density.ToArray()));
    }

    private static void MeasureGain(MarketRecorder market, Timestamp now)
    {
        MarketEstimator estimator = SignalFeed.EstimatorOf(market.Market);
        estimator.Estimate(now);
        DirectionEstimator shock = market.Market.Scenario.Direction == ShockDirection.Fall ? estimator.Falls : estimator.Squeezes;
        market.GainCurve = shock.Gain.Values.ToArray();
        market.CriticalShock = shock.Cascade.CriticalShock;
    }

    private void Restart()
    {
        ByteSink snapshot = new();
        Engine.Save(snapshot);
        RiskEngine engine = RiskEngine.Restore(snapshot.Bytes, options.Engine, recorder, options.Rejections);
        if (options.Events is Narrator narrator) narrator.Engine = engine;
        journaled?.RecordSnapshot();
        journaled?.Continue(engine);
        venue.Engine = engine;
        venue.Commands = (ICommandProcessor?)journaled ?? engine;
        foreach (SignalFeed feed in signals) feed.Follow();
    }
}

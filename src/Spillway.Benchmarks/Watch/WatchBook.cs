using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Benchmarks.Watch;

/// <summary>A clearing house with a population and the watch over it, without the engine around them: what a moving mark costs by itself.</summary>
/// <remarks>
/// Of the accounts 55 % are long with nine of ten positions, 20 % short likewise, 25 % hedged: long and short in turn. So 64 % of positions are long. The other
/// side of every trade is one rich account per instrument. An account that was found is breached: it is flagged and not counted again.
/// </remarks>
internal sealed class WatchBook : IAccountObserver, IBreachSink
{
    /// <summary>Mark of every instrument at the beginning. One lot is then worth one USD, and one tick of it one minor unit.</summary>
    public const long StartTicks = 1_000_000;

    private const long UnitsPerUsd = 1_000_000, StreetUnits = 1_000_000_000_000_000;
    private const double HedgedFloor = 0.15; // of gross exposure: nobody is hedged better than that

    private static readonly RatePpm Breach = RatePpm.FromPpm((int)RatePpm.Whole);
    private static readonly AssetId Usd = AssetId.FromIndex(0);
    private static readonly SlackDraw Slack = new(0.06, 1.07);

    private readonly WatchPlan plan;
    private readonly SeededDraws draws = new(11);
    private readonly EdgeWatch watch;
    private readonly bool[] isFound;
    private readonly InstrumentId[] all;

    private WatchBook(WatchPlan plan)
    {
        this.plan = plan;
        watch = new EdgeWatch(House);
        isFound = new bool[plan.Accounts + plan.Instruments];
        all = [.. Enumerable.Range(0, plan.Instruments).Select(InstrumentId.FromIndex)];
        House.Observer = this;
    }

    public ClearingHouse House { get; } = new();

    public int Instruments => plan.Instruments;

    /// <summary>Accounts found so far.</summary>
    public int Found { get; private set; }

    /// <summary>Accounts examined so far.</summary>
    public long Wakes => watch.Wakes;

    /// <summary>Looks at everybody so far.</summary>
    public long Looks => watch.Looks;

    /// <summary>Opens everybody and builds the edges.</summary>
    public static WatchBook Build(WatchPlan plan, CancellationToken cancellation)
    {
        WatchBook book = new(plan);
        book.List();
        Span<int> instruments = stackalloc int[plan.PositionsEach];
        Span<long> lots = stackalloc long[plan.PositionsEach];
        for (int i = 0; i < plan.Accounts; i++)
        {
            if ((i & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            book.Open(instruments, lots);
        }
        book.SweepAll();
        return book;
    }

    /// <summary>One tick of one instrument, answered.</summary>
    public void Tick(int instrument, long ticks)
    {
        InstrumentId id = InstrumentId.FromIndex(instrument);
        House.SetMark(id, PriceTicks.FromTicks(ticks));
        watch.SweepInstruments([id], Breach, this);
    }

    /// <summary>One tick of every instrument, answered together.</summary>
    public void TickAll(ReadOnlySpan<long> ticks)
    {
        for (int i = 0; i < ticks.Length; i++) House.SetMark(all[i], PriceTicks.FromTicks(ticks[i]));
        watch.SweepInstruments(all, Breach, this);
    }

    /// <summary>The question of a tick put to every holder of its instrument: what the watch saves.</summary>
    public void LookAtHolders(int instrument) => new ScanWatch(House).SweepInstruments([InstrumentId.FromIndex(instrument)], Breach, this);

    /// <summary>Changes the slack of some accounts by up to a tenth, as fills and transfers do, and lets the watch take notice.</summary>
    public void Stir(int accounts)
    {
        for (int i = 0; i < accounts; i++)
        {
            AccountId account = AccountId.FromIndex(plan.Instruments + draws.Below(plan.Accounts));
            AccountHealth health = House.Health(account);
            long slack = (health.Equity - health.Maintenance).Units, change = (long)(slack / 10 * ((2 * draws.Uniform()) - 1));
            if (slack > 0) House.Post(Usd, LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits(change));
        }
        SweepAll();
    }

    /// <summary>Looks at everybody: each account that is breached has been found.</summary>
    /// <exception cref="MeasurementException">The watch missed somebody, or found somebody who was not breached at the time.</exception>
    public int Confirm()
    {
        int breached = 0;
        for (int i = 0; i < isFound.Length; i++)
        {
            bool isBreached = House.Health(AccountId.FromIndex(i)).IsLiquidatable;
            if (isBreached && !isFound[i]) throw new MeasurementException($"account {i} is breached and was not found");
            breached += isBreached ? 1 : 0;
        }
        House.CheckConservation();
        return breached;
    }

    /// <inheritdoc/>
    void IBreachSink.Found(AccountId account, in AccountHealth health)
    {
        if (!health.IsLiquidatable) throw new MeasurementException($"{account} was found and is not breached");
        if (isFound[account.Index]) return;
        isFound[account.Index] = true;
        Found++;
    }

    /// <inheritdoc/>
    void IAccountObserver.AccountChanged(AccountId account) => watch.AccountChanged(account);

    private void SweepAll() => watch.SweepInstruments(all, Breach, this);

    // Maintenance of half to one and a half percent below 20,000 USD, twice that above.
    private void List()
    {
        House.AddAsset(new AssetSpec("USD", 6, RatePpm.Zero, PriceIndexId.None));
        for (int i = 0; i < plan.Instruments; i++)
        {
            RatePpm maintenance = RatePpm.FromPpm(5_000 + draws.Below(10_000)), doubled = RatePpm.FromPpm(2 * maintenance.Ppm);
            MarginTier[] tiers = [new(Money.Zero, doubled, maintenance), new(Money.FromUnits(20_000 * UnitsPerUsd), RatePpm.FromPpm(4 * maintenance.Ppm), doubled)];
            InstrumentId id = House.AddInstrument(new InstrumentSpec(
                $"M{i}-PERP", InstrumentKind.LinearPerpetual, Usd, PriceIndexId.FromIndex(i), QuotePrice.FromParts(100_000_000), 10_000, 1, PriceTicks.FromTicks(100 * StartTicks),
                QuantityLots.FromLots(1_000_000_000), tiers, TierMethod.Marginal, RatePpm.Zero, RatePpm.Zero, Timestamp.NanosPerSecond));
            House.SetMark(id, PriceTicks.FromTicks(StartTicks));
        }
        for (int i = 0; i < plan.Instruments; i++) Deposit(House.OpenAccount(AccountId.None, InstrumentId.None), StreetUnits);
    }

    private void Open(Span<int> instruments, Span<long> lots)
    {
        AccountId account = House.OpenAccount(AccountId.None, InstrumentId.None);
        int kind = draws.Below(100), directional = kind < 55 ? 1 : kind < 75 ? -1 : 0;
        long gross = 0, net = 0;
        for (int i = 0; i < lots.Length; i++)
        {
            instruments[i] = Another(instruments[..i]);
            int sign = directional == 0 ? 1 - (2 * (i & 1)) : draws.Below(10) == 0 ? -directional : directional;
            lots[i] = sign * SlackDraw.Usd(draws);
            (gross, net) = (gross + Math.Abs(lots[i]), net + lots[i]);
            Trade(account, instruments[i], lots[i]);
        }
        double exposure = plan.IsNet ? Math.Max(Math.Abs(net), HedgedFloor * gross) : gross;
        Deposit(account, House.Health(account).Maintenance.Units + (long)(Slack.Next(draws) * exposure * UnitsPerUsd));
    }

    private int Another(ReadOnlySpan<int> taken)
    {
        int instrument = draws.Below(plan.Instruments);
        while (taken.Contains(instrument)) instrument = draws.Below(plan.Instruments);
        return instrument;
    }

    private void Trade(AccountId account, int instrument, long lots)
    {
        AccountId street = AccountId.FromIndex(instrument);
        (AccountId buyer, AccountId seller) = lots > 0 ? (account, street) : (street, account);
        House.Trade(InstrumentId.FromIndex(instrument), buyer, seller, PriceTicks.FromTicks(StartTicks), QuantityLots.FromLots(Math.Abs(lots)));
    }

    private void Deposit(AccountId account, long units) => House.Post(Usd, LedgerAccount.External, LedgerAccount.Wallet(account), Money.FromUnits(units));
}

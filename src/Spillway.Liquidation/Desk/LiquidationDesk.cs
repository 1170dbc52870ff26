using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>Takes accounts from breach to closed: opens their cases, sizes what must be closed, and places it in the order the policy allows.</summary>
/// <remarks>
/// Circuit breakers come before all release: they are looked at in the command that moves a mark, and again before cases are served.
/// Order within one round, fixed and tested: backstop vault → default auction → size → pace → netting (opposite cases, buffer pool, opted-in accounts) → takers → book, liquidity pools and books elsewhere within their bound →
/// auction → buffer pool → hand-over of the rest → own contribution → insurance fund or vault → clearing members → winners. Then marks are formed anew, the holders swept, and a new round serves whoever was breached by our own sales.
/// Where cases share the room, all are sized, netted and taken from before the first is sold. A case waits only if its policy says so. Single writer.
/// </remarks>
public sealed partial class LiquidationDesk : IBreachSink
{
    private readonly Exchange exchange;
    private readonly IWatch watch;
    private readonly EngineLimits limits;
    private readonly IEngineEvents events;
    private readonly BreachQueue breached = new();
    private readonly List<(AccountId Account, AccountHealth Health)> nearBreach = [];
    private readonly List<AccountId> warned = [];
    private readonly OppositeCases opposites = new();
    private Warning[] warnings = [];
    private bool[] isActedOn = []; // derived, never saved: a restored desk acts on everybody once more, which changes nothing
    private bool[] isMarketTouched = [];
    private const int FetchedTogether = 16;

    private AccountId lastSaved = AccountId.None; // of the list in work
    private readonly AccountId[] together = new AccountId[FetchedTogether];
    private long fetched; // without a meaning
    private Timestamp now;
    private int resumeAt; // number of the first case that a bound kept from being served; zero if none

    /// <summary>A desk over an exchange.</summary>
    public LiquidationDesk(Exchange exchange, IWatch watch, Policy policy, EngineLimits limits, IEngineEvents events)
    {
        (this.exchange, this.watch, this.limits, this.events) = (exchange, watch, limits, events);
        Policy = policy;
        Away = new AwayBooks(limits.MaxAwayLevels);
    }

    /// <summary>The rule book in force.</summary>
    public Policy Policy
    {
        get;
        set
        {
            // Another ratio is another question, and nobody has been asked it.
            if (field is not null && field.Warning.Ratio != value.Warning.Ratio) isActedOn.AsSpan().Clear();
            field = value;
            if (!value.Funding.Enabled) premiums.ForEach(static average => average.Clear());
            if (!value.Adaptive.Enabled) ForgetAdapted();
        }
    }

    /// <summary>Open cases.</summary>
    public CaseTable Cases { get; private set; } = new();

    /// <summary>Accounts that opted in to be closed at mark.</summary>
    public NettingBook Netting { get; } = new();

    /// <summary>Account outside of the market that takes over at mark in the exogenous counterfactual; none otherwise.</summary>
    public AccountId Absorber { get; set; } = AccountId.None;

    /// <summary>Account that takes whole accounts over where the policy has a backstop vault; none until it is named.</summary>
    public AccountId Vault { get; set; } = AccountId.None;

    /// <summary>Whether an account is below the warning ratio.</summary>
    public bool IsWarned(AccountId account) => WarningOf(account) == Warning.Called;

    /// <summary>Whether an account only owes: its last case left a debt that nobody could pay, and it has neither a position nor a balance to take.</summary>
    /// <remarks>Another case would find nothing to do, so none is opened until the account has something again.</remarks>
    public bool OnlyOwes(AccountId account)
    {
        if (!Cases.IsIndebted(account) || !IsFlat(account)) return false;
        for (int i = 0; i < exchange.House.Assets.Count; i++)
        {
            if (exchange.House.Ledger.Balance(AssetId.FromIndex(i), LedgerAccount.Wallet(account)) > Money.Zero) return false;
        }
        return true;
    }

    /// <summary>An account's balance or positions changed.</summary>
    public void AccountChanged(AccountId account) => watch.AccountChanged(account);

    /// <summary>Whether the account was examined since the desk last forgot it: its case or call, if it needs one, is there, and stays so until its health moves.</summary>
    /// <remarks>A balance or position that changes is examined in the same command, a price that moves is swept in the same command.</remarks>
    public bool HasActedOn(AccountId account) => account.Index < isActedOn.Length && isActedOn[account.Index];

    /// <summary>A market was opened.</summary>
    public void AddMarket()
    {
        Netting.AddInstrument();
        Takers.AddInstrument();
        breakers.Add(new CircuitBreaker());
        Pool.AddInstrument();
        premiums.Add(new PremiumAverage());
        multipliers.Add(default);
        Liquidity.AddInstrument();
        Away.AddInstrument();
        Auctions.AddInstrument();
    }

    /// <summary>Prices moved, all of them before this is told: everybody they breached gets a case before this returns.</summary>
    /// <param name="marks">Instruments whose marks moved.</param>
    /// <param name="assets">Collateral whose price moved.</param>
    /// <param name="time">Now.</param>
    public void PricesMoved(ReadOnlySpan<InstrumentId> marks, ReadOnlySpan<AssetId> assets, Timestamp time)
    {
        now = time;
        foreach (InstrumentId mark in marks) CheckBreaker(exchange[mark], isService: false);
        if (marks.Length > 0) watch.SweepInstruments(marks, Policy.Warning.Ratio, this);
        foreach (AssetId asset in assets) watch.SweepAsset(asset, Policy.Warning.Ratio, this);
        ActOnFound();
    }

    /// <summary>Looks at accounts that a command changed: those it breached get a case before this returns.</summary>
    public void Examine(ReadOnlySpan<AccountId> accounts, Timestamp time)
    {
        now = time;
        if (isActedOn.Length < exchange.House.Accounts.Count) Array.Resize(ref isActedOn, Math.Max(exchange.House.Accounts.Count, isActedOn.Length * 2));
        for (int i = accounts.Length - 1; i >= 0; i--) // the last one first, as the watch remembers them; what is found is put in order anyway
        {
            AccountId account = accounts[i];
            isActedOn[account.Index] = true;
            AccountHealth health = exchange.House.Health(account);
            if (!health.IsLiquidatable) Cases.ForgetDebt(account);
            if (health.IsBelow(Policy.Warning.Ratio)) Found(account, in health);
            watch.Examined(account, in health, Policy.Warning.Ratio);
        }
        ActOnFound();
    }

    /// <summary>Serves the open cases: sizing, release and hand-over, round after round, until nothing more can be done now or a bound is reached.</summary>
    public void Service(Timestamp time)
    {
        now = time;
        block.Clear();
        CheckBreakers();
        Takers.Expire(exchange, time, events);
        Away.Expire(time, Policy.Routing.QuoteNanos, events);
        ReplenishFund();
        ObservePool();
        Adapt();
        auctionsTried.Clear();
        AssessMembers();
        ServeCases();
        LetMembersGo();
        UnwindPool();
        CollectAgain();
        foreach (Market market in exchange.AllMarkets) market.PreviousMark = market.Price.Mark;
    }

    private void ServeCases()
    {
        ObserveBudgets();
        ClearMetWarnings();
        PreLiquidate();
        int served = 0;
        for (int round = 0; Cases.Open.Length > 0; round++)
        {
            if (round == limits.MaxLiquidationRounds)
            {
                events.On(new BoundReached(EngineBound.LiquidationRounds, limits.MaxLiquidationRounds, Cases.Open.Length));
                return;
            }
            if (!ServeRound(ref served, round == 0 ? FirstWaiting() : 0)) return;
        }
    }

    /// <inheritdoc/>
    void IBreachSink.Found(AccountId account, in AccountHealth health) => Found(account, in health);

    private void Found(AccountId account, in AccountHealth health)
    {
        if (Cases.IsOpen(account) || OnlyOwes(account)) return;
        if (health.IsLiquidatable) breached.Add(account, in health);
        else nearBreach.Add((account, health));
    }

    // The order of discovery carries no meaning (a faster watch finds in another order): sort before anything happens.
    private void ActOnFound()
    {
        if (nearBreach.Count > 0) Warn();
        if (breached.Count > 0) OpenCases();
    }

    private Warning WarningOf(AccountId account) => account.Index < warnings.Length ? warnings[account.Index] : Warning.None;

    private enum Warning : byte
    {
        None = 0,

        /// <summary>Called and below the warning ratio since.</summary>
        Called = 1,

        /// <summary>Breached after the call; the row leaves the list with the next service.</summary>
        Breached = 2,
    }

    private void Warn()
    {
        nearBreach.Sort(static (a, b) => a.Account.CompareTo(b.Account));
        foreach ((AccountId account, AccountHealth health) in nearBreach) Warn(account, in health);
        nearBreach.Clear();
    }

    // No mark has moved since an account was found, and the orders that opening a case cancels enter no health: what was found is still what it is.
    private void OpenCases()
    {
        breached.Sort();
        for (int i = 0; i < breached.Count; i++)
        {
            if (i % FetchedTogether == 0) fetched = exchange.House.Fetch(breached.Accounts(i, FetchedTogether, together));
            AccountId account = breached.Account(i);
            if (Cases.IsOpen(account)) continue; // a cross account is found once per instrument
            ref readonly AccountHealth health = ref breached.Health(i);
            if (IsSaved(account)) continue; // and not found again by another instrument, as it was before
            CaseId id = Cases.Add(account, now);
            if (IsWarned(account)) warnings[account.Index] = Warning.Breached;
            events.On(new CaseOpened(id, account, health.Equity, health.Maintenance));
            exchange.CancelAll(account, OrderEnd.Liquidation);
            EndLiquidity(account, id);
            Away.End(account, id, events);
        }
        lastSaved = AccountId.None;
        breached.Clear();
    }

    private bool IsSaved(AccountId account)
    {
        if (!Policy.TopUp.Enabled) return false;
        bool hasReserve = TopUps.TryGet(account, out _);
        if (hasReserve) TopUp(account);
        if (!hasReserve && account != lastSaved) return false;
        if (exchange.House.Health(account).IsLiquidatable) return false;
        lastSaved = account;
        return true;
    }

    private void Warn(AccountId account, in AccountHealth health)
    {
        if (account.Index >= warnings.Length) Array.Resize(ref warnings, Math.Max(account.Index + 1, warnings.Length * 2));
        ref Warning warning = ref warnings[account.Index];
        if (warning == Warning.Called) return;
        if (warning == Warning.None) warned.Add(account);
        warning = Warning.Called;
        events.On(new MarginCalled(account, health.Equity, health.Maintenance, Lacking(account), now.AddNanos(Policy.Warning.DeadlineNanos)));
        TopUp(account);
    }

    private void ClearMetWarnings()
    {
        for (int i = warned.Count - 1; i >= 0; i--)
        {
            AccountId account = warned[i];
            bool isCalled = IsWarned(account);
            if (isCalled && exchange.House.Health(account).IsBelow(Policy.Warning.Ratio)) continue;
            warnings[account.Index] = Warning.None;
            if (account.Index < softPpm.Length) softPpm[account.Index] = 0;
            warned.RemoveAt(i);
            Forget(account);
            if (isCalled) events.On(new MarginCallMet(account));
        }
    }

    // Its call was met or its case ended: whether it needs another one is asked anew.
    private void Forget(AccountId account)
    {
        if (account.Index < isActedOn.Length) isActedOn[account.Index] = false;
        watch.AccountChanged(account);
    }

    private void ObserveBudgets()
    {
        foreach (Market market in exchange.AllMarkets)
        {
            if (market.Price.Mark.IsSet) Observe(market);
        }
    }

    private void Observe(Market market)
    {
        ObserveVolume(market);
        long halfLife = market.ResilienceHalfLifeNanos(Policy.Release, now, limits.SignalMaxAgeNanos);
        market.Falls.Observe(market.Price.Mark, now, Policy.Release, halfLife);
        market.Squeezes.Observe(market.Price.Mark, now, Policy.Release, halfLife);
    }

    // After a bound the service goes on where it stopped: a case that cannot move must not keep the ones behind it waiting for ever.
    private int FirstWaiting()
    {
        for (int position = 0; position < Cases.Open.Length; position++)
        {
            if (Cases.Open[position].Id.Number >= resumeAt) return position;
        }
        return 0;
    }

    /// <returns>Whether another round may find something to do.</returns>
    private bool ServeRound(ref int served, int from)
    {
        resumeAt = 0;
        opposites.Clear();
        spentTakers.Clear();
        ClearAuctions();
        ClearHeld();
        ClearTouched();
        bool progress = false, isBounded = false;
        int waiting = Cases.Open.Length;
        for (int position = from; position < waiting; position++)
        {
            if (served == limits.MaxServicedCases)
            {
                isBounded = true;
                resumeAt = Cases.Open[position].Id.Number;
                events.On(new BoundReached(EngineBound.ServicedCases, limits.MaxServicedCases, waiting - position));
                break;
            }
            served++;
            FetchCases(position);
            progress |= Serve(position);
        }
        progress |= ReleaseShared();
        progress |= HandOverQueued();
        progress |= CloseEnded();
        bool breached = RefreshTouchedMarkets();
        return !isBounded && (breached || progress || from > 0);
    }

    // Cases are served by severity, which is in no order of memory: those that come next are fetched together, since one after the other each waits a dozen times.
    private void FetchCases(int position)
    {
        if (position % FetchedTogether != 0) return;
        int count = Math.Min(FetchedTogether, Cases.Open.Length - position);
        for (int i = 0; i < count; i++) together[i] = Cases.Open[position + i].Account;
        fetched = exchange.House.Fetch(together.AsSpan(0, count));
    }

    private void ClearTouched()
    {
        if (isMarketTouched.Length < exchange.Markets.Count) Array.Resize(ref isMarketTouched, exchange.Markets.Count);
        isMarketTouched.AsSpan().Clear();
    }

    private bool RefreshTouchedMarkets()
    {
        int before = Cases.Open.Length;
        foreach (Market market in exchange.AllMarkets)
        {
            if (!isMarketTouched[market.Id.Index]) continue;
            if (exchange.RefreshMark(market, now)) PricesMoved([market.Id], [], now);
            Observe(market);
        }
        return Cases.Open.Length > before;
    }
}

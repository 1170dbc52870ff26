using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;

namespace Spillway.Engine;

/// <summary>One instruction to the engine: kind, time, and one body. 64 bytes without pointers, written to the journal as it stands.</summary>
/// <remarks>
/// A union in the sense of C: the bodies lie over each other and <see cref="Kind"/> tells which one is meant. Made only by the named factories, which zero
/// what they do not set, so equal commands have equal bytes. Documents (listings, policies) and lists (prices, levels) travel beside the command as payload.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public readonly struct Command
{
    /// <summary>Bytes of a command in the journal.</summary>
    public const int SizeInBytes = 64;

    private const int BodyOffset = 16;

    /// <summary>Which body is meant.</summary>
    [field: FieldOffset(0)]
    public CommandKind Kind { get; }

    /// <summary>When it happens. Time never goes back from one command to the next.</summary>
    [field: FieldOffset(8)]
    public Timestamp Time { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public OpenAccount OpenAccount { get; }

    /// <summary>Body of the funds commands.</summary>
    [field: FieldOffset(BodyOffset)]
    public MoveFunds MoveFunds { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public PlaceOrder PlaceOrder { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public CancelOrder CancelOrder { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public ReplaceOrder ReplaceOrder { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public CancelAll CancelAll { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public IndexPrice IndexPrice { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public Funding Funding { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public Signals Signals { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public ImportTrade ImportTrade { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetNetting SetNetting { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetAbsorber SetAbsorber { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetVault SetVault { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public PledgeTaker PledgeTaker { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public EndPledge EndPledge { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetTopUp SetTopUp { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetPreLiquidation SetPreLiquidation { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetPool SetPool { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public PoolDeposit PoolDeposit { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public PoolNotice PoolNotice { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public PoolRedeem PoolRedeem { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public CommitSeed CommitSeed { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public RevealSeed RevealSeed { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetLiquidityPool SetLiquidityPool { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SwapPool SwapPool { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public QuoteAway QuoteAway { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetBroker SetBroker { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public ContributeMember ContributeMember { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public LeaveMembers LeaveMembers { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public SetStandingBid SetStandingBid { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public BidPortfolio BidPortfolio { get; }

    /// <summary>Body of that kind.</summary>
    [field: FieldOffset(BodyOffset)]
    public TakeAuction TakeAuction { get; }

    private Command(CommandKind kind, Timestamp time) => (Kind, Time) = (kind, time);

    private Command(Timestamp time, in OpenAccount body)
        : this(CommandKind.OpenAccount, time) => OpenAccount = body;

    private Command(CommandKind kind, Timestamp time, in MoveFunds body)
        : this(kind, time)
    {
        MoveFunds = body;
        Zero(ref this, 28, 32);
    }

    private Command(Timestamp time, in PlaceOrder body)
        : this(CommandKind.PlaceOrder, time)
    {
        PlaceOrder = body;
        Zero(ref this, 29, 32);
    }

    private Command(Timestamp time, in CancelOrder body)
        : this(CommandKind.CancelOrder, time) => CancelOrder = body;

    private Command(Timestamp time, in ReplaceOrder body)
        : this(CommandKind.ReplaceOrder, time) => ReplaceOrder = body;

    private Command(Timestamp time, in CancelAll body)
        : this(CommandKind.CancelAll, time) => CancelAll = body;

    private Command(Timestamp time, in IndexPrice body)
        : this(CommandKind.IndexPrice, time) => IndexPrice = body;

    private Command(Timestamp time, in Funding body)
        : this(CommandKind.Funding, time)
    {
        Funding = body;
        Zero(ref this, 20, 24);
    }

    private Command(Timestamp time, in Signals body)
        : this(CommandKind.Signals, time)
    {
        Signals = body;
        Zero(ref this, 20, 24);
    }

    private Command(Timestamp time, in ImportTrade body)
        : this(CommandKind.ImportTrade, time)
    {
        ImportTrade = body;
        Zero(ref this, 28, 32);
    }

    private Command(Timestamp time, in SetNetting body)
        : this(CommandKind.SetNetting, time)
    {
        SetNetting = body;
        Zero(ref this, 25, 28);
    }

    private Command(Timestamp time, in SetAbsorber body)
        : this(CommandKind.SetAbsorber, time) => SetAbsorber = body;

    private Command(Timestamp time, in SetVault body)
        : this(CommandKind.SetVault, time) => SetVault = body;

    private Command(Timestamp time, in PledgeTaker body)
        : this(CommandKind.PledgeTaker, time)
    {
        PledgeTaker = body;
        Zero(ref this, 25, 28);
    }

    private Command(Timestamp time, in EndPledge body)
        : this(CommandKind.EndPledge, time) => EndPledge = body;

    private Command(Timestamp time, in SetTopUp body)
        : this(CommandKind.SetTopUp, time) => SetTopUp = body;

    private Command(Timestamp time, in SetPreLiquidation body)
        : this(CommandKind.SetPreLiquidation, time)
    {
        SetPreLiquidation = body;
        Zero(ref this, 21, 24);
    }

    private Command(Timestamp time, in SetPool body)
        : this(CommandKind.SetPool, time) => SetPool = body;

    private Command(Timestamp time, in PoolDeposit body)
        : this(CommandKind.PoolDeposit, time)
    {
        PoolDeposit = body;
        Zero(ref this, 20, 24);
    }

    private Command(Timestamp time, in PoolNotice body)
        : this(CommandKind.PoolNotice, time)
    {
        PoolNotice = body;
        Zero(ref this, 20, 24);
    }

    private Command(Timestamp time, in PoolRedeem body)
        : this(CommandKind.PoolRedeem, time) => PoolRedeem = body;

    private Command(Timestamp time, in CommitSeed body)
        : this(CommandKind.CommitSeed, time)
    {
        CommitSeed = body;
        Zero(ref this, 20, 24);
    }

    private Command(Timestamp time, in RevealSeed body)
        : this(CommandKind.RevealSeed, time) => RevealSeed = body;

    private Command(Timestamp time, in SetLiquidityPool body)
        : this(CommandKind.SetLiquidityPool, time)
    {
        SetLiquidityPool = body;
        Zero(ref this, 60, 64);
    }

    private Command(Timestamp time, in SwapPool body)
        : this(CommandKind.SwapPool, time)
    {
        SwapPool = body;
        Zero(ref this, 29, 32);
    }

    private Command(Timestamp time, in QuoteAway body)
        : this(CommandKind.QuoteAway, time)
    {
        QuoteAway = body;
        Zero(ref this, 25, 28);
    }

    private Command(Timestamp time, in SetBroker body)
        : this(CommandKind.SetBroker, time)
    {
        SetBroker = body;
        Zero(ref this, 21, 24);
    }

    private Command(Timestamp time, in ContributeMember body)
        : this(CommandKind.ContributeMember, time)
    {
        ContributeMember = body;
        Zero(ref this, 20, 24);
    }

    private Command(Timestamp time, in LeaveMembers body)
        : this(CommandKind.LeaveMembers, time) => LeaveMembers = body;

    private Command(Timestamp time, in SetStandingBid body)
        : this(CommandKind.SetStandingBid, time) => SetStandingBid = body;

    private Command(Timestamp time, in BidPortfolio body)
        : this(CommandKind.BidPortfolio, time) => BidPortfolio = body;

    private Command(Timestamp time, in TakeAuction body)
        : this(CommandKind.TakeAuction, time) => TakeAuction = body;

    /// <summary>A command whose document travels as payload.</summary>
    public static Command Document(CommandKind kind, Timestamp time) => new(kind, time);

    /// <summary>Time passes: marks age, open cases are served.</summary>
    public static Command Advance(Timestamp time) => new(CommandKind.AdvanceTime, time);

    /// <summary>Opens a cross account.</summary>
    public static Command Open(Timestamp time) => new(time, new OpenAccount(AccountId.None, InstrumentId.None));

    /// <summary>Opens the isolated sub-account of one instrument.</summary>
    public static Command OpenIsolated(Timestamp time, AccountId parent, InstrumentId instrument) => new(time, new OpenAccount(parent, instrument));

    /// <summary>Money comes in from outside.</summary>
    public static Command Deposit(Timestamp time, AccountId to, AssetId asset, Money amount) =>
        new(CommandKind.Deposit, time, new MoveFunds(AccountId.None, to, asset, amount));

    /// <summary>Money goes out.</summary>
    public static Command Withdraw(Timestamp time, AccountId from, AssetId asset, Money amount) =>
        new(CommandKind.Withdraw, time, new MoveFunds(from, AccountId.None, asset, amount));

    /// <summary>Money moves between a cross account and its sub-account.</summary>
    public static Command Transfer(Timestamp time, AccountId from, AccountId to, AssetId asset, Money amount) =>
        new(CommandKind.Transfer, time, new MoveFunds(from, to, asset, amount));

    /// <summary>Money comes in from outside for the insurance fund.</summary>
    public static Command EndowFund(Timestamp time, AssetId asset, Money amount) =>
        new(CommandKind.EndowFund, time, new MoveFunds(AccountId.None, AccountId.None, asset, amount));

    /// <summary>Places an order.</summary>
    public static Command Place(Timestamp time, in PlaceOrder order) => new(time, in order);

    /// <summary>Takes a resting order out.</summary>
    public static Command Cancel(Timestamp time, AccountId account, InstrumentId instrument, OrderId order) =>
        new(time, new CancelOrder(account, instrument, order));

    /// <summary>Changes a resting order.</summary>
    public static Command Replace(Timestamp time, in ReplaceOrder replacement) => new(time, in replacement);

    /// <summary>Takes all orders of an account in one market out.</summary>
    public static Command CancelAllOf(Timestamp time, AccountId account, InstrumentId instrument) => new(time, new CancelAll(account, instrument));

    /// <summary>A source reports a reference price.</summary>
    public static Command PriceFrom(Timestamp time, PriceIndexId index, int source, QuotePrice price) =>
        new(time, new IndexPrice(index, source, price, default, default, default, default));

    /// <summary>Three sources report together.</summary>
    public static Command PricesFrom(Timestamp time, PriceIndexId index, int firstSource, QuotePrice first, QuotePrice second, QuotePrice third) =>
        new(time, new IndexPrice(index, firstSource, first, second, third, default, default));

    /// <summary>Settles funding.</summary>
    public static Command SettleFunding(Timestamp time, InstrumentId instrument, long ratePpb) => new(time, new Funding(instrument, ratePpb));

    /// <summary>Estimators report on a market.</summary>
    public static Command Report(Timestamp time, InstrumentId instrument, in MarketSignals figures) => new(time, new Signals(instrument, figures));

    /// <summary>Brings two opposite positions into the venue.</summary>
    public static Command Import(Timestamp time, in ImportTrade trade) => new(time, in trade);

    /// <summary>Opts an account in to or out of netting.</summary>
    public static Command Netting(Timestamp time, AccountId account, InstrumentId instrument, bool isMember) =>
        new(time, new SetNetting(account, instrument, isMember));

    /// <summary>Names the absorber of the exogenous counterfactual.</summary>
    public static Command NameAbsorber(Timestamp time, AccountId account) => new(time, new SetAbsorber(account));

    /// <summary>Names the backstop vault.</summary>
    public static Command NameVault(Timestamp time, AccountId account) => new(time, new SetVault(account));

    /// <summary>An account promises to take positions over.</summary>
    public static Command Pledge(Timestamp time, in PledgeTaker pledge) => new(time, in pledge);

    /// <summary>A taker gives notice.</summary>
    public static Command EndPledgeOf(Timestamp time, AccountId account) => new(time, new EndPledge(account));

    /// <summary>Puts a reserve behind an account.</summary>
    public static Command TopUpFrom(Timestamp time, AccountId account, AccountId reserve, Money limit) => new(time, new SetTopUp(account, reserve, limit));

    /// <summary>Takes the word of an account on being closed in part before a breach.</summary>
    public static Command PreLiquidation(Timestamp time, AccountId account, bool agrees) => new(time, new SetPreLiquidation(account, agrees));

    /// <summary>Names the buffer pool.</summary>
    public static Command NamePool(Timestamp time, AccountId account) => new(time, new SetPool(account));

    /// <summary>An account pays into the buffer pool.</summary>
    public static Command DepositIntoPool(Timestamp time, AccountId account, Money amount) => new(time, new PoolDeposit(account, amount));

    /// <summary>A depositor of the buffer pool gives notice.</summary>
    public static Command NoticeToPool(Timestamp time, AccountId account, long shares) => new(time, new PoolNotice(account, shares));

    /// <summary>Pays shares of the buffer pool whose notice is over.</summary>
    public static Command RedeemFromPool(Timestamp time, AccountId account) => new(time, new PoolRedeem(account));

    /// <summary>Commits to the seed of randomised schedules.</summary>
    public static Command CommitSeedOf(Timestamp time, int epoch, in SeedSecret secret) => new(time, new CommitSeed(epoch, secret));

    /// <summary>Tells a seed after its last use.</summary>
    public static Command RevealSeedOf(Timestamp time, int epoch) => new(time, new RevealSeed(epoch));

    /// <summary>Puts a curve behind an account, or takes it away.</summary>
    public static Command Quote(Timestamp time, in SetLiquidityPool terms) => new(time, in terms);

    /// <summary>Trades with a liquidity pool.</summary>
    public static Command Swap(Timestamp time, in SwapPool trade) => new(time, in trade);

    /// <summary>The venue lets an account relay order books of other venues, or no longer.</summary>
    public static Command NameBroker(Timestamp time, AccountId account, bool isBroker) => new(time, new SetBroker(account, isBroker));

    /// <summary>A broker relays a side of an order book elsewhere; the levels travel beside the command as payload.</summary>
    public static Command RelayAway(Timestamp time, in QuoteAway terms) => new(time, in terms);

    /// <summary>An account pays into the default fund.</summary>
    public static Command ContributeOf(Timestamp time, AccountId account, Money amount) => new(time, new ContributeMember(account, amount));

    /// <summary>A clearing member gives notice.</summary>
    public static Command LeaveMembersOf(Timestamp time, AccountId account) => new(time, new LeaveMembers(account));

    /// <summary>A clearing member lets a bid for any portfolio stand.</summary>
    public static Command StandingBidOf(Timestamp time, AccountId account, RatePpm discount, Money notional) => new(time, new SetStandingBid(account, discount, notional));

    /// <summary>A clearing member bids for a portfolio.</summary>
    public static Command BidFor(Timestamp time, AccountId account, CaseId id, Money price) => new(time, new BidPortfolio(account, id, price));

    /// <summary>A bidder takes lots of an auction.</summary>
    public static Command Take(Timestamp time, in TakeAuction bid) => new(time, in bid);

    // A body may bring anything in the bytes between its fields; the journal is to hold equal bytes for equal commands.
    private static void Zero(ref Command command, int from, int to) => MemoryMarshal.AsBytes(new Span<Command>(ref command))[from..to].Clear();
}

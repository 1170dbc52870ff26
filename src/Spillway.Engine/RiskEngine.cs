using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Engine;

/// <summary>The engine: a pure function (state, command) → (state, events). One writer, no clock, no I/O, no floating point.</summary>
/// <remarks>
/// Within a command, in this order, fixed and tested: the command itself → marks it moved → sweep of their holders → accounts it changed → checks. So when a
/// command ends, every account that can be liquidated has a case. <see cref="CommandKind.AdvanceTime"/> serves the cases: see
/// <see cref="LiquidationDesk"/>. Same commands from the same state give the same state and events on every machine.
/// </remarks>
public sealed partial class RiskEngine : ICommandProcessor, IAccountObserver
{
    private readonly EngineOptions options;
    private readonly IEngineEvents events;
    private readonly IRejections rejections;
    private readonly List<AccountId> changed = [], ordersChanged = [];
    private bool[] isChanged = new bool[64];
    private long fetched; // without a meaning

    /// <summary>An empty engine: nothing listed, a policy that closes whole positions at market.</summary>
    public RiskEngine(EngineOptions options, IEngineEvents events, IRejections rejections)
        : this(options, events, rejections, new ClearingHouse())
    {
    }

    private RiskEngine(EngineOptions options, IEngineEvents events, IRejections rejections, ClearingHouse house)
    {
        (this.options, this.events, this.rejections) = (options, events, rejections);
        House = house;
        House.Observer = this;
        Exchange = new Exchange(house, events);
        Watch = options.LooksAtEveryone ? new ScanWatch(house) : new EdgeWatch(house, options.MostWakes);
        Desk = new LiquidationDesk(Exchange, Watch, InitialPolicy, options.Limits, events);
    }

    /// <summary>Accounts, positions, ledger, margin: for reading.</summary>
    public ClearingHouse House { get; }

    /// <summary>Markets, books, marks: for reading.</summary>
    public Exchange Exchange { get; }

    /// <summary>Cases, warnings, netting book, policy: for reading.</summary>
    public LiquidationDesk Desk { get; }

    /// <summary>Who finds breached accounts: derived state.</summary>
    internal IWatch Watch { get; }

    /// <summary>Time of the last accepted command.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>Time of the command in work, or of the last one: for listeners, who hear of events before the command is done.</summary>
    public Timestamp CommandTime { get; private set; }

    /// <summary>Commands executed so far, rejected ones included.</summary>
    public long CommandCount { get; private set; }

    /// <summary>Executes one command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="payload">Document of a listing or policy command; empty otherwise.</param>
    /// <exception cref="InvariantException">The engine itself is broken; it must not go on. Never because of input.</exception>
    public CommandResult Execute(in Command command, ReadOnlySpan<byte> payload = default)
    {
        CommandCount++;
        CommandTime = command.Time;
        if (command.Time < Now) return Reject(in command, RejectReason.ClockBackwards);
        if (command.Time > Timestamp.Latest) return Reject(in command, RejectReason.ClockTooFar);
        FetchAccounts(in command);
        string detail = "";
        CommandResult result;
        try
        {
            result = Dispatch(in command, payload);
        }
        catch (DocumentException e)
        {
            // Documents are the one kind of input whose errors need words. Reading happens before anything changes, so nothing is half done.
            result = CommandResult.Rejected(RejectReason.InvalidDocument);
            detail = e.Message;
        }
        if (!result.IsAccepted) return Reject(in command, result.Reason, detail);
        Now = command.Time;
        ExamineChanged();
        if (options.ChecksEveryCommand) Check();
        return result;
    }

    /// <summary>Proves the laws that hold between commands.</summary>
    /// <exception cref="InvariantException">Value appeared or vanished, or an account is liquidatable without a case although there is something to liquidate.</exception>
    public void Check()
    {
        House.CheckConservation();
        for (int i = 0; i < House.Accounts.Count; i++)
        {
            AccountId account = AccountId.FromIndex(i);
            bool isServed = Desk.Cases.IsOpen(account) || Desk.OnlyOwes(account);
            if (House.Health(account).IsLiquidatable && !isServed) throw new InvariantException($"{account} is liquidatable without a case");
        }
        for (int i = 0; i < House.Assets.Count; i++)
        {
            Int128 contributed = i == 0 ? Desk.Members.TotalUnits : 0;
            if (House.Ledger.Balance(AssetId.FromIndex(i), LedgerAccount.DefaultFund).Units != contributed) throw new InvariantException("the default fund is not what members have in it");
            if (House.Ledger.Balance(AssetId.FromIndex(i), LedgerAccount.InsuranceFund) < Money.Zero) throw new InvariantException("the insurance fund is negative");
        }
    }

    /// <inheritdoc/>
    void IAccountObserver.AccountChanged(AccountId account)
    {
        Desk.AccountChanged(account);
        if (account.Index >= isChanged.Length) Array.Resize(ref isChanged, Math.Max(account.Index + 1, isChanged.Length * 2));
        if (isChanged[account.Index]) return;
        isChanged[account.Index] = true;
        changed.Add(account);
    }

    /// <inheritdoc/>
    void IAccountObserver.OrdersChanged(AccountId account) => ordersChanged.Add(account);

    private static Policy InitialPolicy { get; } = PolicyDocument.Read(
        """{"name":"initial","sizing":{"method":"wholePosition"},"release":{"method":"unlimited"},"netting":{"enabled":false},"handOver":{"route":"wait"}}"""u8, _ => null).ToPolicy();

    private CommandResult Dispatch(in Command command, ReadOnlySpan<byte> payload) => command.Kind switch
    {
        CommandKind.ListAsset => ListAsset(DocumentNode.Parse(payload), payload),
        CommandKind.ListIndex => ListIndex(DocumentNode.Parse(payload), payload),
        CommandKind.ListInstrument => ListInstrument(DocumentNode.Parse(payload), payload),
        CommandKind.ApplyPolicy => ApplyPolicy(payload),
        CommandKind.OpenAccount => OpenAccount(command.OpenAccount),
        CommandKind.Deposit => Deposit(command.MoveFunds),
        CommandKind.Withdraw => Withdraw(command.MoveFunds),
        CommandKind.Transfer => Transfer(command.MoveFunds),
        CommandKind.EndowFund => EndowFund(command.MoveFunds),
        CommandKind.PlaceOrder => Place(command.PlaceOrder),
        CommandKind.CancelOrder => Cancel(command.CancelOrder),
        CommandKind.ReplaceOrder => Replace(command.ReplaceOrder),
        CommandKind.CancelAll => CancelAll(command.CancelAll),
        CommandKind.IndexPrice => TakeIndexPrices([command.IndexPrice], command.Time),
        CommandKind.IndexPrices => TakeIndexPrices(payload, command.Time),
        CommandKind.Funding => SettleFunding(command.Funding),
        CommandKind.Signals => TakeSignals(command.Signals, command.Time),
        CommandKind.ImportTrade => Import(command.ImportTrade),
        CommandKind.SetNetting => SetNetting(command.SetNetting),
        CommandKind.SetAbsorber => SetAbsorber(command.SetAbsorber),
        CommandKind.SetVault => SetVault(command.SetVault),
        CommandKind.PledgeTaker => PledgeTaker(command.PledgeTaker),
        CommandKind.EndPledge => EndPledge(command.EndPledge, command.Time),
        CommandKind.SetTopUp => SetTopUp(command.SetTopUp),
        CommandKind.SetPreLiquidation => SetPreLiquidation(command.SetPreLiquidation),
        CommandKind.SetPool => SetPool(command.SetPool),
        CommandKind.PoolDeposit => DepositIntoPool(command.PoolDeposit),
        CommandKind.PoolNotice => GiveNoticeToPool(command.PoolNotice, command.Time),
        CommandKind.PoolRedeem => RedeemFromPool(command.PoolRedeem, command.Time),
        CommandKind.CommitSeed => CommitSeed(command.CommitSeed),
        CommandKind.RevealSeed => RevealSeed(command.RevealSeed, command.Time),
        CommandKind.SetLiquidityPool => SetLiquidityPool(command.SetLiquidityPool),
        CommandKind.SwapPool => SwapPool(command.SwapPool),
        CommandKind.SetBroker => SetBroker(command.SetBroker),
        CommandKind.QuoteAway => QuoteAway(command.QuoteAway, payload, command.Time),
        CommandKind.ContributeMember => Contribute(command.ContributeMember),
        CommandKind.LeaveMembers => LeaveMembers(command.LeaveMembers, command.Time),
        CommandKind.SetStandingBid => SetStandingBid(command.SetStandingBid),
        CommandKind.BidPortfolio => BidPortfolio(command.BidPortfolio),
        CommandKind.TakeAuction => TakeAuction(command.TakeAuction, command.Time),
        CommandKind.AdvanceTime => AdvanceTime(command.Time),
        _ => CommandResult.Rejected(RejectReason.UnknownCommand),
    };

    // Who trades next is anybody: what is known of an account lies far apart in memory, and is fetched at once here instead of piece by piece further on.
    private void FetchAccounts(in Command command)
    {
        if (command.Kind == CommandKind.PlaceOrder)
        {
            Fetch(command.PlaceOrder.Account);
        }
        else if (command.Kind == CommandKind.Transfer)
        {
            Fetch(command.MoveFunds.From);
            Fetch(command.MoveFunds.To);
        }
    }

    private void Fetch(AccountId account)
    {
        if (!House.Accounts.Exists(account)) return;
        fetched = House.Fetch(account);
        if (account.Index < isChanged.Length && isChanged[account.Index]) fetched ^= 1;
        if (Desk.HasActedOn(account)) fetched ^= 2;
    }

    private CommandResult Reject(in Command command, RejectReason reason, string detail = "")
    {
        rejections.On(new CommandRejected(command.Kind, command.Time, reason, detail));
        return CommandResult.Rejected(reason);
    }

    // Opening a case cancels orders, which changes accounts again; one more look finds nothing new, since a case is open by then.
    private void ExamineChanged()
    {
        AddForgotten();
        if (changed.Count == 0) return;
        for (int from = 0; from < changed.Count;)
        {
            ReadOnlySpan<AccountId> batch = CollectionsMarshal.AsSpan(changed)[from..];
            from = changed.Count;
            Desk.Examine(batch, Now);
            AddForgotten();
        }
        foreach (AccountId account in changed) isChanged[account.Index] = false;
        changed.Clear();
    }

    // What is examined is equity against maintenance margin, and open orders enter neither: an order that came to rest or left has breached or warned nobody. So of
    // those whose orders alone changed only they are looked at whom the desk has forgotten since it last did.
    private void AddForgotten()
    {
        foreach (AccountId account in CollectionsMarshal.AsSpan(ordersChanged))
        {
            if (options.LooksAtEveryone || !Desk.HasActedOn(account)) ((IAccountObserver)this).AccountChanged(account);
        }
        ordersChanged.Clear();
    }
}

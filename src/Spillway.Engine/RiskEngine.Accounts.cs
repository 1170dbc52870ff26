using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Engine;

/// <content>Accounts and money.</content>
public sealed partial class RiskEngine
{
    private CommandResult OpenAccount(OpenAccount body)
    {
        if (House.Accounts.Count == options.Limits.MaxAccounts) return CommandResult.Rejected(RejectReason.CapacityReached);
        bool isSubAccount = body.Parent != AccountId.None;
        if (isSubAccount != (body.Isolated != InstrumentId.None)) return CommandResult.Rejected(RejectReason.UnknownInstrument);
        if (isSubAccount && !House.Accounts.Exists(body.Parent)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (isSubAccount && House.Accounts.Parent(body.Parent) != AccountId.None) return CommandResult.Rejected(RejectReason.NotRelated);
        if (isSubAccount && !IsListed(body.Isolated)) return CommandResult.Rejected(RejectReason.UnknownInstrument);
        AccountId account = House.OpenAccount(body.Parent, body.Isolated);
        events.On(new AccountOpened(account, body.Parent, body.Isolated));
        return CommandResult.Made(account.Index);
    }

    private CommandResult Deposit(MoveFunds body)
    {
        RejectReason reason = CheckInflow(body);
        if (reason == RejectReason.None) reason = CheckHolder(body.To, body.Asset);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        House.Post(body.Asset, LedgerAccount.External, LedgerAccount.Wallet(body.To), body.Amount);
        events.On(new BalanceMoved(AccountId.None, body.To, body.Asset, body.Amount));
        return CommandResult.Accepted;
    }

    private CommandResult EndowFund(MoveFunds body)
    {
        RejectReason reason = CheckInflow(body);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        House.Post(body.Asset, LedgerAccount.External, LedgerAccount.InsuranceFund, body.Amount);
        events.On(new BalanceMoved(AccountId.None, AccountId.None, body.Asset, body.Amount));
        return CommandResult.Accepted;
    }

    private CommandResult Withdraw(MoveFunds body) => Move(body, LedgerAccount.External);

    private CommandResult Transfer(MoveFunds body)
    {
        if (!House.Accounts.Exists(body.From) || !House.Accounts.Exists(body.To)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        bool related = House.Accounts.Parent(body.From) == body.To || House.Accounts.Parent(body.To) == body.From;
        if (!related) return CommandResult.Rejected(RejectReason.NotRelated);
        if (!IsListed(body.Asset)) return CommandResult.Rejected(RejectReason.UnknownAsset);
        RejectReason reason = CheckHolder(body.To, body.Asset);
        return reason == RejectReason.None ? Move(body, LedgerAccount.Wallet(body.To)) : CommandResult.Rejected(reason);
    }

    private CommandResult Move(MoveFunds body, LedgerAccount to)
    {
        RejectReason reason = CheckOutflow(body, to);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        House.Post(body.Asset, LedgerAccount.Wallet(body.From), to, body.Amount);
        events.On(new BalanceMoved(body.From, body.To, body.Asset, body.Amount));
        return CommandResult.Accepted;
    }

    // Money leaves an account only while its initial margin stays covered; the move is made, looked at, and taken back.
    private RejectReason CheckOutflow(MoveFunds body, LedgerAccount to)
    {
        if (!House.Accounts.Exists(body.From)) return RejectReason.UnknownAccount;
        if (!IsListed(body.Asset)) return RejectReason.UnknownAsset;
        if (body.Amount <= Money.Zero) return RejectReason.InvalidAmount;
        if (Desk.IsPool(body.From)) return RejectReason.PoolAccount;
        if (Desk.Liquidity.Contains(body.From)) return RejectReason.LiquidityPoolAccount;
        if (Desk.Takers.IsPledged(body.From)) return RejectReason.Pledged;
        if (Desk.Cases.IsOpen(body.From)) return RejectReason.UnderLiquidation;
        // A position that was imported before the first mark has no margin requirement yet: nothing leaves until it has one.
        if (House.HoldsWithoutMark(body.From)) return RejectReason.MarketNotOpen;
        LedgerAccount wallet = LedgerAccount.Wallet(body.From);
        if (House.Ledger.Balance(body.Asset, wallet) < body.Amount) return RejectReason.InsufficientFunds;
        House.Ledger.Post(body.Asset, wallet, to, body.Amount);
        Int128 equity = House.Health(body.From).EquityMillionths, initial = House.InitialMarginMillionths(body.From);
        House.Ledger.Post(body.Asset, to, wallet, body.Amount);
        if (equity < initial) return RejectReason.InsufficientMargin;
        if (equity - initial < Desk.AddOnMillionths(body.From, CommandTime)) return RejectReason.InsufficientForAddOn;
        return IsGated(body.From, equity, initial) ? RejectReason.MarketInStress : RejectReason.None;
    }

    // While a market is in stress more must stay behind than initial margin: what leaves now is what the next fall would have been paid with. A transfer leaves as well:
    // the sub-account it goes to holds nothing there, and would let it out.
    private bool IsGated(AccountId account, Int128 equity, Int128 initial)
    {
        RatePpm multiple = Desk.Policy.Stress.WithdrawalMargin;
        return multiple.Ppm > RatePpm.Whole && Desk.HoldsMarketInStress(account, CommandTime) && new AccountHealth(equity, initial).IsBelow(multiple);
    }

    private CommandResult SetTopUp(SetTopUp body)
    {
        if (!House.Accounts.Exists(body.Account) || !House.Accounts.Exists(body.Reserve)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (body.Account == body.Reserve) return CommandResult.Rejected(RejectReason.SameAccount);
        RejectReason reason = CheckHolder(body.Account, AssetId.FromIndex(0));
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        if (body.Limit < Money.Zero || body.Limit.Units > options.Limits.MaxSupplyUnits) return CommandResult.Rejected(RejectReason.InvalidAmount);
        bool isThere = Desk.TopUps.TryGet(body.Account, out TopUp before);
        TopUp topUp = new(body.Account, body.Reserve, body.Limit);
        if (body.Limit == Money.Zero ? !isThere : isThere && before == topUp) return CommandResult.Rejected(RejectReason.AlreadySo);
        Desk.TopUps.Set(in topUp);
        return CommandResult.Accepted;
    }

    private CommandResult SetPreLiquidation(SetPreLiquidation body)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (Desk.HasPreLiquidation(body.Account) == body.Agrees) return CommandResult.Rejected(RejectReason.AlreadySo);
        Desk.SetPreLiquidation(body.Account, body.Agrees);
        return CommandResult.Accepted;
    }

    private RejectReason CheckInflow(MoveFunds body)
    {
        if (!IsListed(body.Asset)) return RejectReason.UnknownAsset;
        Money supply = -House.Ledger.Balance(body.Asset, LedgerAccount.External);
        bool fits = body.Amount > Money.Zero && body.Amount.Units <= options.Limits.MaxSupplyUnits - supply.Units;
        return fits ? RejectReason.None : RejectReason.InvalidAmount;
    }

    private RejectReason CheckHolder(AccountId account, AssetId asset)
    {
        if (!House.Accounts.Exists(account)) return RejectReason.UnknownAccount;
        InstrumentId isolated = House.Accounts.IsolatedInstrument(account);
        bool mayHold = isolated == InstrumentId.None || House.Instruments[isolated.Index].SettlementAsset == asset;
        return mayHold ? RejectReason.None : RejectReason.NotIsolatedHere;
    }

    private CommandResult SetNetting(SetNetting body)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (!IsListed(body.Instrument)) return CommandResult.Rejected(RejectReason.UnknownInstrument);
        if (Desk.Netting.Contains(body.Instrument, body.Account) == body.IsMember) return CommandResult.Rejected(RejectReason.AlreadySo);
        if (body.IsMember && Desk.Liquidity.Contains(body.Account)) return CommandResult.Rejected(RejectReason.LiquidityPoolAccount);
        if (body.IsMember && Desk.Netting.Members(body.Instrument).Count == options.Limits.MaxNettingMembers) return CommandResult.Rejected(RejectReason.CapacityReached);
        if (body.IsMember) Desk.Netting.Join(body.Instrument, body.Account);
        else Desk.Netting.Leave(body.Instrument, body.Account);
        return CommandResult.Accepted;
    }

    private CommandResult SetAbsorber(SetAbsorber body)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (House.Accounts.Parent(body.Account) != AccountId.None) return CommandResult.Rejected(RejectReason.NotIsolatedHere);
        if (Desk.IsPool(body.Account)) return CommandResult.Rejected(RejectReason.PoolAccount);
        if (Desk.Liquidity.Contains(body.Account)) return CommandResult.Rejected(RejectReason.LiquidityPoolAccount);
        Desk.Absorber = body.Account;
        return CommandResult.Accepted;
    }

    private CommandResult SetVault(SetVault body)
    {
        if (!House.Accounts.Exists(body.Account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (House.Accounts.Parent(body.Account) != AccountId.None) return CommandResult.Rejected(RejectReason.NotIsolatedHere);
        if (Desk.IsPool(body.Account)) return CommandResult.Rejected(RejectReason.PoolAccount);
        if (Desk.Liquidity.Contains(body.Account)) return CommandResult.Rejected(RejectReason.LiquidityPoolAccount);
        Desk.Vault = body.Account;
        return CommandResult.Accepted;
    }

    private bool IsListed(AssetId asset) => asset.Index >= 0 && asset.Index < House.Assets.Count;

    private bool IsListed(InstrumentId instrument) => instrument.Index >= 0 && instrument.Index < House.Instruments.Count;
}

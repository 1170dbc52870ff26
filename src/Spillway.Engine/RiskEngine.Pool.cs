using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Engine;

/// <content>The buffer pool: naming it, paying in, giving notice, being paid.</content>
public sealed partial class RiskEngine
{
    private static AssetId PoolAsset => AssetId.FromIndex(0);

    private CommandResult SetPool(SetPool body)
    {
        AccountId account = body.Account;
        if (!House.Accounts.Exists(account)) return CommandResult.Rejected(RejectReason.UnknownAccount);
        if (House.Accounts.Parent(account) != AccountId.None) return CommandResult.Rejected(RejectReason.NotIsolatedHere);
        if (Desk.IsPool(account)) return CommandResult.Rejected(RejectReason.AlreadySo);
        if (Desk.Liquidity.Contains(account)) return CommandResult.Rejected(RejectReason.LiquidityPoolAccount);
        bool isUnfit = House.Accounts.PositionCount(account) > 0 || Desk.Takers.IsPledged(account) || Desk.Cases.IsOpen(account) || account == Desk.Vault || account == Desk.Absorber || Desk.Members.Contains(account) || Desk.Away.Contains(account);
        if (isUnfit) return CommandResult.Rejected(RejectReason.UnfitForPool);
        if (Desk.Pool.TotalShares > Desk.Pool.Locked && !IsPoolLost()) return CommandResult.Rejected(RejectReason.PoolHasHolders);
        Desk.Pool.Name(account);
        return CommandResult.Accepted;
    }

    // Nothing is left and nothing is held that could bring it back.
    private bool IsPoolLost() =>
        House.Health(Desk.Pool.Account).EquityMillionths <= 0 && House.Accounts.PositionCount(Desk.Pool.Account) == 0 && !Desk.Cases.IsOpen(Desk.Pool.Account);

    private CommandResult DepositIntoPool(PoolDeposit body)
    {
        RejectReason reason = CheckDepositor(body.Account);
        MoveFunds move = new(body.Account, Desk.Pool.Account, PoolAsset, body.Amount);
        LedgerAccount wallet = LedgerAccount.Wallet(Desk.Pool.Account);
        if (reason == RejectReason.None) reason = CheckHolder(body.Account, PoolAsset);
        if (reason == RejectReason.None) reason = CheckOutflow(move, wallet);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        AccountHealth pool = House.Health(Desk.Pool.Account);
        if (!Desk.IsPoolOpen(in pool)) return CommandResult.Rejected(RejectReason.PoolClosed);
        long shares = Desk.Pool.Bought(body.Amount, in pool);
        if (shares == 0) return CommandResult.Rejected(RejectReason.InvalidAmount);
        House.Post(PoolAsset, LedgerAccount.Wallet(body.Account), wallet, body.Amount);
        Desk.Pool.Issue(body.Account, shares, in pool);
        events.On(new PoolSharesIssued(body.Account, body.Amount, shares, Desk.Pool.TotalShares));
        return CommandResult.Accepted;
    }

    private CommandResult GiveNoticeToPool(PoolNotice body, Timestamp now)
    {
        RejectReason reason = CheckDepositor(body.Account);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        PoolHolding held = Desk.Pool.HoldingOf(body.Account);
        if (body.Shares < 0 || body.Shares > held.Shares) return CommandResult.Rejected(RejectReason.NoShares);
        if (body.Shares == 0 && held.Noticed == 0) return CommandResult.Rejected(RejectReason.AlreadySo);
        Timestamp from = now.AddNanos(Desk.Policy.Pool.NoticeNanos);
        Desk.Pool.GiveNotice(body.Account, body.Shares, from, from.AddNanos(Desk.Policy.Pool.RedeemNanos));
        held = Desk.Pool.HoldingOf(body.Account);
        events.On(new PoolNoticeGiven(body.Account, held.Noticed, held.PaidFrom, held.PaidUntil));
        return CommandResult.Accepted;
    }

    // A notice that lapsed is none: whoever could keep it for a bad day would leave before every loss.
    private CommandResult RedeemFromPool(PoolRedeem body, Timestamp now)
    {
        RejectReason reason = CheckDepositor(body.Account);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        PoolHolding held = Desk.Pool.HoldingOf(body.Account);
        if (held.Noticed == 0 || now > held.PaidUntil) return CommandResult.Rejected(RejectReason.NoShares);
        if (now < held.PaidFrom) return CommandResult.Rejected(RejectReason.NoticeRunning);
        AccountHealth pool = House.Health(Desk.Pool.Account);
        if (!Desk.IsPoolOpen(in pool)) return CommandResult.Rejected(RejectReason.PoolClosed);
        Money worth = Desk.Pool.Worth(held.Noticed, in pool), paid = Money.Min(worth, Desk.FreeInPool(in pool));
        if (paid <= Money.Zero) return CommandResult.Rejected(RejectReason.InsufficientMargin);
        long shares = paid == worth ? held.Noticed : Desk.Pool.Cost(paid, in pool);
        House.Post(PoolAsset, LedgerAccount.Wallet(Desk.Pool.Account), LedgerAccount.Wallet(body.Account), paid);
        Desk.Pool.Redeem(body.Account, shares);
        events.On(new PoolSharesRedeemed(body.Account, paid, shares, held.Noticed - shares, Desk.Pool.TotalShares));
        return CommandResult.Accepted;
    }

    private RejectReason CheckDepositor(AccountId account)
    {
        if (Desk.Pool.Account == AccountId.None) return RejectReason.NoPool;
        if (!House.Accounts.Exists(account)) return RejectReason.UnknownAccount;
        return Desk.IsPool(account) ? RejectReason.PoolAccount : RejectReason.None;
    }
}

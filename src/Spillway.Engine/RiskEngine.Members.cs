using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Engine;

/// <content>Clearing members: paying in, giving notice, bidding.</content>
public sealed partial class RiskEngine
{
    private CommandResult Contribute(ContributeMember body)
    {
        RejectReason reason = CheckContribution(body);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        House.Post(AssetId.FromIndex(0), LedgerAccount.Wallet(body.Account), LedgerAccount.DefaultFund, body.Amount);
        Desk.Members.Contribute(body.Account, body.Amount);
        Money contribution = Desk.Members.Rows[Desk.Members.Find(body.Account)].Contribution;
        events.On(new MemberContributed(body.Account, body.Amount, contribution, IsAssessment: false));
        return CommandResult.Accepted;
    }

    private RejectReason CheckContribution(ContributeMember body)
    {
        if (!House.Accounts.Exists(body.Account)) return RejectReason.UnknownAccount;
        if (House.Accounts.Parent(body.Account) != AccountId.None) return RejectReason.NotIsolatedHere;
        if (Desk.IsPool(body.Account) || body.Account == Desk.Vault || body.Account == Desk.Absorber) return RejectReason.UnfitForMember;
        int member = Desk.Members.Find(body.Account);
        if (member >= 0 && Desk.Members.Rows[member].HasNotice) return RejectReason.MemberLeaves;
        bool isTooSmall = member < 0 && (Int128)body.Amount.Units * RatePpm.Whole < House.MillionthsOfWhole(Desk.Policy.DefaultAuction.LeastContribution);
        if (isTooSmall) return RejectReason.InvalidAmount;
        if (member < 0 && Desk.Members.Rows.Length >= options.Limits.MaxMembers) return RejectReason.CapacityReached;
        return CheckOutflow(new MoveFunds(body.Account, AccountId.None, AssetId.FromIndex(0), body.Amount), LedgerAccount.DefaultFund);
    }

    private CommandResult LeaveMembers(LeaveMembers body, Timestamp now)
    {
        RejectReason reason = FindMember(body.Account, out int member);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        Desk.Members.GiveNotice(member, now.AddNanos(Desk.Policy.DefaultAuction.NoticeNanos));
        events.On(new MemberNoticeGiven(body.Account, Desk.Members.Rows[member].LeavesAt));
        return CommandResult.Accepted;
    }

    private CommandResult SetStandingBid(SetStandingBid body)
    {
        RejectReason reason = FindMember(body.Account, out int member);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        if (body.Discount < RatePpm.Zero || body.Discount > ClearingMember.DiscountMost) return CommandResult.Rejected(RejectReason.InvalidRate);
        if (body.Notional < Money.Zero || body.Notional.Units > options.Limits.MaxSupplyUnits) return CommandResult.Rejected(RejectReason.InvalidAmount);
        Desk.Members.SetStanding(member, body.Discount, body.Notional);
        events.On(new StandingBidSet(body.Account, body.Discount, body.Notional));
        return CommandResult.Accepted;
    }

    private CommandResult BidPortfolio(BidPortfolio body)
    {
        RejectReason reason = FindMember(body.Account, out _);
        Money notional = Money.Zero;
        if (reason == RejectReason.None) reason = CheckBid(body, out notional);
        if (reason != RejectReason.None) return CommandResult.Rejected(reason);
        Desk.Members.AddBid(body.Case, body.Account, body.Price, notional);
        events.On(new PortfolioBidTaken(body.Case, body.Account));
        return CommandResult.Accepted;
    }

    private RejectReason CheckBid(BidPortfolio body, out Money notional)
    {
        notional = Money.Zero;
        if (!Desk.Cases.TryGet(body.Case, out LiquidationCase row) || !row.IsWaitingForBids) return RejectReason.NoAuction;
        if (body.Account == row.Account || House.Accounts.Parent(row.Account) == body.Account) return RejectReason.OwnPortfolio;
        if (Desk.Cases.IsOpen(body.Account)) return RejectReason.UnderLiquidation;
        if (Desk.Takers.IsPledged(body.Account)) return RejectReason.Pledged;
        if (!Desk.MayTake(body.Account, row.Account)) return RejectReason.UnfitForMember;
        notional = Desk.NotionalOnOffer(row.Account);
        if (notional == Money.Zero) return RejectReason.NoAuction;
        if (body.Price > notional || body.Price.Units < -notional.Units) return RejectReason.InvalidAmount;
        bool isNew = !Desk.Members.HasBid(body.Case, body.Account);
        if (isNew && Desk.Members.Bids.Length >= options.Limits.MaxPortfolioBids) return RejectReason.CapacityReached;
        return Desk.CanCarrySome(body.Account, row.Account, body.Price) ? RejectReason.None : RejectReason.InsufficientMargin;
    }

    // Whoever has given notice neither bids nor gives it again.
    private RejectReason FindMember(AccountId account, out int member)
    {
        member = -1;
        if (!House.Accounts.Exists(account)) return RejectReason.UnknownAccount;
        member = Desk.Members.Find(account);
        if (member < 0) return RejectReason.NotAMember;
        return Desk.Members.Rows[member].HasNotice ? RejectReason.MemberLeaves : RejectReason.None;
    }
}

using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <content>Contributions of clearing members: what they pay of debts and in which turn, assessments, and the way out.</content>
public sealed partial class LiquidationDesk
{
    private readonly CappedProRata contributions = new();
    private long[] contributionUnits = [], contributionShares = [];

    private static AssetId ContributionAsset => AssetId.FromIndex(0);

    // A member stands for its sub-accounts: risk must not be put where the contribution does not reach.
    private int MemberBehind(AccountId account)
    {
        if (Members.Rows.Length == 0) return -1;
        AccountId parent = exchange.House.Accounts.Parent(account);
        return Members.Find(parent == AccountId.None ? account : parent);
    }

    // What own contribution, fund and members could pay for an account now.
    private Int128 TiersMillionths(AccountId account)
    {
        Int128 members = Members.TotalUnits * RatePpm.Whole;
        if (IsPaidByVault(account)) return members + Int128.Max(0, exchange.House.Health(Vault).EquityMillionths);
        if (Policy.Insurance.Payer != DebtPayer.Fund) return members;
        Money fund = exchange.House.Ledger.Balance(ContributionAsset, LedgerAccount.InsuranceFund);
        return members + ((Int128)draws.Most(fund, ContributionAsset, now, Policy.Insurance, out _).Units * RatePpm.Whole);
    }

    private Money PayOwnContribution(LiquidationCase row, AssetId asset, Money debt)
    {
        int member = asset == ContributionAsset ? MemberBehind(row.Account) : -1;
        if (member < 0) return Money.Zero;
        Money paid = Money.Min(debt, Members.Rows[member].Contribution);
        Draw(row, member, paid, ContributionTier.Own);
        return paid;
    }

    // Who won nothing pays before who did: a bid that wins is the cheapest way to keep one's contribution. Within a turn pro rata of contributions.
    private Money PayContributions(LiquidationCase row, AssetId asset, Money debt)
    {
        if (asset != ContributionAsset || Members.Rows.Length == 0) return Money.Zero;
        Money junior = PayContributions(row, debt, ContributionTier.Junior);
        return debt == junior ? debt : junior + PayContributions(row, debt - junior, ContributionTier.Senior);
    }

    private Money PayContributions(LiquidationCase row, Money debt, ContributionTier tier)
    {
        int count = Members.Rows.Length;
        if (contributionUnits.Length < count) (contributionUnits, contributionShares) = (new long[limits.MaxMembers], new long[limits.MaxMembers]);
        for (int i = 0; i < count; i++)
        {
            bool isInTurn = HasWon(row.Id, Members.Rows[i].Account) == (tier == ContributionTier.Senior);
            contributionUnits[i] = isInTurn ? Members.Rows[i].Contribution.Units : 0;
        }
        long left = contributions.Allocate(debt.Units, contributionUnits, contributionUnits, count, contributionShares);
        for (int i = 0; i < count; i++) Draw(row, i, Money.FromUnits(contributionShares[i]), tier);
        return debt - Money.FromUnits(left);
    }

    private void Draw(LiquidationCase row, int member, Money amount, ContributionTier tier)
    {
        if (amount == Money.Zero) return;
        ref ClearingMember drawn = ref Members[member];
        drawn = drawn with { Contribution = drawn.Contribution - amount };
        exchange.House.Post(ContributionAsset, LedgerAccount.DefaultFund, LedgerAccount.Wallet(row.Account), amount);
        events.On(new ContributionDrawn(row.Id, row.Account, drawn.Account, amount, drawn.Contribution, tier));
    }

    // What losses used is refilled from what the member has above its initial margin, up to a cap for all its time: nobody is liquidated by an assessment.
    private void AssessMembers()
    {
        for (int i = 0; i < Members.Rows.Length; i++)
        {
            ref ClearingMember member = ref Members[i];
            Money wanted = Money.Min(member.Committed - member.Contribution, Policy.DefaultAuction.Assessment.Of(member.Committed, Rounding.Down) - member.Assessed);
            bool isBound = Cases.IsOpen(member.Account) || Takers.IsPledged(member.Account); // a promise stands on all that the account has
            if (wanted <= Money.Zero || isBound || exchange.House.HoldsWithoutMark(member.Account)) continue;
            Money amount = Money.Min(wanted, FreeOf(member.Account));
            if (amount <= Money.Zero) continue;
            exchange.House.Post(ContributionAsset, LedgerAccount.Wallet(member.Account), LedgerAccount.DefaultFund, amount);
            member = member with { Contribution = member.Contribution + amount, Assessed = member.Assessed + amount };
            events.On(new MemberContributed(member.Account, amount, member.Contribution, IsAssessment: true));
        }
    }

    private Money FreeOf(AccountId account)
    {
        ClearingHouse house = exchange.House;
        Money free = AccountHealth.Displayed(house.Health(account).EquityMillionths - house.InitialMarginMillionths(account), Rounding.Down);
        return Money.Min(free, house.Ledger.Balance(ContributionAsset, LedgerAccount.Wallet(account)));
    }

    // After the cases of this block: a loss that is found now is still theirs.
    private void LetMembersGo()
    {
        for (int i = Members.Rows.Length - 1; i >= 0; i--)
        {
            ClearingMember member = Members.Rows[i];
            if (!member.HasNotice || member.LeavesAt > now) continue;
            exchange.House.Post(ContributionAsset, LedgerAccount.DefaultFund, LedgerAccount.Wallet(member.Account), member.Contribution);
            Members.Remove(i);
            events.On(new MemberLeft(member.Account, member.Contribution));
        }
    }

    private void RestoreMembers(ref StateReader reader)
    {
        Members.Restore(ref reader, limits, Cases);
        foreach (ref readonly ClearingMember member in Members.Rows)
        {
            if (!IsCrossAccount(member.Account)) throw new InvalidStateException($"{member.Account} cannot be a clearing member");
        }
    }
}

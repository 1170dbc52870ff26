using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The clearing members, in the order in which they joined, and the sealed bids of auctions under way.</summary>
/// <remarks>Few of them by a bound of the engine, so every question looks at all.</remarks>
public sealed class MemberBook
{
    private readonly List<ClearingMember> rows = [];
    private readonly List<PortfolioBid> bids = [];
    private long numbers = 1; // of bids; zero is nobody's

    /// <summary>The members.</summary>
    public ReadOnlySpan<ClearingMember> Rows => CollectionsMarshal.AsSpan(rows);

    /// <summary>Sealed bids of auctions under way, in the order in which they came.</summary>
    public ReadOnlySpan<PortfolioBid> Bids => CollectionsMarshal.AsSpan(bids);

    /// <summary>All contributions together: the default fund.</summary>
    public Int128 TotalUnits
    {
        get
        {
            Int128 total = 0;
            foreach (ref readonly ClearingMember member in Rows) total += member.Contribution.Units;
            return total;
        }
    }

    /// <summary>Row of an account; negative if it is not a member.</summary>
    public int Find(AccountId account)
    {
        int at = rows.Count - 1;
        while (at >= 0 && rows[at].Account != account) at--;
        return at;
    }

    /// <summary>Whether an account is a member.</summary>
    public bool Contains(AccountId account) => rows.Count > 0 && Find(account) >= 0;

    /// <summary>A member, to be changed in place.</summary>
    internal ref ClearingMember this[int row] => ref CollectionsMarshal.AsSpan(rows)[row];

    /// <summary>An account paid into the default fund: it is a member from now on, if it was none. The caller has checked both.</summary>
    public void Contribute(AccountId account, Money amount)
    {
        int row = Find(account);
        if (row < 0)
        {
            rows.Add(new ClearingMember(account, amount, amount, Money.Zero, default, RatePpm.Zero, Money.Zero, 0));
            return;
        }
        // What losses used is refilled first.
        ref ClearingMember member = ref this[row];
        Money contribution = member.Contribution + amount;
        member = member with { Contribution = contribution, Committed = Money.Max(member.Committed, contribution) };
    }

    /// <summary>A member will leave: its bids end, its contribution stays until then.</summary>
    public void GiveNotice(int row, Timestamp leavesAt)
    {
        ref ClearingMember member = ref this[row];
        member = member with { LeavesAt = leavesAt, Standing = Money.Zero };
        AccountId account = member.Account;
        for (int i = bids.Count - 1; i >= 0; i--)
        {
            if (bids[i].Member == account) bids.RemoveAt(i);
        }
    }

    /// <summary>Lets a bid for any portfolio stand, in the place of the one before; a notional of zero takes it back.</summary>
    public void SetStanding(int row, RatePpm discount, Money notional)
    {
        ref ClearingMember member = ref this[row];
        member = member with { Discount = discount, Standing = notional, BidNumber = numbers++ };
    }

    /// <summary>Takes a sealed bid, in the place of an earlier one of that member for that case.</summary>
    public void AddBid(CaseId id, AccountId member, Money price, Money notional)
    {
        int at = FindBid(id, member);
        if (at >= 0) bids.RemoveAt(at);
        bids.Add(new PortfolioBid(id, member, price, notional, numbers++));
    }

    /// <summary>Whether a member has bid for a case.</summary>
    public bool HasBid(CaseId id, AccountId member) => FindBid(id, member) >= 0;

    internal int FindBid(CaseId id, AccountId member)
    {
        int at = bids.Count - 1;
        while (at >= 0 && (bids[at].Case != id || bids[at].Member != member)) at--;
        return at;
    }

    /// <summary>Forgets the bids for a case.</summary>
    /// <returns>How many there were.</returns>
    internal int EndBids(CaseId id)
    {
        int ended = 0;
        for (int i = bids.Count - 1; i >= 0; i--)
        {
            if (bids[i].Case != id) continue;
            bids.RemoveAt(i);
            ended++;
        }
        return ended;
    }

    internal void Remove(int row) => rows.RemoveAt(row);

    internal void Save(StateWriter writer)
    {
        writer.Write(numbers);
        writer.Write(rows.Count);
        foreach (ref readonly ClearingMember member in Rows)
        {
            writer.Write(member.Account.Index);
            writer.Write(member.Contribution.Units);
            writer.Write(member.Committed.Units);
            writer.Write(member.Assessed.Units);
            writer.Write(member.LeavesAt.Nanos);
            writer.Write(member.Discount.Ppm);
            writer.Write(member.Standing.Units);
            writer.Write(member.BidNumber);
        }
        writer.Write(bids.Count);
        foreach (PortfolioBid bid in bids)
        {
            writer.Write(bid.Case.Number);
            writer.Write(bid.Member.Index);
            writer.Write(bid.Price.Units);
            writer.Write(bid.Notional.Units);
            writer.Write(bid.Number);
        }
    }

    internal void Restore(ref StateReader reader, EngineLimits limits, CaseTable cases)
    {
        numbers = reader.Read<long>();
        int count = reader.Read<int>();
        if (numbers < 1 || count < 0 || count > limits.MaxMembers) throw new InvalidStateException($"there cannot be {count} clearing members");
        for (int i = 0; i < count; i++)
        {
            ClearingMember member = new(
                AccountId.FromIndex(reader.Read<int>()),
                Money.FromUnits(reader.Read<long>()),
                Money.FromUnits(reader.Read<long>()),
                Money.FromUnits(reader.Read<long>()),
                Timestamp.FromNanos(reader.Read<long>()),
                RatePpm.FromPpm(reader.Read<int>()),
                Money.FromUnits(reader.Read<long>()),
                reader.Read<long>());
            if (Find(member.Account) >= 0 || !member.IsPossible(limits.MaxSupplyUnits, numbers)) throw new InvalidStateException($"{member.Account} cannot be such a member");
            rows.Add(member);
        }
        RestoreBids(ref reader, limits, cases);
    }

    private void RestoreBids(ref StateReader reader, EngineLimits limits, CaseTable cases)
    {
        int count = reader.Read<int>();
        if (count < 0 || count > limits.MaxPortfolioBids) throw new InvalidStateException($"there cannot be {count} bids for portfolios");
        for (int i = 0; i < count; i++)
        {
            PortfolioBid bid = new(
                CaseId.FromNumber(reader.Read<int>()),
                AccountId.FromIndex(reader.Read<int>()),
                Money.FromUnits(reader.Read<long>()),
                Money.FromUnits(reader.Read<long>()),
                reader.Read<long>());
            int member = Find(bid.Member);
            bool isSound = member >= 0 && !rows[member].HasNotice && cases.IsWaitingForBids(bid.Case) && !HasBid(bid.Case, bid.Member)
                && bid.Notional > Money.Zero && bid.Price.Units >= -bid.Notional.Units && bid.Price <= bid.Notional
                && bid.Number > (i == 0 ? 0 : bids[^1].Number) && bid.Number < numbers;
            if (!isSound) throw new InvalidStateException($"bid {i} for a portfolio cannot be");
            bids.Add(bid);
        }
    }
}

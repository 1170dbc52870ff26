using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>The open liquidation cases, in the order in which they are served, and who has one.</summary>
/// <remarks>
/// Cases found by one sweep are put in order by (severity, account id) before they are opened, so the order never depends on how the watch found them.
/// Cases of earlier sweeps come first.
/// </remarks>
public sealed class CaseTable
{
    private readonly List<LiquidationCase> open = [];
    private const int Indebted = -1;

    private readonly Predicate<LiquidationCase> isEnded; // made once: one that captures the table would be allocated at each call
    private int[] caseOfAccount = []; // case number + 1; zero without a case
    private int opened;

    /// <summary>A table without cases.</summary>
    public CaseTable() => isEnded = row => !IsOpen(row.Account);

    /// <summary>Open cases in the order of service.</summary>
    public ReadOnlySpan<LiquidationCase> Open => CollectionsMarshal.AsSpan(open);

    /// <summary>Cases opened so far.</summary>
    public int OpenedCount => opened;

    /// <summary>Whether an account has an open case.</summary>
    public bool IsOpen(AccountId account) => account.Index < caseOfAccount.Length && caseOfAccount[account.Index] > 0;

    /// <summary>The open case of an account; none otherwise.</summary>
    public CaseId CaseOf(AccountId account) => IsOpen(account) ? CaseId.FromNumber(caseOfAccount[account.Index] - 1) : CaseId.None;

    /// <summary>Whether the last case of an account ended with a debt that nobody could pay, and the account has not been healthy since.</summary>
    public bool IsIndebted(AccountId account) => account.Index < caseOfAccount.Length && caseOfAccount[account.Index] == Indebted;

    /// <summary>Row of an open case in <see cref="Open"/>. Work log₂(cases).</summary>
    internal int PositionOf(CaseId id)
    {
        int low = 0, high = open.Count - 1;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (open[middle].Id < id) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    internal CaseId Add(AccountId account, Timestamp now)
    {
        if (account.Index >= caseOfAccount.Length) Array.Resize(ref caseOfAccount, Math.Max(account.Index + 1, caseOfAccount.Length * 2));
        CaseId id = CaseId.FromNumber(opened++);
        caseOfAccount[account.Index] = id.Number + 1;
        open.Add(new LiquidationCase(id, account, now, 0, default, default, IsAuctionOver: false));
        return id;
    }

    internal void AddClosed(int position, long lots)
    {
        ref LiquidationCase row = ref CollectionsMarshal.AsSpan(open)[position];
        row = row with { ClosedLots = row.ClosedLots + lots };
    }

    internal void SetCooldown(int position, Timestamp end)
    {
        ref LiquidationCase row = ref CollectionsMarshal.AsSpan(open)[position];
        row = row with { CooldownEnd = end };
    }

    internal void OpenAuction(int position, Timestamp end)
    {
        ref LiquidationCase row = ref CollectionsMarshal.AsSpan(open)[position];
        row = row with { AuctionEnd = end };
    }

    internal void EndAuction(int position)
    {
        ref LiquidationCase row = ref CollectionsMarshal.AsSpan(open)[position];
        row = row with { IsAuctionOver = true };
    }

    /// <summary>Whether sealed bids are being taken for the portfolio of a case.</summary>
    public bool IsWaitingForBids(CaseId id) => TryGet(id, out LiquidationCase row) && row.IsWaitingForBids;

    /// <summary>An open case by its number: they stand in the order of their numbers.</summary>
    public bool TryGet(CaseId id, out LiquidationCase row)
    {
        int low = 0, high = open.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (open[middle].Id < id) low = middle + 1;
            else high = middle;
        }
        row = low < open.Count ? open[low] : default;
        return low < open.Count && row.Id == id;
    }

    /// <summary>Marks a case as ended; <see cref="Compact"/> takes the row out.</summary>
    internal void Close(int position, bool indebted) => caseOfAccount[open[position].Account.Index] = indebted ? Indebted : 0;

    /// <summary>An account is healthy: it owes nothing any more.</summary>
    internal void ForgetDebt(AccountId account)
    {
        if (IsIndebted(account)) caseOfAccount[account.Index] = 0;
    }

    /// <summary>Takes ended cases out and keeps the order of the rest.</summary>
    internal void Compact() => open.RemoveAll(isEnded);

    internal void Save(StateWriter writer)
    {
        writer.Write(opened);
        writer.Write(open.Count);
        foreach (LiquidationCase row in open)
        {
            writer.Write(row.Id.Number);
            writer.Write(row.Account.Index);
            writer.Write(row.Opened.Nanos);
            writer.Write(row.ClosedLots);
            writer.Write(row.CooldownEnd.Nanos);
            writer.Write(row.AuctionEnd.Nanos);
            writer.Write(row.IsAuctionOver ? 1 : 0);
        }
        writer.Write(caseOfAccount.AsSpan().Count(Indebted));
        for (int account = 0; account < caseOfAccount.Length; account++)
        {
            if (caseOfAccount[account] == Indebted) writer.Write(account);
        }
    }

    /// <param name="reader">At the cases.</param>
    /// <param name="accounts">Accounts there are.</param>
    /// <param name="latestCooldown">No cooldown ends after this.</param>
    /// <param name="latestAuction">No auction ends after this.</param>
    internal static CaseTable Restore(ref StateReader reader, int accounts, Timestamp latestCooldown, Timestamp latestAuction)
    {
        CaseTable table = new() { opened = reader.Read<int>(), caseOfAccount = new int[accounts] };
        int count = reader.Read<int>(), last = -1;
        if (count < 0 || count > accounts) throw new InvalidStateException($"{count} open cases for {accounts} accounts");
        for (int i = 0; i < count; i++)
        {
            LiquidationCase row = new(
                CaseId.FromNumber(reader.Read<int>()),
                AccountId.FromIndex(reader.Read<int>()),
                Timestamp.FromNanos(reader.Read<long>()),
                reader.Read<long>(),
                Timestamp.FromNanos(reader.Read<long>()),
                Timestamp.FromNanos(reader.Read<long>()),
                reader.Read<int>() != 0);
            if (row.Account.Index < 0 || row.Account.Index >= accounts || table.caseOfAccount[row.Account.Index] != 0) throw new InvalidStateException($"{row.Id} has a wrong account");
            if (row.Id.Number <= last || row.Id.Number >= table.opened || row.ClosedLots < 0) throw new InvalidStateException($"{row.Id} is out of order");
            if (row.CooldownEnd.Nanos < 0 || row.CooldownEnd > latestCooldown) throw new InvalidStateException($"{row.Id} cools down for too long");
            bool isAuctionFit = row.AuctionEnd.Nanos >= 0 && row.AuctionEnd <= latestAuction && (row.AuctionEnd.Nanos > 0 || !row.IsAuctionOver);
            if (!isAuctionFit) throw new InvalidStateException($"{row.Id} cannot have such an auction");
            last = row.Id.Number;
            table.caseOfAccount[row.Account.Index] = row.Id.Number + 1;
            table.open.Add(row);
        }
        int indebted = reader.Read<int>();
        if (indebted < 0 || indebted > accounts) throw new InvalidStateException($"{indebted} indebted accounts of {accounts}");
        for (int i = 0; i < indebted; i++)
        {
            int account = reader.Read<int>();
            if (account < 0 || account >= accounts || table.caseOfAccount[account] != 0) throw new InvalidStateException($"account {account} cannot be indebted");
            table.caseOfAccount[account] = Indebted;
        }
        return table;
    }
}

using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Auctions under way, in the order of their start: at most one of each case, and none of a case whose auction left something unsold.</summary>
public sealed class AuctionBook
{
    private const int None = 0, Spent = -1;
    private readonly List<Auction> rows = [];
    private readonly List<long> inFlight = []; // by instrument, lots; derived
    private int[] stateOf = []; // by account: number of its auction + 1

    /// <summary>Auctions under way.</summary>
    public ReadOnlySpan<Auction> Running => CollectionsMarshal.AsSpan(rows);

    /// <summary>Auctions started so far.</summary>
    public int StartedCount { get; private set; }

    /// <summary>The auction of that number.</summary>
    /// <returns>False if it is not under way.</returns>
    public bool TryGet(AuctionId id, out Auction auction)
    {
        int row = Find(id.Number);
        auction = row < 0 ? default : rows[row];
        return row >= 0;
    }

    /// <summary>The auction of an account's case.</summary>
    /// <returns>False if none is under way.</returns>
    public bool TryGetOf(AccountId account, out Auction auction)
    {
        int state = StateOf(account);
        auction = state > None ? rows[Find(state - 1)] : default;
        return state > None;
    }

    /// <summary>Whether the auction of an account's case ended with lots unsold: the case has no other one.</summary>
    public bool IsSpent(AccountId account) => StateOf(account) == Spent;

    /// <summary>Lots on offer in a market.</summary>
    public long InFlight(InstrumentId instrument) => inFlight[instrument.Index];

    internal void AddInstrument() => inFlight.Add(0);

    internal Auction Start(in LiquidationCase row, InstrumentId instrument, Side side, QuantityLots lots, Timestamp now)
    {
        Auction auction = new(AuctionId.FromNumber(StartedCount++), row.Id, row.Account, instrument, side, lots, lots, now, Restarts: 0, PricedAt: default, PricedMark: default, DiscountPpb: 0);
        Append(in auction);
        return auction;
    }

    internal void Set(in Auction auction)
    {
        ref Auction row = ref CollectionsMarshal.AsSpan(rows)[Find(auction.Id.Number)];
        inFlight[auction.Instrument.Index] += (auction.Left - row.Left).Lots;
        row = auction;
    }

    /// <param name="auction">Under way.</param>
    /// <param name="isSpent">Whether its case gets no other one.</param>
    internal void Remove(in Auction auction, bool isSpent)
    {
        int row = Find(auction.Id.Number);
        inFlight[auction.Instrument.Index] -= rows[row].Left.Lots;
        rows.RemoveAt(row);
        stateOf[auction.Account.Index] = isSpent ? Spent : None;
    }

    /// <summary>A case ended: the next one of the account begins anew.</summary>
    internal void Forget(AccountId account)
    {
        if (IsSpent(account)) stateOf[account.Index] = None;
    }

    internal void Save(StateWriter writer)
    {
        writer.Write(StartedCount);
        writer.Write(rows.Count);
        foreach (Auction row in rows)
        {
            writer.Write(row.Id.Number);
            writer.Write(row.Account.Index);
            writer.Write(row.Instrument.Index);
            writer.Write(row.Side);
            writer.Write(row.Offered.Lots);
            writer.Write(row.Left.Lots);
            writer.Write(row.Started.Nanos);
            writer.Write(row.Restarts);
            writer.Write(row.PricedAt.Nanos);
            writer.Write(row.PricedMark.Ticks);
            writer.Write(row.DiscountPpb);
        }
        writer.Write(stateOf.AsSpan().Count(Spent));
        for (int account = 0; account < stateOf.Length; account++)
        {
            if (stateOf[account] == Spent) writer.Write(account);
        }
    }

    /// <param name="reader">At the auctions.</param>
    /// <param name="cases">Open cases.</param>
    /// <param name="markets">Markets there are.</param>
    /// <param name="now">Time of the state.</param>
    internal void Restore(ref StateReader reader, CaseTable cases, IReadOnlyList<Market> markets, Timestamp now)
    {
        while (inFlight.Count < markets.Count) AddInstrument();
        StartedCount = reader.Read<int>();
        int count = reader.Read<int>(), last = -1;
        if (count < 0 || count > cases.Open.Length || StartedCount < count) throw new InvalidStateException($"{count} auctions for {cases.Open.Length} cases");
        for (int i = 0; i < count; i++)
        {
            int number = reader.Read<int>();
            AccountId account = AccountId.FromIndex(reader.Read<int>());
            bool hasCase = account.Index >= 0 && cases.IsOpen(account) && StateOf(account) == None;
            Auction row = new(
                AuctionId.FromNumber(number),
                hasCase ? cases.CaseOf(account) : CaseId.None,
                account,
                InstrumentId.FromIndex(reader.Read<int>()),
                reader.Read<Side>(),
                QuantityLots.FromLots(reader.Read<long>()),
                QuantityLots.FromLots(reader.Read<long>()),
                Timestamp.FromNanos(reader.Read<long>()),
                reader.Read<int>(),
                Timestamp.FromNanos(reader.Read<long>()),
                PriceTicks.FromTicks(reader.Read<long>()),
                reader.Read<long>());
            bool isListed = row.Instrument.Index >= 0 && row.Instrument.Index < markets.Count;
            bool isSound = hasCase && isListed && number > last && number < StartedCount
                && row.IsPossible(markets[row.Instrument.Index].Spec.MaxPosition, markets[row.Instrument.Index].Spec.MaxPrice, now);
            if (!isSound) throw new InvalidStateException($"{account} cannot have such an auction");
            last = number;
            Append(in row);
        }
        RestoreSpent(ref reader, cases);
    }

    private void RestoreSpent(ref StateReader reader, CaseTable cases)
    {
        int count = reader.Read<int>();
        if (count < 0 || count > cases.Open.Length) throw new InvalidStateException($"{count} auctions of {cases.Open.Length} cases cannot have ended unsold");
        for (int i = 0, last = -1; i < count; i++)
        {
            AccountId account = AccountId.FromIndex(reader.Read<int>());
            if (account.Index <= last || !cases.IsOpen(account) || StateOf(account) != None) throw new InvalidStateException($"{account} cannot have had an auction");
            Note(account, Spent);
            last = account.Index;
        }
    }

    private void Append(in Auction auction)
    {
        rows.Add(auction);
        inFlight[auction.Instrument.Index] += auction.Left.Lots;
        Note(auction.Account, auction.Id.Number + 1);
    }

    private int StateOf(AccountId account) => account.Index < stateOf.Length ? stateOf[account.Index] : None;

    private void Note(AccountId account, int state)
    {
        if (account.Index >= stateOf.Length) Array.Resize(ref stateOf, Math.Max(account.Index + 1, stateOf.Length * 2));
        stateOf[account.Index] = state;
    }

    // Numbers rise from row to row.
    private int Find(int number)
    {
        int low = 0, high = rows.Count - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2), at = rows[middle].Id.Number;
            if (at == number) return middle;
            if (at < number) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }
}

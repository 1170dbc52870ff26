using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Standing promises to take positions over from accounts under liquidation: chosen beforehand and paid for, so used before the book and before anybody is deleveraged.</summary>
/// <remarks>
/// Per instrument and side, the smallest discount first, at a tie the earlier promise. An account makes one promise at a time: the margin behind it is then
/// the margin of the account.
/// </remarks>
public sealed class TakerBook
{
    private const int None = -1;
    private readonly List<List<Pledge>> rows = []; // two an instrument: buyers, then sellers
    private int[] rowOf = []; // by account: list that holds its pledge

    /// <summary>Promises to buy from, or to sell to, accounts under liquidation in an instrument, in the order in which they are used.</summary>
    /// <param name="instrument">Market.</param>
    /// <param name="side">Side of the taker.</param>
    public ReadOnlySpan<Pledge> Of(InstrumentId instrument, Side side) => CollectionsMarshal.AsSpan(rows[Row(instrument, side)]);

    /// <summary>Whether an account has a promise standing, notice or not: until it ends it may only reduce, and nothing leaves it.</summary>
    public bool IsPledged(AccountId account) => account.Index < rowOf.Length && rowOf[account.Index] != None;

    internal void AddInstrument()
    {
        rows.Add([]);
        rows.Add([]);
    }

    /// <summary>Adds a promise; the caller has checked that its terms can stand and that the account has no other.</summary>
    public void Add(InstrumentId instrument, Side side, in Pledge pledge)
    {
        int row = Row(instrument, side);
        List<Pledge> pledges = rows[row];
        int at = pledges.Count;
        while (at > 0 && pledges[at - 1].Discount > pledge.Discount) at--;
        pledges.Insert(at, pledge);
        Note(pledge.Account, row);
    }

    /// <summary>An account will end its promise; tells of it.</summary>
    /// <param name="account">Has one.</param>
    /// <param name="endsAt">From then on it is free.</param>
    /// <param name="events">Who is told.</param>
    /// <returns>False if notice was given already.</returns>
    public bool GiveNotice(AccountId account, Timestamp endsAt, IEngineEvents events)
    {
        int row = rowOf[account.Index], at = Find(rows[row], account);
        if (rows[row][at].HasNotice) return false;
        rows[row][at] = rows[row][at] with { EndsAt = endsAt };
        events.On(new TakerPledged(InstrumentId.FromIndex(row / 2), (Side)(row % 2), rows[row][at]));
        return true;
    }

    /// <summary>Lots of a promise were used; one that is used up ends.</summary>
    /// <returns>What is left of it.</returns>
    internal QuantityLots Use(InstrumentId instrument, Side side, AccountId account, QuantityLots lots)
    {
        List<Pledge> pledges = rows[Row(instrument, side)];
        int at = Find(pledges, account);
        QuantityLots left = pledges[at].Lots - lots;
        if (left == QuantityLots.Zero) Remove(pledges, at);
        else pledges[at] = pledges[at] with { Lots = left };
        return left;
    }

    /// <summary>Ends the promises whose notice is over or whose loss budget is spent, and tells of each.</summary>
    /// <remarks>While the index of its market is stale no loss is believed.</remarks>
    internal void Expire(Exchange exchange, Timestamp now, IEngineEvents events)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            for (int at = rows[row].Count - 1; at >= 0; at--)
            {
                Pledge pledge = rows[row][at];
                InstrumentId instrument = InstrumentId.FromIndex(row / 2);
                bool isOver = pledge.HasNotice && pledge.EndsAt <= now, isSpent = exchange[instrument].CanLiquidate && pledge.IsBudgetSpent(exchange.House);
                if (!isOver && !isSpent) continue;
                Remove(rows[row], at);
                events.On(new PledgeEnded(pledge.Account, instrument, (Side)(row % 2), pledge.Lots, isSpent));
            }
        }
    }

    internal void Save(StateWriter writer)
    {
        foreach (List<Pledge> pledges in rows) writer.WriteColumn<Pledge>(CollectionsMarshal.AsSpan(pledges));
    }

    internal void Restore(ref StateReader reader, IReadOnlyList<Market> markets, int accounts)
    {
        for (int row = 0; row < 2 * markets.Count; row++)
        {
            rows.Add([]);
            Pledge[] saved = reader.ReadColumn<Pledge>(out int count);
            foreach (Pledge pledge in saved.AsSpan(0, count))
            {
                bool isKnown = pledge.Account.Index >= 0 && pledge.Account.Index < accounts && !IsPledged(pledge.Account);
                bool isInOrder = rows[row].Count == 0 || rows[row][^1].Discount <= pledge.Discount;
                bool isSound = isKnown && isInOrder && pledge.EndsAt.Nanos >= 0 && pledge.IsPossible(markets[row / 2].Spec.MaxPrice, markets[row / 2].Spec.MaxPosition);
                if (!isSound) throw new InvalidStateException($"{pledge.Account} cannot have such a pledge");
                rows[row].Add(pledge);
                Note(pledge.Account, row);
            }
        }
    }

    private static int Find(List<Pledge> pledges, AccountId account)
    {
        int at = 0;
        while (pledges[at].Account != account) at++;
        return at;
    }

    private static int Row(InstrumentId instrument, Side side) => (2 * instrument.Index) + (int)side;

    private void Remove(List<Pledge> pledges, int at)
    {
        rowOf[pledges[at].Account.Index] = None;
        pledges.RemoveAt(at);
    }

    private void Note(AccountId account, int row)
    {
        int known = rowOf.Length;
        if (account.Index >= known)
        {
            Array.Resize(ref rowOf, Math.Max(account.Index + 1, known * 2));
            rowOf.AsSpan(known).Fill(None);
        }
        rowOf[account.Index] = row;
    }
}

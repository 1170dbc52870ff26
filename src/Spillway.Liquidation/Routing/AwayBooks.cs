using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>Order books elsewhere that brokers relay, by instrument and side, in the order in which each broker first quoted there.</summary>
/// <param name="mostLevels">Levels that one of them may have.</param>
public sealed class AwayBooks(int mostLevels)
{
    private readonly List<List<AwayBook>> rows = []; // two an instrument: bids, then asks
    private readonly List<AccountId> brokers = [];
    private readonly Stack<AwayBook> spare = [];

    /// <summary>Accounts that the venue lets relay, in the order in which it did.</summary>
    public ReadOnlySpan<AccountId> Brokers => CollectionsMarshal.AsSpan(brokers);

    /// <summary>Whether the venue lets an account relay.</summary>
    public bool IsBroker(AccountId account) => brokers.Contains(account);

    /// <summary>Lets an account relay that may not yet.</summary>
    public void Admit(AccountId account) => brokers.Add(account);

    /// <summary>Lets a broker relay no longer; its quotes end.</summary>
    public void Dismiss(AccountId account, IEngineEvents events)
    {
        End(account, CaseId.None, events);
        brokers.Remove(account);
    }

    /// <summary>Books of a side of an instrument.</summary>
    /// <param name="instrument">Market.</param>
    /// <param name="side">Of the levels.</param>
    public ReadOnlySpan<AwayBook> Of(InstrumentId instrument, Side side) => CollectionsMarshal.AsSpan(rows[Row(instrument, side)]);

    /// <summary>Whether an account has quotes in any market.</summary>
    public bool Contains(AccountId account) => IsBroker(account) && rows.Exists(books => Find(books, account) >= 0);

    /// <summary>Puts the quotes of a broker in the place of those it had there; the caller has checked them.</summary>
    /// <param name="market">Market.</param>
    /// <param name="side">Of the levels.</param>
    /// <param name="terms">Who quotes, and for what.</param>
    /// <param name="levels">Best first, at least one.</param>
    public AwayBook Set(Market market, Side side, in AwayTerms terms, ReadOnlySpan<AwayLevel> levels)
    {
        List<AwayBook> books = rows[Row(market.Id, side)];
        int at = Find(books, terms.Account);
        AwayBook book = at >= 0 ? books[at] : Add(books);
        book.Set(side, in terms, levels, market.Spec.UnitsPerTickLot);
        return book;
    }

    /// <summary>Takes the quotes of a broker away.</summary>
    /// <returns>False if it had none there.</returns>
    public bool Remove(InstrumentId instrument, Side side, AccountId account)
    {
        List<AwayBook> books = rows[Row(instrument, side)];
        int at = Find(books, account);
        if (at >= 0) RemoveAt(books, at);
        return at >= 0;
    }

    internal void AddInstrument()
    {
        rows.Add([]);
        rows.Add([]);
    }

    /// <summary>Takes all quotes of an account away, and tells of each.</summary>
    internal void End(AccountId account, CaseId reason, IEngineEvents events)
    {
        if (!IsBroker(account)) return;
        for (int row = 0; row < rows.Count; row++)
        {
            int at = Find(rows[row], account);
            if (at < 0) continue;
            RemoveAt(rows[row], at);
            events.On(new AwayQuotesEnded(InstrumentId.FromIndex(row / 2), account, (Side)(row % 2), reason));
        }
    }

    /// <summary>Takes quotes away that are older than they may be, and tells of each.</summary>
    internal void Expire(Timestamp now, long lifeNanos, IEngineEvents events)
    {
        if (brokers.Count == 0) return;
        for (int row = 0; row < rows.Count; row++)
        {
            for (int at = rows[row].Count - 1; at >= 0; at--)
            {
                AwayTerms terms = rows[row][at].Terms;
                if (now - terms.SeenAt <= lifeNanos) continue;
                RemoveAt(rows[row], at);
                events.On(new AwayQuotesEnded(InstrumentId.FromIndex(row / 2), terms.Account, (Side)(row % 2), CaseId.None));
            }
        }
    }

    internal void Save(StateWriter writer)
    {
        writer.WriteColumn<AccountId>(Brokers);
        foreach (List<AwayBook> books in rows)
        {
            writer.Write(books.Count);
            foreach (AwayBook book in books) book.Save(writer);
        }
    }

    internal void Restore(ref StateReader reader, IReadOnlyList<Market> listed, int accounts, int most, Timestamp now)
    {
        AccountId[] admitted = reader.ReadColumn<AccountId>(out int brokerCount);
        if (brokerCount > most) throw new InvalidStateException($"{brokerCount} brokers");
        foreach (AccountId broker in admitted.AsSpan(0, brokerCount))
        {
            if (broker.Index < 0 || broker.Index >= accounts || IsBroker(broker)) throw new InvalidStateException($"{broker} cannot be a broker");
            Admit(broker);
        }
        foreach (Market market in listed)
        {
            AddInstrument();
            foreach (Side side in (ReadOnlySpan<Side>)[Side.Buy, Side.Sell])
            {
                int count = reader.Read<int>();
                if (count < 0 || count > brokerCount) throw new InvalidStateException($"{count} order books elsewhere for one side of a market");
                for (int i = 0; i < count; i++) Restore(ref reader, market, side, now);
            }
        }
    }

    private void Restore(ref StateReader reader, Market market, Side side, Timestamp now)
    {
        AwayBook book = new(mostLevels);
        book.Restore(ref reader, side, market.Spec);
        AwayTerms terms = book.Terms;
        List<AwayBook> books = rows[Row(market.Id, side)];
        bool isSound = IsBroker(terms.Account) && Find(books, terms.Account) < 0 && terms.SeenAt <= now;
        if (!isSound) throw new InvalidStateException($"{terms.Account} cannot relay a book in {market.Spec.Symbol}");
        books.Add(book);
    }

    private AwayBook Add(List<AwayBook> books)
    {
        AwayBook book = spare.Count > 0 ? spare.Pop() : new AwayBook(mostLevels);
        books.Add(book);
        return book;
    }

    private void RemoveAt(List<AwayBook> books, int at)
    {
        spare.Push(books[at]);
        books.RemoveAt(at);
    }

    private static int Find(List<AwayBook> books, AccountId account)
    {
        int at = books.Count - 1;
        while (at >= 0 && books[at].Terms.Account != account) at--;
        return at;
    }

    private static int Row(InstrumentId instrument, Side side) => (2 * instrument.Index) + (int)side;
}

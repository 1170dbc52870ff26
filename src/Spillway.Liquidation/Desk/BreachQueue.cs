using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>Accounts that one sweep found breached, with the health they were found with, to be put in the order in which their cases are opened.</summary>
/// <remarks>
/// Order: equity over maintenance margin, lowest first; at a tie the earlier account. Sorted are ratios and row numbers, 12 B a row; healths of 32 B stay where they
/// are. An account may be in it several times. Arrays keep their size, so steady state allocates nothing.
/// </remarks>
internal sealed class BreachQueue
{
    private long[] ratioPpm = new long[64];
    private int[] rows = new int[64];
    private AccountId[] accounts = new AccountId[64];
    private AccountHealth[] healths = new AccountHealth[64];
    private readonly Comparison<int> byAccount; // made once: it captures this queue

    /// <summary>An empty queue.</summary>
    public BreachQueue() => byAccount = (x, y) => accounts[x].CompareTo(accounts[y]);

    /// <summary>Accounts in the queue.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an account at the end.</summary>
    public void Add(AccountId account, in AccountHealth health)
    {
        if (Count == rows.Length) Grow();
        ratioPpm[Count] = health.RatioPpm;
        accounts[Count] = account;
        healths[Count] = health;
        rows[Count] = Count++;
    }

    /// <summary>Puts the queue in order; nothing is added between this and <see cref="Clear"/>.</summary>
    public void Sort()
    {
        ratioPpm.AsSpan(0, Count).Sort(rows.AsSpan(0, Count));
        for (int from = 0, to; from < Count; from = to)
        {
            to = from + 1;
            while (to < Count && ratioPpm[to] == ratioPpm[from]) to++;
            if (to - from > 1) rows.AsSpan(from, to - from).Sort(byAccount);
        }
    }

    /// <summary>The account at a place of the sorted queue.</summary>
    public AccountId Account(int place) => accounts[rows[place]];

    /// <summary>The accounts at some places of the sorted queue, as far as there are any.</summary>
    public ReadOnlySpan<AccountId> Accounts(int place, int most, Span<AccountId> into)
    {
        int count = Math.Min(most, Count - place);
        for (int i = 0; i < count; i++) into[i] = Account(place + i);
        return into[..count];
    }

    /// <summary>Health of the account at a place of the sorted queue.</summary>
    public ref readonly AccountHealth Health(int place) => ref healths[rows[place]];

    /// <summary>Empties the queue.</summary>
    public void Clear() => Count = 0;

    private void Grow()
    {
        int capacity = 2 * Count;
        Array.Resize(ref ratioPpm, capacity);
        Array.Resize(ref rows, capacity);
        Array.Resize(ref accounts, capacity);
        Array.Resize(ref healths, capacity);
    }
}

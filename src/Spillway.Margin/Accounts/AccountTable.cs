using Spillway.Core;

namespace Spillway.Margin;

/// <summary>The accounts, in columns: parent, the instrument of an isolated sub-account, and the head of the position list.</summary>
/// <remarks>
/// An isolated position is an account of its own: a sub-account that may hold one instrument and its settlement asset only. So margin, health and
/// liquidation know one kind of account, and "isolated" is a rule of the door, not of the arithmetic. 16 B an account, wallets apart.
/// </remarks>
public sealed class AccountTable
{
    private int[] parent = new int[64];
    private int[] isolatedInstrument = new int[64];
    private int[] firstPosition = new int[64];
    private int[] positionCount = new int[64];

    /// <summary>Accounts opened so far; ids are 0 … Count − 1.</summary>
    public int Count { get; private set; }

    internal int Capacity => parent.Length;

    /// <summary>Whether there is such an account.</summary>
    public bool Exists(AccountId account) => account.Index >= 0 && account.Index < Count;

    /// <summary>Owner of an isolated sub-account; none for a cross account.</summary>
    public AccountId Parent(AccountId account) => AccountId.FromIndex(parent[account.Index]);

    /// <summary>The only instrument an isolated sub-account may hold; none for a cross account.</summary>
    public InstrumentId IsolatedInstrument(AccountId account) => InstrumentId.FromIndex(isolatedInstrument[account.Index]);

    /// <summary>Position rows of the account, orders without a position included.</summary>
    public int PositionCount(AccountId account) => positionCount[account.Index];

    /// <summary>Position rows per account.</summary>
    internal ReadOnlySpan<int> PositionCounts => positionCount.AsSpan(0, Count);

    /// <summary>Reads what there is of an account, so that its cache lines are fetched side by side.</summary>
    internal int Fetch(int account) => isolatedInstrument[account] ^ positionCount[account] ^ parent[account] ^ firstPosition[account];

    internal ref int FirstPosition(int account) => ref firstPosition[account];

    internal ref int PositionCountRef(int account) => ref positionCount[account];

    internal AccountId Add(AccountId owner, InstrumentId isolated)
    {
        if (Count == parent.Length) Grow(Count * 2);
        parent[Count] = owner.Index;
        isolatedInstrument[Count] = isolated.Index;
        firstPosition[Count] = -1;
        positionCount[Count] = 0;
        return AccountId.FromIndex(Count++);
    }

    internal void Save(StateWriter writer)
    {
        writer.WriteColumn<int>(parent.AsSpan(0, Count));
        writer.WriteColumn<int>(isolatedInstrument.AsSpan(0, Count));
        writer.WriteColumn<int>(firstPosition.AsSpan(0, Count));
        writer.WriteColumn<int>(positionCount.AsSpan(0, Count));
    }

    internal static AccountTable Restore(ref StateReader reader, int instruments)
    {
        AccountTable table = new();
        table.parent = reader.ReadColumn<int>(out int count, 64);
        table.isolatedInstrument = reader.ReadColumn<int>(out int isolated, table.parent.Length);
        table.firstPosition = reader.ReadColumn<int>(out int heads, table.parent.Length);
        table.positionCount = reader.ReadColumn<int>(out int counts, table.parent.Length);
        if (isolated != count || heads != count || counts != count) throw new InvalidStateException("account columns differ in length");
        table.Count = count;
        for (int account = 0; account < count; account++)
        {
            if (!table.IsPossible(account, instruments)) throw new InvalidStateException($"account {account} has a wrong owner or instrument");
        }
        return table;
    }

    // A sub-account has an older cross account as its owner and one instrument; a cross account has neither.
    private bool IsPossible(int account, int instruments)
    {
        (int owner, int isolated) = (parent[account], isolatedInstrument[account]);
        if (owner == AccountId.None.Index) return isolated == InstrumentId.None.Index;
        return owner >= 0 && owner < account && parent[owner] == AccountId.None.Index && isolated >= 0 && isolated < instruments;
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref parent, capacity);
        Array.Resize(ref isolatedInstrument, capacity);
        Array.Resize(ref firstPosition, capacity);
        Array.Resize(ref positionCount, capacity);
    }
}

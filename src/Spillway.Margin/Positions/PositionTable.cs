using Spillway.Core;

namespace Spillway.Margin;

/// <summary>The positions, in columns: account, instrument, signed size, signed cost basis, next row of the account, row of its open orders.</summary>
/// <remarks>
/// 32 B a position. The basis is what the position has cost, signed like the size, in minor units of the settlement asset; profit and loss is value − basis.
/// The average entry price is derived for display and never stored, because it would have to be rounded. Freed rows are zeroed and reused
/// last-in-first-out, so that row numbers are the same on every replay.
/// </remarks>
public sealed class PositionTable
{
    private const int Freed = -2;

    private int[] account = new int[64];
    private int[] instrument = new int[64];
    private long[] sizeLots = new long[64];
    private long[] basisUnits = new long[64];
    private int[] nextOfAccount = new int[64];
    private int[] openOrders = new int[64];
    private int firstFree = -1;

    /// <summary>Rows in use or freed: rows are 0 … RowCount − 1.</summary>
    public int RowCount { get; private set; }

    /// <summary>Owner per row; negative for a freed row.</summary>
    public ReadOnlySpan<int> Accounts => account.AsSpan(0, RowCount);

    /// <summary>Instrument per row.</summary>
    public ReadOnlySpan<int> Instruments => instrument.AsSpan(0, RowCount);

    /// <summary>Signed size per row, lots; zero where only orders rest.</summary>
    public ReadOnlySpan<long> SizeLots => sizeLots.AsSpan(0, RowCount);

    /// <summary>Signed cost basis per row, minor units of the settlement asset.</summary>
    public ReadOnlySpan<long> BasisUnits => basisUnits.AsSpan(0, RowCount);

    /// <summary>Next row of the same account; −1 at the end.</summary>
    public ReadOnlySpan<int> NextOfAccount => nextOfAccount.AsSpan(0, RowCount);

    /// <summary>Row of the open orders in the table of the instrument; −1 without orders.</summary>
    internal ReadOnlySpan<int> OpenOrders => openOrders.AsSpan(0, RowCount);

    // The columns themselves, longer than the number of rows: a loop over an account reads them by row.
    internal int[] InstrumentColumn => instrument;

    internal long[] SizeColumn => sizeLots;

    internal long[] BasisColumn => basisUnits;

    internal int[] NextColumn => nextOfAccount;

    internal int[] OpenOrderColumn => openOrders;

    /// <summary>Reads what there is of a row, so that its cache lines are fetched side by side.</summary>
    internal long Fetch(int row) => account[row] ^ instrument[row] ^ sizeLots[row] ^ basisUnits[row] ^ nextOfAccount[row] ^ openOrders[row];

    internal ref long Size(int row) => ref sizeLots[row];

    internal ref long Basis(int row) => ref basisUnits[row];

    internal ref int OpenOrderRow(int row) => ref openOrders[row];

    internal int Find(AccountTable accounts, int owner, int contract)
    {
        int row = accounts.FirstPosition(owner);
        while (row >= 0 && instrument[row] != contract) row = nextOfAccount[row];
        return row;
    }

    internal int FindOrAdd(AccountTable accounts, int owner, int contract)
    {
        int row = Find(accounts, owner, contract);
        if (row >= 0) return row;
        if (firstFree >= 0)
        {
            row = firstFree;
            firstFree = nextOfAccount[row];
        }
        else
        {
            if (RowCount == account.Length) Grow(LargerColumn(RowCount));
            row = RowCount++;
        }
        account[row] = owner;
        instrument[row] = contract;
        openOrders[row] = -1;
        nextOfAccount[row] = accounts.FirstPosition(owner);
        accounts.FirstPosition(owner) = row;
        accounts.PositionCountRef(owner)++;
        return row;
    }

    /// <summary>Frees the row if it holds neither a size nor orders.</summary>
    internal void ReleaseIfEmpty(AccountTable accounts, int row)
    {
        if (sizeLots[row] != 0 || openOrders[row] >= 0) return;
        if (basisUnits[row] != 0) throw new InvariantException($"position row {row} is closed with a basis of {basisUnits[row]}");
        int owner = account[row];
        ref int link = ref accounts.FirstPosition(owner);
        while (link != row) link = ref nextOfAccount[link];
        link = nextOfAccount[row];
        accounts.PositionCountRef(owner)--;
        account[row] = Freed;
        instrument[row] = 0;
        openOrders[row] = -1;
        nextOfAccount[row] = firstFree;
        firstFree = row;
    }

    internal void Save(StateWriter writer)
    {
        writer.Write(firstFree);
        writer.WriteColumn(Accounts);
        writer.WriteColumn(Instruments);
        writer.WriteColumn(SizeLots);
        writer.WriteColumn(BasisUnits);
        writer.WriteColumn(NextOfAccount);
        writer.WriteColumn(OpenOrders);
    }

    internal static PositionTable Restore(ref StateReader reader, AccountTable accounts, int instruments)
    {
        PositionTable table = new() { firstFree = reader.Read<int>() };
        table.account = reader.ReadColumn<int>(out int rows, 64);
        table.instrument = reader.ReadColumn<int>(out int b, table.account.Length);
        table.sizeLots = reader.ReadColumn<long>(out int c, table.account.Length);
        table.basisUnits = reader.ReadColumn<long>(out int d, table.account.Length);
        table.nextOfAccount = reader.ReadColumn<int>(out int e, table.account.Length);
        table.openOrders = reader.ReadColumn<int>(out int f, table.account.Length);
        if (b != rows || c != rows || d != rows || e != rows || f != rows) throw new InvalidStateException("position columns differ in length");
        table.RowCount = rows;
        table.CheckLinks(accounts, instruments);
        return table;
    }

    // Every row must be reached exactly once, from its account or from the free list: a damaged snapshot must not become an endless loop.
    private void CheckLinks(AccountTable accounts, int instruments)
    {
        int reached = 0;
        for (int owner = 0; owner < accounts.Count; owner++)
        {
            int count = 0;
            for (int row = accounts.FirstPosition(owner); row != -1; row = nextOfAccount[row])
            {
                if (row < 0 || row >= RowCount || account[row] != owner || instrument[row] < 0 || instrument[row] >= instruments || ++count > RowCount)
                    throw new InvalidStateException($"the positions of account {owner} are not a list");
            }
            if (count != accounts.PositionCount(AccountId.FromIndex(owner))) throw new InvalidStateException($"account {owner} has another number of positions");
            reached += count;
        }
        int free = 0;
        for (int row = firstFree; row != -1; row = nextOfAccount[row])
        {
            if (row < 0 || row >= RowCount || account[row] != Freed || ++free > RowCount) throw new InvalidStateException("the freed positions are not a list");
            if (sizeLots[row] != 0 || basisUnits[row] != 0 || openOrders[row] != -1 || instrument[row] != 0) throw new InvalidStateException("a freed position is not empty");
        }
        if (reached + free != RowCount) throw new InvalidStateException("some position rows belong to nobody");
    }

    // Doubled while it is small; a large table grows by a quarter, so that a position costs what it takes and not what may come.
    private static int LargerColumn(int rows)
    {
        const int large = 1 << 20;
        return rows < large ? 2 * rows : rows + (rows / 4);
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref account, capacity);
        Array.Resize(ref instrument, capacity);
        Array.Resize(ref sizeLots, capacity);
        Array.Resize(ref basisUnits, capacity);
        Array.Resize(ref nextOfAccount, capacity);
        Array.Resize(ref openOrders, capacity);
    }
}

using Spillway.Core;

namespace Spillway.Margin;

/// <summary>What the resting orders of each account in one instrument add up to: the input of open-order margin. One table per instrument.</summary>
/// <remarks>
/// A row exists only while orders rest, so idle positions cost nothing. Values are what the orders would be booked at if they all filled at their limits:
/// bids rounded up, asks down, against the account. The row number is the owner slot in the order book of the instrument.
/// </remarks>
public sealed class OpenOrderTable
{
    private int[] positionRow = new int[16];
    private int[] orderCount = new int[16];
    private long[] bidLots = new long[16];
    private long[] askLots = new long[16];
    private long[] bidUnits = new long[16];
    private long[] askUnits = new long[16];
    private int firstFree = -1;
    private int rows;

    /// <summary>Orders resting in this instrument in the row.</summary>
    internal int OrderCount(int row) => orderCount[row];

    internal long BidLots(int row) => bidLots[row];

    internal long AskLots(int row) => askLots[row];

    internal long BidUnits(int row) => bidUnits[row];

    internal long AskUnits(int row) => askUnits[row];

    internal int PositionRow(int row) => positionRow[row];

    /// <summary>Rows in use or freed.</summary>
    internal int RowCount => rows;

    internal int Add(int position)
    {
        int row = firstFree;
        if (row >= 0)
        {
            firstFree = -2 - positionRow[row];
        }
        else
        {
            if (rows == positionRow.Length) Grow(rows * 2);
            row = rows++;
        }
        positionRow[row] = position;
        return row;
    }

    /// <summary>Adds to (or with negative arguments takes from) one side of a row.</summary>
    internal void Change(int row, Side side, int orders, long lots, long units)
    {
        orderCount[row] += orders;
        if (side == Side.Buy)
        {
            bidLots[row] += lots;
            bidUnits[row] += units;
        }
        else
        {
            askLots[row] += lots;
            askUnits[row] += units;
        }
    }

    /// <summary>Frees a row without orders; sums of an empty row must be zero.</summary>
    internal void Free(int row)
    {
        if ((bidLots[row] | askLots[row] | bidUnits[row] | askUnits[row]) != 0) throw new InvariantException($"open orders of row {row} do not cancel out");
        positionRow[row] = -2 - firstFree; // the free list shares the column: −1 ends it, and no position row is negative
        firstFree = row;
    }

    internal void Save(StateWriter writer)
    {
        writer.Write(firstFree);
        writer.WriteColumn<int>(positionRow.AsSpan(0, rows));
        writer.WriteColumn<int>(orderCount.AsSpan(0, rows));
        writer.WriteColumn<long>(bidLots.AsSpan(0, rows));
        writer.WriteColumn<long>(askLots.AsSpan(0, rows));
        writer.WriteColumn<long>(bidUnits.AsSpan(0, rows));
        writer.WriteColumn<long>(askUnits.AsSpan(0, rows));
    }

    internal static OpenOrderTable Restore(ref StateReader reader)
    {
        OpenOrderTable table = new() { firstFree = reader.Read<int>() };
        table.positionRow = reader.ReadColumn<int>(out int count, 16);
        table.orderCount = reader.ReadColumn<int>(out int b, table.positionRow.Length);
        table.bidLots = reader.ReadColumn<long>(out int c, table.positionRow.Length);
        table.askLots = reader.ReadColumn<long>(out int d, table.positionRow.Length);
        table.bidUnits = reader.ReadColumn<long>(out int e, table.positionRow.Length);
        table.askUnits = reader.ReadColumn<long>(out int f, table.positionRow.Length);
        if (b != count || c != count || d != count || e != count || f != count) throw new InvalidStateException("open-order columns differ in length");
        table.rows = count;
        int free = 0;
        for (int row = table.firstFree; row != -1; row = -2 - table.positionRow[row])
        {
            if (row < 0 || row >= count || table.positionRow[row] >= 0 || ++free > count) throw new InvalidStateException("the freed open-order rows are not a list");
            if (table.orderCount[row] != 0 || (table.bidLots[row] | table.askLots[row] | table.bidUnits[row] | table.askUnits[row]) != 0) throw new InvalidStateException("a freed open-order row is not empty");
        }
        for (int row = 0; row < count; row++) free -= table.positionRow[row] < 0 ? 1 : 0;
        if (free != 0) throw new InvalidStateException("some open-order rows belong to nobody");
        return table;
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref positionRow, capacity);
        Array.Resize(ref orderCount, capacity);
        Array.Resize(ref bidLots, capacity);
        Array.Resize(ref askLots, capacity);
        Array.Resize(ref bidUnits, capacity);
        Array.Resize(ref askUnits, capacity);
    }
}

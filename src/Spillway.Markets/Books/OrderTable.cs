using Spillway.Core;

namespace Spillway.Markets;

/// <summary>The orders of a book in one array: rows are reused last in, first out, each time under a new generation.</summary>
internal sealed class OrderTable
{
    private OrderSlot[] rows;
    private int used = 1; // row 0 is the nil of all links
    private int firstFree;

    public OrderTable(int capacity, int maxOrders)
    {
        MaxOrders = maxOrders;
        rows = new OrderSlot[Math.Min(capacity, maxOrders) + 1];
    }

    private OrderTable(OrderSlot[] rows, int used, int firstFree, int maxOrders)
    {
        MaxOrders = maxOrders;
        this.rows = rows;
        this.used = used;
        this.firstFree = firstFree;
    }

    public int MaxOrders { get; }

    /// <summary>Orders that rest.</summary>
    public int Count { get; private set; }

    /// <summary>Rows that were ever given out, and the nil row.</summary>
    public ReadOnlySpan<OrderSlot> Rows => rows.AsSpan(0, used);

    /// <summary>First row to be given out again, 0 when there is none.</summary>
    public int FirstFree => firstFree;

    public bool HasRoom => firstFree != 0 || used <= MaxOrders;

    public ref OrderSlot this[int row] => ref rows[row];

    /// <summary>The row of a handle; 0 when the order does not rest any more or never did.</summary>
    public int Find(OrderId id)
    {
        int row = id.Slot;
        if (row >= used) return 0;
        ref OrderSlot slot = ref rows[row];
        return slot.IsResting && IdOf(row, slot) == id ? row : 0; // the whole handle: it may come from outside with bits that name no row
    }

    public static OrderId IdOf(int row, in OrderSlot slot) => OrderId.FromSlot(row, slot.Generation);

    /// <summary>A cleared row under its next generation. There must be room.</summary>
    public int Take()
    {
        int row = firstFree;
        if (row != 0)
        {
            firstFree = rows[row].Next;
            rows[row].Next = 0;
        }
        else
        {
            row = used;
            if (row == rows.Length) Array.Resize(ref rows, Math.Min(rows.Length * 2, MaxOrders + 1));
            used++;
        }
        rows[row].Generation++;
        Count++;
        return row;
    }

    public void Release(int row)
    {
        uint generation = rows[row].Generation;
        rows[row] = default;
        rows[row].Generation = generation;
        Count--;
        if (IsSpent(generation)) return;
        rows[row].Next = firstFree;
        firstFree = row;
    }

    public void Save(StateWriter writer)
    {
        writer.Write(firstFree);
        writer.WriteColumn(Rows);
    }

    /// <summary>Reads the rows; each is checked by itself, links only for being rows of this table. The rest is the work of <see cref="BookAudit"/>.</summary>
    public static OrderTable Restore(ref StateReader reader, OrderBookLimits limits)
    {
        int free = reader.Read<int>();
        OrderSlot[] saved = reader.ReadColumn<OrderSlot>(out int used);
        if (used < 1 || used - 1 > limits.MaxOrders) throw new InvalidStateException($"an order book claims {used} rows");
        if (free < 0 || free >= used) throw new InvalidStateException($"the free list of an order book starts at row {free}");
        if (!IsClear(saved[0]) || saved[0].Generation != 0 || saved[0].Next != 0) throw new InvalidStateException("the nil row of an order book is in use");

        var table = new OrderTable(saved, used, free, limits.MaxOrders);
        for (int row = 1; row < used; row++)
        {
            if (!IsPossible(saved[row], used, limits)) throw new InvalidStateException($"row {row} of an order book cannot be");
            if (saved[row].IsResting) table.Count++;
        }
        return table;
    }

    /// <summary>A row is retired after its last generation: a handle never comes to mean another order.</summary>
    public static bool IsSpent(uint generation) => generation == uint.MaxValue;

    private static bool IsPossible(in OrderSlot slot, int used, OrderBookLimits limits)
    {
        if (slot.Generation == 0 || slot.Next < 0 || slot.Next >= used) return false;
        if (!slot.IsResting) return IsClear(slot);
        return slot.Marks <= (OrderMarks.Resting | OrderMarks.ReduceOnly | OrderMarks.AuctionOnly)
            && slot.Side <= Side.Sell
            && slot.Reserved == 0
            && slot.Ticks is >= 1 and <= OrderBook.MaxTicks
            && slot.Lots is >= 1 and <= OrderBook.MaxRestingLots
            && slot.Account >= 0
            && slot.Owner >= 0 && slot.Owner < limits.MaxOwners
            && slot.Previous >= 0 && slot.Previous < used
            && slot.OwnerNext >= 0 && slot.OwnerNext < used
            && slot.OwnerPrevious >= 0 && slot.OwnerPrevious < used;
    }

    /// <summary>Whether nothing but the generation and the free link is left in a row.</summary>
    private static bool IsClear(in OrderSlot slot) =>
        slot is
        {
            Ticks: 0,
            Lots: 0,
            Account: 0,
            Owner: 0,
            Previous: 0,
            OwnerNext: 0,
            OwnerPrevious: 0,
            Side: Side.Buy,
            Marks: OrderMarks.None,
            Reserved: 0,
        };
}

using System.Buffers.Binary;
using Spillway.Core;
using static Spillway.Markets.Tests.Desk;

namespace Spillway.Markets.Tests;

public sealed class OrderBookSnapshotTests
{
    private const int HeaderBytes = 28; // version, three bounds, phase, free list, row count
    private const int RowBytes = 48;

    // Fields of a row, as offsets.
    private const int TicksLow = 0;
    private const int Generation = 24;
    private const int Next = 28;
    private const int Previous = 32;
    private const int OwnerNext = 36;
    private const int OwnerPrevious = 40;
    private const int SideAndMarks = 44;

    [Fact]
    public void Restore_GivesTheSameBytesAndTheSameHandles()
    {
        OrderBook book = Busy();
        OrderBook restored = Restored(book.Bytes());
        Assert.Equal(book.Bytes(), restored.Bytes());
        for (int i = 0; i < 20; i++) Assert.Equal(book.Place(Buy(Carol, 50 + i, 1)), restored.Place(Buy(Carol, 50 + i, 1)));
        Assert.Equal(book.Bytes(), restored.Bytes());
    }

    [Fact]
    public void Restore_OfAnEmptyBook_IsEmptyAndWorks()
    {
        OrderBook restored = Restored(new OrderBook(0).Bytes());
        Assert.Equal(0, restored.Count);
        restored.Rests(Buy(Alice, 100, 1));
        restored.Rests(Buy(Alice, 100, 1));
        restored.CheckInvariants();
    }

    [Fact]
    public void Save_LeavesNothingOfAGoneOrderButItsGeneration()
    {
        var book = new OrderBook();
        book.Cancel(book.Rests(Buy(Alice, 100, 5)), out _);
        byte[] row = book.Bytes()[^RowBytes..];
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(row.AsSpan(Generation)));
        row[Generation] = 0;
        Assert.All(row, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Slot_WhenItsGenerationsAreSpent_IsNeverGivenOutAgain()
    {
        var book = new OrderBook();
        book.Rests(Buy(Alice, 100, 5));
        byte[] bytes = book.Bytes();
        bytes.AsSpan(HeaderBytes + RowBytes + Generation, 4).Fill(0xFF);
        OrderBook old = Restored(bytes);
        OrderId last = old.FirstOf(Alice);
        Assert.Equal(uint.MaxValue, last.Generation);
        Assert.True(old.Cancel(last, out _));
        old.CheckInvariants();
        Assert.Equal(2, Restored(old.Bytes()).Rests(Buy(Alice, 100, 5)).Slot);
    }

    [Fact]
    public void Restore_WhenAnyByteIsCutOff_IsRefused()
    {
        byte[] bytes = Busy().Bytes();
        for (int length = 0; length < bytes.Length; length++) Assert.Throws<InvalidStateException>(() => Restored(bytes[..length]));
    }

    [Fact]
    public void Restore_WhenAnyByteIsDamaged_IsRefusedOrGivesASoundBook()
    {
        byte[] bytes = Busy().Bytes();
        int refused = 0;
        for (int at = 0; at < bytes.Length; at++)
        {
            foreach (byte flip in (byte[])[1, 2, 4, 0x80, 0xFF])
            {
                byte[] damaged = [.. bytes];
                damaged[at] ^= flip;
                if (!IsSoundOrRefused(damaged)) refused++;
            }
        }
        Assert.True(refused > bytes.Length); // links, sums and zeros are most of a snapshot
    }

    [Fact]
    public void Restore_WhenLinksAreShuffledAtRandom_IsRefusedOrGivesASoundBook()
    {
        byte[] bytes = Busy().Bytes();
        int rows = (bytes.Length - HeaderBytes) / RowBytes;
        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = [.. bytes];
            for (int hit = random.Next(1, 4); hit > 0; hit--)
            {
                int at = HeaderBytes + (random.Next(1, rows) * RowBytes) + Next + (4 * random.Next(4));
                BinaryPrimitives.WriteInt32LittleEndian(damaged.AsSpan(at), random.Next(rows));
            }
            if (!IsSoundOrRefused(damaged)) refused++;
        }
        Assert.True(refused > 15_000);
    }

    [Theory]
    [InlineData("a queue is a ring", 2, Previous, 3, 3, Next, 2)]
    [InlineData("a queue skips an order", 2, Next, 4, 4, Previous, 2)]
    [InlineData("a link is not returned", 3, Previous, 4, 3, Previous, 4)]
    [InlineData("a queue runs into a free row", 4, Next, 5, 4, Next, 5)]
    [InlineData("an owner's list is a ring", 2, OwnerPrevious, 4, 4, OwnerNext, 2)]
    [InlineData("an owner's list takes another's order", 4, OwnerNext, 3, 3, OwnerPrevious, 4)]
    [InlineData("a bid rests above an ask", 1, TicksLow, 96, 1, TicksLow, 96)]
    [InlineData("both sides rest at one price", 4, SideAndMarks, 0x101, 4, SideAndMarks, 0x101)]
    [InlineData("the free list is cut", 6, Next, 0, 6, Next, 0)]
    [InlineData("the free list is a ring", 5, Next, 6, 5, Next, 6)]
    [InlineData("a free row links to a resting one", 5, Next, 1, 5, Next, 1)]
    [InlineData("a spent row is free", 5, Generation, -1, 5, Generation, -1)]
    public void Restore_WhenALawIsBroken_IsRefused(string law, int row, int field, int value, int otherRow, int otherField, int otherValue)
    {
        byte[] bytes = SixRows();
        Write(bytes, row, field, value);
        Write(bytes, otherRow, otherField, otherValue);
        InvalidStateException refusal = Assert.Throws<InvalidStateException>(() => Restored(bytes));
        Assert.StartsWith("order book: ", refusal.Message, StringComparison.Ordinal); // by the audit, not because something else was damaged on the way
        Assert.NotEmpty(law);
    }

    [Fact]
    public void Restore_WhenAnOrderStandsInsideAnothersList_IsRefused()
    {
        byte[] bytes = SixRows();
        Write(bytes, 2, OwnerNext, 3);
        Write(bytes, 3, OwnerPrevious, 2);
        Write(bytes, 3, OwnerNext, 4);
        Write(bytes, 4, OwnerPrevious, 3);
        Assert.Throws<InvalidStateException>(() => Restored(bytes));
    }

    [Fact]
    public void Restore_WhenFreeListStartsAtARestingRow_IsRefused()
    {
        byte[] bytes = SixRows();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), 2);
        Assert.Throws<InvalidStateException>(() => Restored(bytes));
    }

    [Fact]
    public void Restore_WhenAQuantityIsBeyondTheBoundOnTheSum_IsRefused()
    {
        byte[] bytes = SixRows();
        for (int row = 1; row <= 2; row++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeaderBytes + (row * RowBytes) + 8), OrderBook.MaxRestingLots);
        Assert.Throws<InvalidStateException>(() => Restored(bytes));
    }

    /// <summary>Row 1: an ask at 98; rows 2, 3, 4: the bids at 97, of Alice, Bob, Alice; rows 5 and 6 are free, 6 before 5.</summary>
    private static byte[] SixRows()
    {
        var book = new OrderBook();
        book.Rests(Sell(Carol, 98, 5));
        book.Rests(Buy(Alice, 97, 5));
        book.Rests(Buy(Bob, 97, 5));
        book.Rests(Buy(Alice, 97, 5));
        OrderId five = book.Rests(Buy(Carol, 90, 5));
        OrderId six = book.Rests(Buy(Carol, 90, 5));
        book.Cancel(five, out _);
        book.Cancel(six, out _);
        return book.Bytes();
    }

    private static void Write(byte[] bytes, int row, int field, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes + (row * RowBytes) + field), value);

    /// <summary>A book with queues of several orders, distant prices, partial fills and free slots.</summary>
    private static OrderBook Busy()
    {
        var book = new OrderBook(new OrderBookLimits(MaxOrders: 1000, MaxPages: 50, MaxOwners: 100));
        List<OrderId> ids = [];
        for (int i = 0; i < 24; i++) ids.Add(book.Rests(Buy(i % 5, 100 - (i % 4), 1 + i)));
        for (int i = 0; i < 24; i++) ids.Add(book.Rests(Sell(i % 5, 200 + (i % 3 * 1_000_000_007L), 1 + i) with { ReduceOnly = i % 2 == 0 }));
        foreach (int i in (int[])[3, 30, 7, 40, 12]) Assert.True(book.Cancel(ids[i], out _));
        book.Place(Market(Side.Sell, 90, 40));
        return book;
    }

    private static bool IsSoundOrRefused(byte[] bytes)
    {
        OrderBook book;
        try
        {
            book = Restored(bytes);
        }
        catch (InvalidStateException)
        {
            return false;
        }
        book.CheckInvariants();
        book.Place(Market(Side.Buy, 91, 5));
        book.Place(Buy(92, 150, 5));
        book.CheckInvariants();
        return true;
    }
}

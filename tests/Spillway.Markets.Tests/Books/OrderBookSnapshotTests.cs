using System.Buffers.Binary;
using Spillway.Core;
using static Spillway.Markets.Tests.Desk;

namespace Spillway.Markets.Tests;

public sealed class OrderBookSnapshotTests
{
    private const int HeaderBytes = 24; // version, three bounds, free list, row count
    private const int RowBytes = 48;
    private const int GenerationOffset = 24;
    private const int NextOffset = 28;

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
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(row.AsSpan(GenerationOffset)));
        row[GenerationOffset] = 0;
        Assert.All(row, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Slot_WhenItsGenerationsAreSpent_IsNeverGivenOutAgain()
    {
        var book = new OrderBook();
        book.Rests(Buy(Alice, 100, 5));
        byte[] bytes = book.Bytes();
        bytes.AsSpan(HeaderBytes + RowBytes + GenerationOffset, 4).Fill(0xFF);
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
                int at = HeaderBytes + (random.Next(1, rows) * RowBytes) + NextOffset + (4 * random.Next(4));
                BinaryPrimitives.WriteInt32LittleEndian(damaged.AsSpan(at), random.Next(rows));
            }
            if (!IsSoundOrRefused(damaged)) refused++;
        }
        Assert.True(refused > 15_000);
    }

    [Fact]
    public void Restore_WhenAQueueIsARing_IsRefused()
    {
        var book = new OrderBook();
        book.Rests(Buy(Alice, 100, 5));
        book.Rests(Buy(Bob, 100, 5));
        byte[] bytes = book.Bytes();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes + (1 * RowBytes) + NextOffset + 4), 2); // before the first: the second
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes + (2 * RowBytes) + NextOffset), 1); // behind the second: the first
        Assert.Throws<InvalidStateException>(() => Restored(bytes));
    }

    [Fact]
    public void Restore_WhenSidesCross_IsRefused()
    {
        var book = new OrderBook();
        book.Rests(Buy(Alice, 100, 5));
        book.Rests(Sell(Bob, 101, 5));
        byte[] bytes = book.Bytes();
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeaderBytes + (2 * RowBytes)), 99);
        Assert.Throws<InvalidStateException>(() => Restored(bytes));
    }

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

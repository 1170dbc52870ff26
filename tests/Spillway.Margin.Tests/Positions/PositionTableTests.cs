using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class PositionTableTests
{
    private const int Instruments = 6;

    [Fact]
    public void FindOrAdd_OfTheSamePair_IsTheSameRow()
    {
        (AccountTable accounts, PositionTable table) = Empty(2);
        Assert.Equal(0, table.FindOrAdd(accounts, 1, 3));
        Assert.Equal(1, table.FindOrAdd(accounts, 1, 4));
        Assert.Equal(0, table.FindOrAdd(accounts, 1, 3));
        Assert.Equal(-1, table.Find(accounts, 0, 3));
        Assert.Equal(2, accounts.PositionCount(AccountId.FromIndex(1)));
    }

    [Fact]
    public void ReleaseIfEmpty_ThenAdd_ReusesRowsLastInFirstOut()
    {
        (AccountTable accounts, PositionTable table) = Empty(3);
        for (int instrument = 0; instrument < 3; instrument++) table.FindOrAdd(accounts, 0, instrument);
        table.ReleaseIfEmpty(accounts, 1);
        table.ReleaseIfEmpty(accounts, 0);
        Assert.Equal(1, accounts.PositionCount(AccountId.FromIndex(0)));
        Assert.Equal([0, 1, 3], [table.FindOrAdd(accounts, 1, 5), table.FindOrAdd(accounts, 2, 5), table.FindOrAdd(accounts, 2, 4)]);
        Assert.Equal(2, table.Find(accounts, 0, 2));
    }

    [Fact]
    public void ReleaseIfEmpty_WhileSomethingIsHeld_KeepsTheRow()
    {
        (AccountTable accounts, PositionTable table) = Empty(1);
        int row = table.FindOrAdd(accounts, 0, 0);
        table.Size(row) = 1;
        table.ReleaseIfEmpty(accounts, row);
        table.Size(row) = 0;
        table.OpenOrderRow(row) = 0;
        table.ReleaseIfEmpty(accounts, row);
        Assert.Equal(row, table.Find(accounts, 0, 0));
    }

    [Fact]
    public void ReleaseIfEmpty_OfAClosedPositionWithABasis_IsABrokenInvariant()
    {
        (AccountTable accounts, PositionTable table) = Empty(1);
        table.Basis(table.FindOrAdd(accounts, 0, 0)) = 1;
        Assert.Throws<InvariantException>(() => table.ReleaseIfEmpty(accounts, 0));
    }

    [Fact]
    public void Rows_AfterAnySequence_AreThoseOfAPlainDictionary() => Draw.ForAll(100, draw =>
    {
        (AccountTable accounts, PositionTable table) = Empty(8);
        Dictionary<(int Account, int Instrument), long> held = [];
        for (int n = 0; n < 400; n++)
        {
            (int account, int instrument) = (draw.Between(0, 7), draw.Between(0, Instruments - 1));
            int row = table.FindOrAdd(accounts, account, instrument);
            table.Size(row) = draw.Chance(50) ? n + 1 : 0;
            held[(account, instrument)] = table.SizeLots[row];
            table.ReleaseIfEmpty(accounts, row);
        }
        foreach (((int account, int instrument), long size) in held)
        {
            int row = table.Find(accounts, account, instrument);
            Assert.Equal(size, row < 0 ? 0 : table.SizeLots[row]);
        }
        Assert.InRange(table.RowCount, 0, 8 * Instruments);
        Assert.Equal(held.Count(pair => pair.Value != 0), Enumerable.Range(0, table.RowCount).Count(row => table.Accounts[row] >= 0));
    });

    [Fact]
    public void Restore_OfWhatWasSaved_GivesOutTheSameRows()
    {
        (AccountTable accounts, PositionTable table) = Used();
        byte[] saved = StateBytes.Of(table.Save);
        StateReader reader = new(saved);
        PositionTable restored = PositionTable.Restore(ref reader, accounts, Instruments);
        Assert.True(reader.AtEnd);
        Assert.Equal(saved, StateBytes.Of(restored.Save));
    }

    [Fact]
    public void Restore_OfDamagedBytes_IsRefusedOrUsable()
    {
        (AccountTable accounts, PositionTable table) = Used();
        Damage.AssertRefusedOrUsable(StateBytes.Of(table.Save), (ref reader) =>
        {
            PositionTable restored = PositionTable.Restore(ref reader, accounts, Instruments);
            for (int account = 0; account < accounts.Count; account++)
            {
                for (int instrument = 0; instrument < Instruments; instrument++) _ = restored.Find(accounts, account, instrument);
            }
        });
    }

    // The row of a freed position is taken by the next one: whatever it held would become theirs.
    [Fact]
    public void Restore_OfAFreedRowThatHoldsSomething_IsRefused()
    {
        (AccountTable accounts, PositionTable table) = Used();
        table.Size(1) = 5;
        byte[] saved = StateBytes.Of(table.Save);
        Assert.Throws<InvalidStateException>(() =>
        {
            StateReader reader = new(saved);
            PositionTable.Restore(ref reader, accounts, Instruments);
        });
    }

    // Two accounts with three positions, rows 1 and 2 free.
    private static (AccountTable Accounts, PositionTable Table) Used()
    {
        (AccountTable accounts, PositionTable table) = Empty(3);
        for (int i = 0; i < 5; i++) table.Size(table.FindOrAdd(accounts, i % 2, i)) = 10 + i;
        foreach (int row in new[] { 2, 1 })
        {
            table.Size(row) = 0;
            table.ReleaseIfEmpty(accounts, row);
        }
        return (accounts, table);
    }

    private static (AccountTable Accounts, PositionTable Table) Empty(int count)
    {
        AccountTable accounts = new();
        for (int i = 0; i < count; i++) accounts.Add(AccountId.None, InstrumentId.None);
        return (accounts, new PositionTable());
    }
}

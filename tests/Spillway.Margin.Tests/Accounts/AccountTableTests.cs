using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class AccountTableTests
{
    [Fact]
    public void Add_NumbersAccountsFromZero()
    {
        AccountTable table = With(200);
        Assert.Equal(200, table.Count);
        Assert.True(table.Exists(AccountId.FromIndex(199)));
        Assert.False(table.Exists(AccountId.FromIndex(200)));
        Assert.False(table.Exists(AccountId.None));
    }

    [Fact]
    public void Add_OfASubAccount_KeepsParentAndInstrument()
    {
        AccountTable table = With(3);
        AccountId isolated = table.Add(AccountId.FromIndex(1), InstrumentId.FromIndex(4));
        Assert.Equal((AccountId.FromIndex(1), InstrumentId.FromIndex(4)), (table.Parent(isolated), table.IsolatedInstrument(isolated)));
        Assert.Equal((AccountId.None, InstrumentId.None), (table.Parent(AccountId.FromIndex(1)), table.IsolatedInstrument(AccountId.FromIndex(1))));
    }

    [Fact]
    public void Restore_OfWhatWasSaved_SavesTheSameBytes()
    {
        byte[] saved = StateBytes.Of(WithSubAccount().Save);
        StateReader reader = new(saved);
        AccountTable restored = AccountTable.Restore(ref reader, instruments: 5);
        Assert.True(reader.AtEnd);
        Assert.Equal(saved, StateBytes.Of(restored.Save));
        Assert.Equal(5, restored.Add(AccountId.None, InstrumentId.None).Index);
    }

    [Theory]
    [InlineData(4, 0)] // its own parent
    [InlineData(9, 0)]
    [InlineData(-2, 0)]
    [InlineData(3, 0)] // a sub-account of a sub-account
    [InlineData(1, 5)] // an instrument that is not listed
    [InlineData(1, -1)] // a parent without an instrument
    [InlineData(-1, 1)]
    public void Restore_OfAnImpossibleSubAccount_IsRefused(int parent, int instrument)
    {
        AccountTable table = With(3);
        table.Add(AccountId.FromIndex(1), InstrumentId.FromIndex(4));
        table.Add(AccountId.FromIndex(parent), InstrumentId.FromIndex(instrument));
        byte[] saved = StateBytes.Of(table.Save);
        Assert.Throws<InvalidStateException>(() =>
        {
            StateReader reader = new(saved);
            AccountTable.Restore(ref reader, instruments: 5);
        });
    }

    [Fact]
    public void Restore_OfDamagedBytes_IsRefusedOrUsable() => Damage.AssertRefusedOrUsable(StateBytes.Of(WithSubAccount().Save), (ref reader) =>
    {
        AccountTable table = AccountTable.Restore(ref reader, instruments: 5);
        for (int i = 0; i < table.Count; i++)
        {
            AccountId account = AccountId.FromIndex(i);
            Assert.True(table.Parent(account) == AccountId.None || table.Exists(table.Parent(account)));
        }
        table.Add(AccountId.None, InstrumentId.None);
    });

    private static AccountTable WithSubAccount()
    {
        AccountTable table = With(4);
        table.Add(AccountId.FromIndex(1), InstrumentId.FromIndex(4));
        return table;
    }

    private static AccountTable With(int count)
    {
        AccountTable table = new();
        for (int i = 0; i < count; i++) table.Add(AccountId.None, InstrumentId.None);
        return table;
    }
}

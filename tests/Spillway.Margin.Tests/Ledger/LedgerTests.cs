using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class LedgerTests
{
    private static readonly AssetId First = AssetId.FromIndex(0), Second = AssetId.FromIndex(1);
    private static readonly LedgerAccount Clearing = LedgerAccount.Clearing(InstrumentId.FromIndex(0));

    [Fact]
    public void Post_MovesFromOneToTheOther()
    {
        Ledger ledger = Empty();
        ledger.Post(First, LedgerAccount.External, Wallet(3), Money.FromUnits(10));
        ledger.Post(First, Wallet(3), LedgerAccount.Fees, Money.FromUnits(4));
        ledger.Post(First, Wallet(3), LedgerAccount.InsuranceFund, Money.FromUnits(-1));
        Assert.Equal((-10, 7, 4, -1), (Units(ledger, LedgerAccount.External), Units(ledger, Wallet(3)), Units(ledger, LedgerAccount.Fees), Units(ledger, LedgerAccount.InsuranceFund)));
    }

    [Fact]
    public void Post_InOneAsset_LeavesTheOthersAlone()
    {
        Ledger ledger = Empty();
        ledger.Post(Second, LedgerAccount.External, Wallet(0), Money.FromUnits(10));
        Assert.Equal(0, Units(ledger, Wallet(0)));
        Assert.Equal(10, ledger.Balance(Second, Wallet(0)).Units);
    }

    [Fact]
    public void Post_ToAClearingAccountOfAnotherAsset_IsABrokenInvariant() =>
        Assert.Throws<InvariantException>(() => Empty().Post(Second, LedgerAccount.External, Clearing, Money.FromUnits(1)));

    [Fact]
    public void Post_BeyondALong_Throws()
    {
        Ledger ledger = Empty();
        ledger.Post(First, LedgerAccount.External, Wallet(0), Money.FromUnits(long.MaxValue));
        Assert.Throws<OverflowException>(() => ledger.Post(First, LedgerAccount.Fees, Wallet(0), Money.FromUnits(1)));
    }

    [Fact]
    public void Sum_AfterAnyPostings_IsZero() => Draw.ForAll(200, draw =>
    {
        Ledger ledger = Empty();
        LedgerAccount[] accounts = [LedgerAccount.External, LedgerAccount.InsuranceFund, LedgerAccount.Fees, LedgerAccount.Rounding, Clearing, Wallet(0), Wallet(1), Wallet(7)];
        for (int n = 0; n < 50; n++) ledger.Post(First, draw.Pick(accounts), draw.Pick(accounts), Money.FromUnits(draw.Between(-(1L << 50), 1L << 50)));
        Assert.Equal(Int128.Zero, ledger.Sum(First));
        Assert.Equal(Int128.Zero, ledger.Sum(Second));
    });

    [Fact]
    public void Reserve_KeepsBalances()
    {
        Ledger ledger = Empty();
        ledger.Post(First, LedgerAccount.External, Wallet(7), Money.FromUnits(5));
        ledger.Reserve(1_000);
        Assert.Equal(5, Units(ledger, Wallet(7)));
        Assert.Equal(0, Units(ledger, Wallet(999)));
    }

    [Fact]
    public void Restore_OfWhatWasSaved_SavesTheSameBytes()
    {
        byte[] saved = Saved();
        StateReader reader = new(saved);
        Ledger restored = Ledger.Restore(ref reader, accounts: 8, capacity: 64);
        Assert.True(reader.AtEnd);
        Assert.Equal(saved, StateBytes.Of(writer => restored.Save(writer, 8)));
        Assert.Equal(Int128.Zero, restored.Sum(First));
    }

    [Fact]
    public void Restore_OfDamagedBytes_IsRefusedOrUsable() => Damage.AssertRefusedOrUsable(Saved(), (ref reader) =>
    {
        Ledger ledger = Ledger.Restore(ref reader, accounts: 8, capacity: 64);
        for (int asset = 0; asset < ledger.AssetCount; asset++) _ = ledger.Sum(AssetId.FromIndex(asset));
    });

    private static byte[] Saved()
    {
        Ledger ledger = Empty();
        ledger.Post(First, LedgerAccount.External, Wallet(7), Money.FromUnits(5));
        ledger.Post(First, Wallet(7), Clearing, Money.FromUnits(2));
        ledger.Post(Second, LedgerAccount.External, LedgerAccount.Rounding, Money.FromUnits(3));
        return StateBytes.Of(writer => ledger.Save(writer, 8));
    }

    private static Ledger Empty()
    {
        Ledger ledger = new();
        ledger.AddAsset(8);
        ledger.AddAsset(8);
        ledger.AddInstrument(First);
        return ledger;
    }

    private static LedgerAccount Wallet(int account) => LedgerAccount.Wallet(AccountId.FromIndex(account));

    private static long Units(Ledger ledger, LedgerAccount account) => ledger.Balance(First, account).Units;
}

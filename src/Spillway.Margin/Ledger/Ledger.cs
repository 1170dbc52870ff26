using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Double-entry ledger: every amount leaves one account and reaches another, so per asset all balances always add up to zero.</summary>
/// <remarks>
/// Columns: one array of wallets per asset (8 B an account), five house accounts per asset, one clearing account per instrument. The only way to change
/// a balance is <see cref="Post"/>; value cannot appear or vanish. Deposits are postings from <see cref="LedgerAccount.External"/>.
/// </remarks>
public sealed class Ledger
{
    private readonly List<long[]> walletUnits = [];
    private readonly List<long[]> houseUnits = [];
    private readonly List<AssetId> clearingAsset = [];
    private readonly List<long> clearingUnits = [];

    /// <summary>Assets listed so far.</summary>
    public int AssetCount => walletUnits.Count;

    /// <summary>Wallets of one asset, indexed by account; longer than the number of accounts.</summary>
    public ReadOnlySpan<long> WalletUnits(AssetId asset) => walletUnits[asset.Index];

    /// <summary>Balance of an account in an asset.</summary>
    public Money Balance(AssetId asset, LedgerAccount account) => Money.FromUnits(Cell(asset, account));

    /// <summary>Moves an amount between two accounts of the same asset; a negative amount moves the other way. Overflow throws.</summary>
    public void Post(AssetId asset, LedgerAccount from, LedgerAccount to, Money amount)
    {
        Cell(asset, from) -= amount.Units;
        Cell(asset, to) += amount.Units;
    }

    /// <summary>Sum of all balances of an asset; anything but zero is a broken ledger. Work proportional to the number of accounts.</summary>
    public Int128 Sum(AssetId asset)
    {
        Int128 sum = 0;
        foreach (long units in walletUnits[asset.Index]) sum += units;
        foreach (long units in houseUnits[asset.Index]) sum += units;
        for (int i = 0; i < clearingUnits.Count; i++)
        {
            if (clearingAsset[i] == asset) sum += clearingUnits[i];
        }
        return sum;
    }

    internal void AddAsset(int accountCapacity)
    {
        walletUnits.Add(new long[accountCapacity]);
        houseUnits.Add(new long[LedgerAccount.HouseAccounts]);
    }

    internal void AddInstrument(AssetId settlement)
    {
        clearingAsset.Add(settlement);
        clearingUnits.Add(0);
    }

    internal void Reserve(int accountCapacity)
    {
        for (int asset = 0; asset < walletUnits.Count; asset++)
        {
            long[] column = walletUnits[asset];
            if (column.Length >= accountCapacity) continue;
            Array.Resize(ref column, accountCapacity);
            walletUnits[asset] = column;
        }
    }

    internal void Save(StateWriter writer, int accounts)
    {
        writer.Write(walletUnits.Count);
        for (int asset = 0; asset < walletUnits.Count; asset++)
        {
            writer.WriteColumn<long>(walletUnits[asset].AsSpan(0, accounts));
            writer.WriteColumn<long>(houseUnits[asset]);
        }
        writer.WriteColumn<long>(CollectionsMarshal.AsSpan(clearingUnits));
        writer.WriteColumn<AssetId>(CollectionsMarshal.AsSpan(clearingAsset));
    }

    internal static Ledger Restore(ref StateReader reader, int accounts, int capacity)
    {
        Ledger ledger = new();
        int assets = reader.Read<int>();
        if (assets is < 0 or > 1_000_000) throw new InvalidStateException($"the ledger claims {assets} assets");
        for (int asset = 0; asset < assets; asset++)
        {
            ledger.walletUnits.Add(reader.ReadColumn<long>(out int wallets, capacity));
            ledger.houseUnits.Add(reader.ReadColumn<long>(out int house));
            if (wallets != accounts || house != LedgerAccount.HouseAccounts) throw new InvalidStateException("the ledger does not fit the accounts");
        }
        ledger.clearingUnits.AddRange(reader.ReadColumn<long>(out int clearings).AsSpan(0, clearings));
        ledger.clearingAsset.AddRange(reader.ReadColumn<AssetId>(out int clearingAssets).AsSpan(0, clearingAssets));
        if (clearings != clearingAssets) throw new InvalidStateException("the clearing accounts do not fit their assets");
        return ledger;
    }

    private ref long Cell(AssetId asset, LedgerAccount account)
    {
        if (account.IsWallet) return ref walletUnits[asset.Index][account.Code];
        if (!account.IsClearing) return ref houseUnits[asset.Index][account.HouseIndex];
        if (clearingAsset[account.ClearingIndex] != asset) throw new InvariantException($"instrument {account.ClearingIndex} does not settle in {asset}");
        return ref CollectionsMarshal.AsSpan(clearingUnits)[account.ClearingIndex];
    }
}

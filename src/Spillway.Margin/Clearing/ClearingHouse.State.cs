using Spillway.Core;

namespace Spillway.Margin;

/// <content>Snapshot and restore. The specifications themselves are saved by the engine, which has them as listing documents.</content>
public sealed partial class ClearingHouse
{
    /// <summary>Writes accounts, positions, orders, ledger and rates.</summary>
    public void Save(StateWriter writer)
    {
        Accounts.Save(writer);
        Positions.Save(writer);
        Ledger.Save(writer, Accounts.Count);
        Rates.Save(writer);
        foreach (OpenOrderTable table in openOrders) table.Save(writer);
    }

    /// <summary>Reads back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidStateException">The bytes are not such a state.</exception>
    public static ClearingHouse Restore(ref StateReader reader, IReadOnlyList<AssetSpec> assets, IReadOnlyList<InstrumentSpec> instruments)
    {
        AccountTable accounts = AccountTable.Restore(ref reader);
        PositionTable positions = PositionTable.Restore(ref reader, accounts, instruments.Count);
        Ledger ledger = Ledger.Restore(ref reader, accounts.Count, accounts.Capacity);
        if (ledger.AssetCount != assets.Count) throw new InvalidStateException("the ledger does not fit the listed assets");
        ClearingHouse house = new() { Accounts = accounts, Positions = positions, Ledger = ledger, Rates = RateTable.Restore(ref reader, instruments.Count, assets.Count) };
        house.assets.AddRange(assets);
        foreach (InstrumentSpec spec in instruments) house.AttachInstrument(spec, OpenOrderTable.Restore(ref reader));
        return house;
    }
}

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
        AccountTable accounts = AccountTable.Restore(ref reader, instruments.Count);
        PositionTable positions = PositionTable.Restore(ref reader, accounts, instruments.Count);
        Ledger ledger = Ledger.Restore(ref reader, accounts.Count, accounts.Capacity);
        if (ledger.AssetCount != assets.Count) throw new InvalidStateException("the ledger does not fit the listed assets");
        ClearingHouse house = new() { Accounts = accounts, Positions = positions, Ledger = ledger, Rates = RateTable.Restore(ref reader, instruments.Count, assets.Count) };
        house.assets.AddRange(assets);
        foreach (InstrumentSpec spec in instruments) house.AttachInstrument(spec, OpenOrderTable.Restore(ref reader));
        for (int row = 0; row < positions.RowCount; row++)
        {
            if (positions.Accounts[row] >= 0) house.openInterestLots[positions.Instruments[row]] += Math.Max(0, positions.SizeLots[row]);
        }
        for (int i = 0; i < instruments.Count; i++)
        {
            if (!house.Rates.Fits(i, instruments[i])) throw new InvalidStateException($"the mark of {instruments[i].Symbol} does not fit its value");
            if (!house.OwnersFit(i)) throw new InvalidStateException($"the open orders of {instruments[i].Symbol} do not fit the positions");
        }
        return house;
    }

    /// <summary>Whether an owner slot holds exactly these orders: what a restored order book is compared with.</summary>
    internal bool HoldsExactly(InstrumentId instrument, int ownerSlot, int orders, long bidLots, long bidUnits, long askLots, long askUnits)
    {
        OpenOrderTable table = openOrders[instrument.Index];
        return (table.OrderCount(ownerSlot), table.BidLots(ownerSlot), table.BidUnits(ownerSlot), table.AskLots(ownerSlot), table.AskUnits(ownerSlot))
            == (orders, bidLots, bidUnits, askLots, askUnits);
    }

    // Positions and owner slots point at each other, one to one.
    private bool OwnersFit(int instrument)
    {
        OpenOrderTable table = openOrders[instrument];
        int used = 0, pointing = 0;
        for (int slot = 0; slot < table.RowCount; slot++)
        {
            int row = table.PositionRow(slot);
            if (row < 0) continue;
            if (row >= Positions.RowCount || Positions.Instruments[row] != instrument || Positions.OpenOrders[row] != slot) return false;
            used++;
        }
        for (int row = 0; row < Positions.RowCount; row++)
        {
            if (Positions.Accounts[row] >= 0 && Positions.Instruments[row] == instrument && Positions.OpenOrders[row] != -1) pointing++;
        }
        return used == pointing;
    }
}

using Spillway.Core;

namespace Spillway.Margin;

/// <content>Open-order margin: what rests in the books, per account and instrument.</content>
public sealed partial class ClearingHouse
{
    /// <summary>Row that stands for an account's orders in one instrument, made if there is none: the owner slot of the order book.</summary>
    public int OwnerSlot(AccountId account, InstrumentId instrument)
    {
        int position = Positions.FindOrAdd(Accounts, account.Index, instrument.Index);
        ref int slot = ref Positions.OpenOrderRow(position);
        if (slot < 0) slot = openOrders[instrument.Index].Add(position);
        return slot;
    }

    /// <summary>The owner slot, kept until <see cref="DropOwnerSlot"/>: while an order is matched, the last resting order of its own account may leave the book.</summary>
    public int HoldOwnerSlot(AccountId account, InstrumentId instrument)
    {
        int slot = OwnerSlot(account, instrument);
        openOrders[instrument.Index].Change(slot, Side.Buy, 1, 0, 0); // counts as an order, so nobody frees it
        return slot;
    }

    /// <summary>Ends what <see cref="HoldOwnerSlot"/> began; the slot is given back unless orders rest in it.</summary>
    public void DropOwnerSlot(InstrumentId instrument, int ownerSlot)
    {
        openOrders[instrument.Index].Change(ownerSlot, Side.Buy, -1, 0, 0);
        ReleaseOwnerSlot(instrument, ownerSlot);
    }

    /// <summary>The owner slot if the account has orders in the instrument; otherwise −1.</summary>
    public int FindOwnerSlot(AccountId account, InstrumentId instrument)
    {
        int position = Positions.Find(Accounts, account.Index, instrument.Index);
        return position < 0 ? -1 : Positions.OpenOrders[position];
    }

    /// <summary>Resting lots of one account on one side of an instrument.</summary>
    public QuantityLots RestingLots(AccountId account, InstrumentId instrument, Side side)
    {
        int slot = FindOwnerSlot(account, instrument);
        if (slot < 0) return QuantityLots.Zero;
        OpenOrderTable table = openOrders[instrument.Index];
        return QuantityLots.FromLots(side == Side.Buy ? table.BidLots(slot) : table.AskLots(slot));
    }

    /// <summary>What an account holds and has resting on one side of an instrument, found once: the first question of every order.</summary>
    /// <returns>Signed size, resting lots, and whether it has a row there, for a position or for orders.</returns>
    public (QuantityLots Size, QuantityLots Resting, bool HasRow) Standing(AccountId account, InstrumentId instrument, Side side)
    {
        int row = Positions.Find(Accounts, account.Index, instrument.Index);
        if (row < 0) return default;
        int slot = Positions.OpenOrderRow(row);
        OpenOrderTable table = openOrders[instrument.Index];
        long resting = slot < 0 ? 0 : side == Side.Buy ? table.BidLots(slot) : table.AskLots(slot);
        return (QuantityLots.FromLots(Positions.Size(row)), QuantityLots.FromLots(resting), true);
    }

    /// <summary>An order came to rest.</summary>
    public void OrderRested(InstrumentId instrument, int ownerSlot, Side side, PriceTicks price, QuantityLots lots)
    {
        openOrders[instrument.Index].Change(ownerSlot, side, 1, lots.Lots, OrderUnits(instrument, side, price, lots));
        Observer.OrdersChanged(OwnerOf(instrument, ownerSlot));
    }

    /// <summary>A resting order shrank (by a fill or a reduction) or, with <paramref name="remaining"/> zero, left the book.</summary>
    public void OrderShrank(InstrumentId instrument, int ownerSlot, Side side, PriceTicks price, QuantityLots before, QuantityLots remaining)
    {
        long units = OrderUnits(instrument, side, price, remaining) - OrderUnits(instrument, side, price, before);
        openOrders[instrument.Index].Change(ownerSlot, side, remaining == QuantityLots.Zero ? -1 : 0, (remaining - before).Lots, units);
        AccountId owner = OwnerOf(instrument, ownerSlot);
        if (remaining == QuantityLots.Zero) ReleaseOwnerSlot(instrument, ownerSlot);
        Observer.OrdersChanged(owner);
    }

    /// <summary>Gives an owner slot back if no order uses it.</summary>
    public void ReleaseOwnerSlot(InstrumentId instrument, int ownerSlot)
    {
        OpenOrderTable table = openOrders[instrument.Index];
        int position = table.PositionRow(ownerSlot);
        if (position < 0 || table.OrderCount(ownerSlot) != 0) return;
        table.Free(ownerSlot);
        Positions.OpenOrderRow(position) = -1;
        Positions.ReleaseIfEmpty(Accounts, position);
    }

    private AccountId OwnerOf(InstrumentId instrument, int ownerSlot) =>
        AccountId.FromIndex(Positions.Accounts[openOrders[instrument.Index].PositionRow(ownerSlot)]);

    /// <summary>What an order is booked at if it fills at its limit, rounded against its owner.</summary>
    internal long OrderUnits(InstrumentId instrument, Side side, PriceTicks price, QuantityLots lots) =>
        ContractValue.Of(instruments[instrument.Index], price, lots, side == Side.Buy ? Rounding.Up : Rounding.Down).Units;
}

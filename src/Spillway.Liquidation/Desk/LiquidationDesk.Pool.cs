using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>The buffer pool: takes lots at mark that the book has no room for, and works them off where no case needs the room.</content>
public sealed partial class LiquidationDesk
{
    /// <summary>The buffer pool and its shares.</summary>
    public BufferPool Pool { get; } = new();

    /// <summary>Whether an account is the buffer pool.</summary>
    public bool IsPool(AccountId account) => account == Pool.Account && account != AccountId.None;

    /// <summary>Whether the worth of the pool is known and positive: it has no case, and no position of it is in a market without a fresh index.</summary>
    public bool IsPoolOpen(in AccountHealth pool)
    {
        if (Cases.IsOpen(Pool.Account) || (Pool.TotalShares > 0 ? pool.EquityMillionths <= 0 : pool.EquityMillionths < 0)) return false;
        ClearingHouse house = exchange.House;
        int row = house.Accounts.FirstPosition(Pool.Account.Index);
        while (row >= 0 && exchange.Markets[house.Positions.Instruments[row]].CanLiquidate) row = house.Positions.NextOfAccount[row];
        return row < 0;
    }

    /// <summary>What may leave the pool now: cash that neither its initial margin nor its inventory limit needs; not below zero.</summary>
    /// <remarks>Who leaves must not leave more inventory on the equity of those who stay than the pool might have taken on.</remarks>
    public Money FreeInPool(in AccountHealth pool)
    {
        ClearingHouse house = exchange.House;
        AssetId asset = AssetId.FromIndex(0);
        Money margin = AccountHealth.Displayed(house.InitialMarginMillionths(Pool.Account), Rounding.Up);
        Int128 needed = margin.Units, multiple = Policy.Pool.InventoryMultiple.Ppm;
        for (int row = house.Accounts.FirstPosition(Pool.Account.Index); row >= 0; row = house.Positions.NextOfAccount[row])
        {
            Int128 notional = house.Notional(InstrumentId.FromIndex(house.Positions.Instruments[row]), QuantityLots.FromLots(house.Positions.SizeLots[row])).Units;
            if (notional == 0) continue;
            if (multiple == 0) return Money.Zero;
            needed = Int128.Max(needed, ExactMath.Divide(notional * RatePpm.Whole, multiple, Rounding.Up));
        }
        Int128 free = Int128.Min(pool.Equity.Units - needed, house.Ledger.Balance(asset, LedgerAccount.Wallet(Pool.Account)).Units);
        return Money.FromUnits((long)Int128.Max(0, free));
    }

    // A share is worth equity in the valuation asset: profit that settled in another one would count less than it is worth, by the haircut, and could not be paid out.
    private bool CanPool(Market market, AccountId account) =>
        Policy.Pool.Enabled && Pool.TotalShares > 0 && account != Pool.Account && !Cases.IsOpen(Pool.Account) && market.Spec.SettlementAsset.Index == 0;

    private QuantityLots PoolNettable(Market market, AccountId account, Side side) => CanPool(market, account) ? Opposite(market, Pool.Account, side) : QuantityLots.Zero;

    // What the book had no room for. A take that makes its position smaller needs no limit, and never goes through zero.
    private QuantityLots TakeByPool(int position, Market market, Side side, QuantityLots wanted)
    {
        AccountId account = Cases.Open[position].Account;
        if (!CanPool(market, account)) return QuantityLots.Zero;
        QuantityLots held = Opposite(market, Pool.Account, side);
        QuantityLots lots = held > QuantityLots.Zero ? Smaller(wanted, held) : PoolCapacity(market, side.Opposite(), wanted);
        if (lots > QuantityLots.Zero) GiveToPool(position, market, side, lots, Policy.Pool.Fee);
        return lots;
    }

    private void GiveToPool(int position, Market market, Side side, QuantityLots lots, RatePpm fee)
    {
        TakeAtMark(position, market, side, Pool.Account, lots, TradeRoute.Pool, fee);
        Pool.Took(market.Id, now);
        events.On(new PoolTook(
            Cases.Open[position].Id, market.Id, side.Opposite(), lots, exchange.House.Size(Pool.Account, market.Id), exchange.House.Health(Pool.Account).Equity));
    }

    // Three limits: loss, initial margin, and inventory in multiples of equity.
    private QuantityLots PoolCapacity(Market market, Side taking, QuantityLots wanted)
    {
        ClearingHouse house = exchange.House;
        AccountHealth pool = house.Health(Pool.Account);
        if (Pool.HasLost(in pool, Policy.Pool.LossLimit)) return QuantityLots.Zero;
        Int128 most = (Int128)pool.Equity.Units * Policy.Pool.InventoryMultiple.Ppm / RatePpm.Whole;
        QuantityLots held = house.Size(Pool.Account, market.Id).Magnitude;
        long low = 0, high = Affordable(market, Pool.Account, taking, market.Price.Mark, wanted.Lots).Lots;
        if (high == 0 || house.Notional(market.Id, held + QuantityLots.FromLots(high)).Units <= most) return QuantityLots.FromLots(high);
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (house.Notional(market.Id, held + QuantityLots.FromLots(middle)).Units <= most) low = middle;
            else high = middle;
        }
        return QuantityLots.FromLots(low);
    }

    private void ObservePool()
    {
        if (Pool.TotalShares == 0) return;
        AccountHealth pool = exchange.House.Health(Pool.Account);
        Pool.Observe(in pool, now, Policy.Release.WindowSeconds);
    }

    // Under liquidation it waits like a backstop vault; whom its orders breach is served with the next block.
    private void UnwindPool()
    {
        if (!Policy.Pool.Enabled || Pool.TotalShares == 0 || Cases.IsOpen(Pool.Account)) return;
        ClearTouched();
        foreach (Market market in exchange.AllMarkets)
        {
            long size = exchange.House.Size(Pool.Account, market.Id).Lots;
            if (size != 0 && market.CanLiquidate && !IsCut(market)) Unwind(market, size);
        }
        RefreshTouchedMarkets();
    }

    // The share η of the budget is for cases. The pool has time: it sells what the market wins back, and ε₀, so it never deepens a fall beyond what is ordinary noise.
    private void Unwind(Market market, long size)
    {
        Side side = size > 0 ? Side.Sell : Side.Buy;
        long due = Pool.Due(market.Id, Math.Abs(size), Policy.Pool.UnwindHalfLifeNanos, now);
        BudgetReading budget = market.Budget(side).Read(Policy.Release).WithoutShare(Policy.Release.FloorPpb);
        if (due == 0 || budget.RoomPpb == 0 || budget.OwnRoomPpb == 0 || IsAnyWaiting(market, side)) return;
        PriceTicks limit = Floor(market, side, budget);
        (QuantityLots filled, long swept) = Sweep(market, Pool.Account, side, QuantityLots.FromLots(due), limit);
        if (filled > QuantityLots.Zero) events.On(new PoolUnwound(market.Id, side, filled, exchange.House.Size(Pool.Account, market.Id), limit, swept));
    }

    private bool IsAnyWaiting(Market market, Side side)
    {
        foreach (LiquidationCase row in Cases.Open)
        {
            if (exchange.House.Size(row.Account, market.Id).Lots * side.Sign() < 0) return true;
        }
        return false;
    }
}

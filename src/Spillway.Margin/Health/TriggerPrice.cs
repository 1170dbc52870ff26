using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Liquidation and bankruptcy price of a position, exact to the tick, found by asking the health rule itself.</summary>
/// <remarks>
/// The price of one instrument moves alone; other marks stay. Health falls monotonically in the adverse direction while maintenance rates stay under
/// 100 %, so bisection finds the first tick at which the rule turns: about 40 evaluations, for display and tests, not for the hot path.
/// </remarks>
public static class TriggerPrice
{
    /// <summary>First price, going against the position, at which the account is liquidatable; none if no price in 1 … MaxPrice does it.</summary>
    public static PriceTicks Liquidation(ClearingHouse house, AccountId account, InstrumentId instrument) =>
        First(house, account, instrument, health => health.IsLiquidatable);

    /// <summary>First price, going against the position, at which equity is negative; none if no price in 1 … MaxPrice does it.</summary>
    public static PriceTicks Bankruptcy(ClearingHouse house, AccountId account, InstrumentId instrument) =>
        First(house, account, instrument, health => health.EquityMillionths < 0);

    private static PriceTicks First(ClearingHouse house, AccountId account, InstrumentId instrument, Func<AccountHealth, bool> turned)
    {
        int row = house.Positions.Find(house.Accounts, account.Index, instrument.Index);
        if (row < 0 || house.Positions.SizeLots[row] == 0) return PriceTicks.None;
        QuantityLots size = QuantityLots.FromLots(house.Positions.SizeLots[row]);
        Money basis = Money.FromUnits(house.Positions.BasisUnits[row]);
        bool At(long ticks) => turned(house.HealthIf(account, instrument, PriceTicks.FromTicks(ticks), size, basis));

        bool isLong = size > QuantityLots.Zero;
        long safe = isLong ? house.Instruments[instrument.Index].MaxPrice.Ticks : 1, bad = isLong ? 1 : house.Instruments[instrument.Index].MaxPrice.Ticks;
        if (!At(bad)) return PriceTicks.None;
        if (At(safe)) return PriceTicks.FromTicks(safe);
        while (Math.Abs(safe - bad) > 1)
        {
            long middle = safe + ((bad - safe) / 2);
            if (At(middle)) bad = middle;
            else safe = middle;
        }
        return PriceTicks.FromTicks(bad);
    }
}

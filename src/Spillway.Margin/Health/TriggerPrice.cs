using Spillway.Core;

namespace Spillway.Margin;

/// <summary>Liquidation and bankruptcy price of a position, exact to the tick, found by asking the health rule itself.</summary>
/// <remarks>
/// The price of one instrument moves alone; other marks stay. The search goes from the mark against the position; if the mark is past the price already,
/// from the far favourable end. Within a tier health falls monotonically in the adverse direction while maintenance rates stay under 100 %, so bisection
/// finds the tick at which the rule turns; where a tier of the whole kind ends on the way, health may recover in a jump, so each tier is searched in
/// turn. About 40 evaluations, some hundreds with many tiers: for display and tests, not for the hot path.
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
        QuantityLots size = house.Size(account, instrument);
        if (size == QuantityLots.Zero) return PriceTicks.None;
        Money basis = house.Basis(account, instrument);
        long mark = house.Rates.Mark(instrument).Ticks, max = house.Instruments[instrument.Index].MaxPrice.Ticks;
        (long favourable, long adverse) = size > QuantityLots.Zero ? (max, 1L) : (1L, max);
        Search search = new(
            ticks => turned(house.HealthIf(account, instrument, PriceTicks.FromTicks(ticks), size, basis)),
            ticks => house.TierAt(instrument, PriceTicks.FromTicks(ticks), size));
        bool isHealthy = mark > 0 && !search.Turned(mark);
        return PriceTicks.FromTicks(search.First(isHealthy ? mark : favourable, adverse));
    }

    private readonly record struct Search(Func<long, bool> Turned, Func<long, int> Tier)
    {
        /// <summary>First turned price from near to far; zero if there is none.</summary>
        public long First(long near, long far)
        {
            if (Tier(near) == Tier(far)) return Bisect(near, far);
            long middle = near + ((far - near) / 2), found = First(near, middle);
            return found != 0 ? found : First(middle + Math.Sign(far - near), far);
        }

        private long Bisect(long near, long far)
        {
            if (Turned(near)) return near;
            if (!Turned(far)) return 0;
            while (Math.Abs(near - far) > 1)
            {
                long middle = near + ((far - near) / 2);
                if (Turned(middle)) far = middle;
                else near = middle;
            }
            return far;
        }
    }
}

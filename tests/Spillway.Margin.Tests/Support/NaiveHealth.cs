using Spillway.Core;

namespace Spillway.Margin.Tests;

/// <summary>The health of an account read off the definitions, one position at a time in 128 bits: the twin of every faster way.</summary>
internal static class NaiveHealth
{
    public static AccountHealth Of(ClearingHouse house, AccountId account)
    {
        Int128 equity = 0, maintenance = 0;
        for (int asset = 0; asset < house.Assets.Count; asset++)
        {
            long balance = house.Wallet(account, asset);
            equity += Scaled(balance, balance < 0 ? house.Rates.DebtFactor(AssetId.FromIndex(asset)) : house.Rates.CollateralFactor(asset));
        }
        ReadOnlySpan<int> owners = house.Positions.Accounts;
        for (int row = 0; row < owners.Length; row++)
        {
            if (owners[row] != account.Index) continue;
            InstrumentId id = InstrumentId.FromIndex(house.Positions.Instruments[row]);
            InstrumentSpec spec = house.Instruments[id.Index];
            PriceTicks mark = house.Rates.Mark(id);
            if (!mark.IsSet) continue;
            Int128 size = house.Positions.SizeLots[row];
            int bits = ContractValue.FractionBits(spec.Kind);
            Int128 value = (size * ContractValue.PerLot(spec, mark, ContractValue.Against((long)size))) >> bits;
            Int128 notional = -(-Int128.Abs(size * ContractValue.PerLot(spec, mark, Rounding.Down)) >> bits);
            Int128 profit = value - house.Positions.BasisUnits[row];
            long worth = house.Rates.WorthFactor(spec.SettlementAsset), debt = house.Rates.DebtFactor(spec.SettlementAsset);
            equity += Scaled(profit, profit < 0 ? debt : worth);
            maintenance -= ScaledMillionths(-Margin(spec, notional), debt);
        }
        return new AccountHealth(equity, maintenance);
    }

    private static Int128 Margin(InstrumentSpec spec, Int128 notional)
    {
        Int128 margin = 0;
        for (int tier = 0; tier < spec.Tiers.Count; tier++)
        {
            if (notional < spec.Tiers[tier].NotionalFrom.Units) break;
            Int128 rate = spec.Tiers[tier].MaintenanceRate.Ppm;
            if (spec.TierMethod == TierMethod.Whole) margin = notional * rate;
            else margin += (notional - spec.Tiers[tier].NotionalFrom.Units) * (rate - (tier == 0 ? 0 : spec.Tiers[tier - 1].MaintenanceRate.Ppm));
        }
        return margin;
    }

    private static Int128 Scaled(Int128 units, long factor) => ScaledMillionths(units * RatePpm.Whole, factor);

    // Rounded down; by shifting first where the product would not fit.
    private static Int128 ScaledMillionths(Int128 millionths, long factor) =>
        ((millionths >> 40) * factor << (40 - RateTable.AssetFractionBits)) + ((millionths & ((Int128.One << 40) - 1)) * factor >> RateTable.AssetFractionBits);
}

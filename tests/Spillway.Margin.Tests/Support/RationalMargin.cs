using System.Numerics;
using Spillway.Core;

namespace Spillway.Margin.Tests;

/// <summary>Equity and margin straight from the definitions, in exact fractions of minor units of the valuation asset. Shares no arithmetic with the engine.</summary>
/// <remarks>
/// Unrounded it is the truth. Rounded it applies what the engine documents and nothing else: inverse lots in 2^-20 minor units, asset factors in 2^-28,
/// profit and notional in minor units, worth in millionths, each against the account.
/// </remarks>
internal sealed class RationalMargin(MarginWorld world, bool isRounded)
{
    private static readonly Rational InverseGrid = new(1, BigInteger.One << 20), FactorGrid = new(1, BigInteger.One << 28);
    private static readonly Rational Unit = 1, Millionth = new(1, 1_000_000);

    public Rational Equity(AccountId account)
    {
        Rational equity = Rational.Zero;
        for (int asset = 0; asset < world.Assets.Count; asset++)
        {
            long balance = world.Balance(account, asset);
            Rational kept = balance > 0 ? 1 - new Rational(world.Assets[asset].Haircut.Ppm, 1_000_000) : 1;
            Rational factor = balance > 0 ? Down(Price(asset) * kept, FactorGrid) : Up(Price(asset), FactorGrid);
            equity += Down(balance * factor, Millionth);
        }
        for (int i = 0; i < world.Instruments.Count; i++) equity += ProfitWorth(account, i);
        return equity;
    }

    public Rational Maintenance(AccountId account)
    {
        Rational margin = Rational.Zero;
        for (int i = 0; i < world.Instruments.Count; i++)
            margin += RequirementWorth(i, Tiered(i, Notional(i, world.Size(account, i)), tier => tier.MaintenanceRate));
        return margin;
    }

    public Rational Initial(AccountId account)
    {
        Rational margin = Rational.Zero;
        for (int i = 0; i < world.Instruments.Count; i++)
        {
            long size = world.Size(account, i);
            Rational bought = AllFilled(account, i, size, Side.Buy), sold = AllFilled(account, i, size, Side.Sell);
            margin += RequirementWorth(i, Rational.Max(InitialOf(i, size), Rational.Max(bought, sold)));
        }
        return margin;
    }

    public bool IsLiquidatable(AccountId account) => Maintenance(account) > Equity(account);

    /// <summary>Profit or loss at mark in minor units of the settlement asset.</summary>
    public Rational Profit(AccountId account, int instrument) =>
        Value(instrument, world.Size(account, instrument)) - world.Basis(account, instrument);

    public Rational Notional(int instrument, long size)
    {
        InstrumentSpec spec = world.Instruments[instrument];
        Rational perLot = spec.Kind == InstrumentKind.InversePerpetual
            ? Up(new Rational(spec.UnitsPerTickLot, world.Marks[instrument]), InverseGrid)
            : (Rational)spec.UnitsPerTickLot * world.Marks[instrument];
        return Up(Rational.Abs(size) * perLot, Unit);
    }

    /// <summary>Margin slice by slice, or the reached tier on everything.</summary>
    public Rational Tiered(int instrument, Rational notional, Func<MarginTier, RatePpm> rate)
    {
        IReadOnlyList<MarginTier> tiers = world.Instruments[instrument].Tiers;
        if (world.Instruments[instrument].TierMethod == TierMethod.Whole)
            return notional * new Rational(rate(tiers.Last(tier => notional >= tier.NotionalFrom.Units)).Ppm, 1_000_000);
        Rational margin = Rational.Zero;
        for (int k = 0; k < tiers.Count; k++)
        {
            Rational from = tiers[k].NotionalFrom.Units;
            Rational to = k + 1 < tiers.Count && notional > tiers[k + 1].NotionalFrom.Units ? tiers[k + 1].NotionalFrom.Units : notional;
            if (to > from) margin += (to - from) * new Rational(rate(tiers[k]).Ppm, 1_000_000);
        }
        return margin;
    }

    /// <summary>Price of one minor unit in minor units of the valuation asset.</summary>
    public Rational Price(int asset) =>
        new Rational(world.Prices[asset].Parts, QuotePrice.PartsPerUnit) * Rational.PowerOfTen(world.Assets[0].Decimals - world.Assets[asset].Decimals);

    private Rational ProfitWorth(AccountId account, int instrument)
    {
        Rational profit = Profit(account, instrument), price = Price(world.Instruments[instrument].SettlementAsset.Index);
        return Down(profit * (profit < 0 ? Up(price, FactorGrid) : Down(price, FactorGrid)), Millionth);
    }

    private Rational RequirementWorth(int instrument, Rational amount) =>
        Up(amount * Up(Price(world.Instruments[instrument].SettlementAsset.Index), FactorGrid), Millionth);

    private Rational InitialOf(int instrument, long size) => Tiered(instrument, Notional(instrument, size), tier => tier.InitialRate);

    private Rational AllFilled(AccountId account, int instrument, long size, Side side)
    {
        long sign = side == Side.Buy ? 1 : -1, lots = 0;
        Rational cost = Rational.Zero;
        foreach (MarginWorld.Order order in world.Orders.Where(o => o.Account == account && o.Instrument == instrument && o.Side == side))
        {
            lots += order.Lots;
            cost += Up(Cost(instrument, order.Ticks, sign * order.Lots), Unit);
        }
        Rational loss = Rational.Max(0, cost - Value(instrument, sign * lots));
        return InitialOf(instrument, size + (sign * lots)) + loss;
    }

    private Rational Value(int instrument, long size)
    {
        InstrumentSpec spec = world.Instruments[instrument];
        if (spec.Kind != InstrumentKind.InversePerpetual) return (Rational)size * world.Marks[instrument] * spec.UnitsPerTickLot;
        Rational perLot = -new Rational(spec.UnitsPerTickLot, world.Marks[instrument]);
        return Down(size * (size < 0 ? Up(perLot, InverseGrid) : Down(perLot, InverseGrid)), Unit);
    }

    private Rational Cost(int instrument, long ticks, long lots)
    {
        InstrumentSpec spec = world.Instruments[instrument];
        return spec.Kind == InstrumentKind.InversePerpetual ? -((Rational)lots * spec.UnitsPerTickLot / ticks) : (Rational)lots * ticks * spec.UnitsPerTickLot;
    }

    private Rational Down(Rational value, Rational grid) => isRounded ? (value / grid).Floor * grid : value;

    private Rational Up(Rational value, Rational grid) => isRounded ? (value / grid).Ceiling * grid : value;
}

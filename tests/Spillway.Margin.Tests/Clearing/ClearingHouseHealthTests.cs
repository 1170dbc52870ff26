using System.Numerics;
using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class ClearingHouseHealthTests
{
    [Fact]
    public void Health_WhenNothingNeedsRounding_EqualsTheDefinitionExactly() => Draw.ForAll(400, draw =>
    {
        MarginWorld world = MarginWorld.ExactlyRepresentable(draw);
        AssertEngineEquals(world, new RationalMargin(world, isRounded: false));
    });

    [Fact]
    public void Health_OfSeveralAssetsAndInverseContracts_EqualsTheDocumentedRoundingExactly() => Draw.ForAll(400, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        AssertEngineEquals(world, new RationalMargin(world, isRounded: true));
    });

    [Fact]
    public void Health_OfSeveralAssetsAndInverseContracts_LiesWithinTheBoundOnTheConservativeSide() => Draw.ForAll(400, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        RationalMargin truth = new(world, isRounded: false);
        foreach (AccountId account in world.Accounts)
        {
            AccountHealth health = world.House.Health(account);
            Rational equityLoss = truth.Equity(account) - InUnits(health.EquityMillionths);
            Rational marginExcess = InUnits(health.MaintenanceMillionths) - truth.Maintenance(account);
            Assert.InRange(equityLoss, Rational.Zero, EquityBound(world, truth, account));
            Assert.InRange(marginExcess, Rational.Zero, MarginBound(world, truth, account));
            Assert.True(InUnits(world.House.InitialMarginMillionths(account)) >= truth.Initial(account));
            Assert.True(health.IsLiquidatable || !truth.IsLiquidatable(account), "healthy in the engine, liquidatable in truth");
        }
    });

    private static void AssertEngineEquals(MarginWorld world, RationalMargin reference)
    {
        foreach (AccountId account in world.Accounts)
        {
            AccountHealth health = world.House.Health(account);
            Assert.Equal(reference.Equity(account), InUnits(health.EquityMillionths));
            Assert.Equal(reference.Maintenance(account), InUnits(health.MaintenanceMillionths));
            Assert.Equal(reference.Initial(account), InUnits(world.House.InitialMarginMillionths(account)));
            Assert.Equal(reference.IsLiquidatable(account), health.IsLiquidatable);
        }
    }

    // A balance loses less than one factor step (2^-28 a unit) and one millionth. A profit loses the same, and before it, if the contract is inverse,
    // less than 2^-20 a lot and one unit, at the price of its asset.
    private static Rational EquityBound(MarginWorld world, RationalMargin truth, AccountId account)
    {
        Rational bound = Rational.Zero;
        for (int asset = 0; asset < world.Assets.Count; asset++) bound += (Rational.Abs(world.Balance(account, asset)) * FactorStep) + Millionth;
        for (int i = 0; i < world.Instruments.Count; i++)
        {
            Rational quantised = ValueBound(world, account, i);
            Rational price = truth.Price(world.Instruments[i].SettlementAsset.Index);
            bound += (quantised * price) + ((Rational.Abs(truth.Profit(account, i)) + quantised) * FactorStep) + Millionth;
        }
        return bound;
    }

    // The notional exceeds the true one by at most the value bound, so with rising rates the margin is at most that of the true notional plus the bound,
    // at a price that is at most one factor step too high.
    private static Rational MarginBound(MarginWorld world, RationalMargin truth, AccountId account)
    {
        Rational bound = Rational.Zero;
        for (int i = 0; i < world.Instruments.Count; i++)
        {
            Rational notional = truth.Notional(i, world.Size(account, i)), price = truth.Price(world.Instruments[i].SettlementAsset.Index);
            Rational exact = truth.Tiered(i, notional, tier => tier.MaintenanceRate);
            Rational most = truth.Tiered(i, notional + ValueBound(world, account, i), tier => tier.MaintenanceRate);
            bound += (most * (price + FactorStep)) - (exact * price) + Millionth;
        }
        return bound;
    }

    private static Rational ValueBound(MarginWorld world, AccountId account, int instrument) =>
        world.Instruments[instrument].Kind == InstrumentKind.InversePerpetual && world.Size(account, instrument) is not 0 and var size
            ? (Rational.Abs(size) * new Rational(1, 1 << ContractValue.InverseFractionBits)) + 1
            : 0;

    private static Rational FactorStep => new(1, BigInteger.One << RateTable.AssetFractionBits);

    private static Rational Millionth => new(1, 1_000_000);

    private static Rational InUnits(Int128 millionths) => new(millionths, 1_000_000);
}

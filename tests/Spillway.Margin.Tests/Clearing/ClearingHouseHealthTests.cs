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

    [Fact]
    public void HealthIf_AtAnotherMarkAfterATrade_EqualsHealthThere() => Draw.ForAll(300, draw =>
    {
        Venue venue = new(isInverse: false);
        for (int n = 0; n < 10; n++) venue.TradeAtRandom(draw);
        (AccountId account, long mark, long price, long lots) = (venue.Accounts[0], draw.Magnitude(1_000_000), draw.Magnitude(1_000_000), draw.Magnitude(1_000));
        QuantityLots after = venue.House.Size(account, venue.Contract) + QuantityLots.FromLots(lots);
        Money cost = venue.House.Basis(account, venue.Contract) + Money.FromUnits(lots * price * 500);
        AccountHealth expected = venue.House.HealthIf(account, venue.Contract, PriceTicks.FromTicks(mark), after, cost);

        venue.House.Trade(venue.Contract, account, venue.Accounts[1], price, lots);
        venue.House.SetMark(venue.Contract, mark);
        Assert.Equal(venue.House.Health(account), expected);
    });

    [Fact]
    public void EquityAndInitialWith_OfAnyOrder_EqualsHealthAndInitialMargin() => Draw.ForAll(300, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        ClearingHouse house = world.House;
        foreach (AccountId account in world.Accounts)
        {
            int i = draw.Between(0, world.Instruments.Count - 1);
            (InstrumentId id, Side side) = (InstrumentId.FromIndex(i), draw.Pick([Side.Buy, Side.Sell]));
            long most = world.Instruments[i].MaxPosition.Lots - Math.Abs(world.Size(account, i)) - house.RestingLots(account, id, side).Lots;
            PriceTicks limit = PriceTicks.FromTicks(draw.Magnitude(world.Instruments[i].MaxPrice.Ticks));
            QuantityLots lots = QuantityLots.FromLots(most > 0 ? draw.Magnitude(most) : 0);
            MarginWorld.Order replaced = world.Orders.FirstOrDefault(o => o.Account == account && o.Instrument == i && o.Side == side);
            (PriceTicks oldLimit, QuantityLots old) = (PriceTicks.FromTicks(replaced.Ticks), QuantityLots.FromLots(replaced.Lots));

            (Int128 equity, Int128 initial) = house.EquityAndInitialWith(account, id, side, limit, lots, oldLimit, old);
            Assert.Equal(house.Health(account).EquityMillionths, equity);
            Assert.Equal(house.InitialMarginWith(account, id, side, limit, lots, oldLimit, old), initial);

            // With the order at rest, in the place of the other one, that is its margin.
            if (lots == QuantityLots.Zero) continue;
            int slot = house.HoldOwnerSlot(account, id);
            if (old > QuantityLots.Zero)
            {
                house.OrderShrank(id, slot, side, oldLimit, old, QuantityLots.Zero);
                world.Orders.Remove(replaced);
            }
            house.OrderRested(id, slot, side, limit, lots);
            house.DropOwnerSlot(id, slot);
            Assert.Equal(house.InitialMarginMillionths(account), initial);
        }
    });

    // 3 BTC at 50,000: 100,000 USD at 1 %, 50,000 USD at 3 %: 2,500 of 150,000 USD.
    [Fact]
    public void MaintenanceRatePpb_OfSeveralTiers_IsTheAverageRateRoundedUp()
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        InstrumentId contract = house.AddInstrument(Contracts.Linear(tiers: [Contracts.Tier(0, 20_000, 10_000), Contracts.Tier(100_000_000_000, 40_000, 30_000)]));
        house.SetMark(contract, 100_000);
        Assert.Equal(16_666_667, house.MaintenanceRatePpb(contract, QuantityLots.FromLots(-3_000)));
        Assert.Equal(10_000_000, house.MaintenanceRatePpb(contract, QuantityLots.FromLots(1)));
    }

    // Edges are met exactly and passed by one lot: 2 BTC at 50,000 are the edge of 100,000 USD.
    [Theory]
    [InlineData(TierMethod.Marginal, 1_999, 999_500_000)]
    [InlineData(TierMethod.Marginal, 2_000, 1_000_000_000)]
    [InlineData(TierMethod.Marginal, 2_001, 1_001_500_000)]
    [InlineData(TierMethod.Whole, 1_999, 999_500_000)]
    [InlineData(TierMethod.Whole, 2_000, 3_000_000_000)]
    public void MaintenanceMillionths_AtATierEdge_IsTheHandCalculation(TierMethod method, long lots, long expectedUnits)
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        InstrumentId contract = house.AddInstrument(Contracts.Linear(method: method, tiers: [Contracts.Tier(0, 20_000, 10_000), Contracts.Tier(100_000_000_000, 40_000, 30_000)]));
        house.SetMark(contract, 100_000);
        Assert.Equal((Int128)expectedUnits * 1_000_000, house.MaintenanceMillionths(contract, QuantityLots.FromLots(lots)));
    }

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

using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Signals.Tests.Maps;

public sealed class PositionTriggerTests
{
    // The engine rounds equity and margin by a minor unit each and lives on whole ticks; the smallest positions of the crowd make that a few ticks.
    private const double ToleranceTicks = 6;

    [Fact]
    public void Distance_OfALinearLong_IsTheTextbookPrice()
    {
        // Entry 50,000, ten times leverage, maintenance 2.5 %: P = P_e · (1 − 1/L) / (1 − m) (methods §4.3).
        Venue venue = new();
        AccountId account = venue.OpenWith(5_000, Venue.Linear, 1_000, Venue.Mark);
        double expected = -Math.Log(0.9 / 0.975);
        Assert.Equal(expected, Distance(venue, Venue.Linear, account), 1e-12);
    }

    [Fact]
    public void Distance_OfALinearShort_IsTheTextbookPrice()
    {
        Venue venue = new();
        AccountId account = venue.OpenWith(5_000, Venue.Linear, -1_000, Venue.Mark);
        Assert.Equal(Math.Log(1.1 / 1.025), Distance(venue, Venue.Linear, account), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Distance_OfAnInversePosition_IsTheTextbookPrice(int sign)
    {
        // 50,000 contracts at 50,000 are 1 BTC; margin 0.1 BTC; collateral price stays. Long: 0.1 + 1 − w = 0.025·w; short: 0.1 − 1 + w = 0.025·w.
        Venue venue = new();
        AccountId account = venue.Open(0, 0.1 / 0.95);
        venue.Trade(account, Venue.Inverse, sign * 500, Venue.Mark);
        double w = sign > 0 ? 1.1 / 1.025 : 0.9 / 0.975;
        Assert.Equal(Math.Abs(Math.Log(w)), Distance(venue, Venue.Inverse, account), 1e-6); // haircut and funding of 0.1 BTC are rounded to 1e-8
    }

    [Fact]
    public void Distance_WhenThePositionIsCovered_IsInfinite()
    {
        Venue venue = new();
        Assert.Equal(double.PositiveInfinity, Distance(venue, Venue.Linear, venue.OpenWith(50_000, Venue.Linear, 1_000, Venue.Mark)));
    }

    [Fact]
    public void Distance_WhenSlackIsExactlyNothing_IsZeroAndNotBacklog()
    {
        Venue venue = new();
        AccountId account = venue.OpenWith(1_250, Venue.Linear, 1_000, Venue.Mark);
        Assert.False(venue.House.Health(account).IsLiquidatable);
        Assert.Equal(0, Distance(venue, Venue.Linear, account), 1e-15);
    }

    [Fact]
    public void Distance_WhenOneMinorUnitIsMissing_IsAtOnce()
    {
        Venue venue = new();
        AccountId account = venue.OpenWith(1_249.999999, Venue.Linear, 1_000, Venue.Mark);
        Assert.True(venue.House.Health(account).IsLiquidatable);
        Assert.Equal(PositionTrigger.AtOnce, Distance(venue, Venue.Linear, account));
    }

    [Fact]
    public void Distance_NearNothing_IsAtOnceExactlyWhereTheHealthRuleSaysSo()
    {
        // An inverse position at an odd mark: profit is rounded down and notional up, which the straight line does not see.
        Venue venue = new();
        venue.SetMark(Venue.Inverse, 500_003);
        int breached = 0;
        for (int micros = -2_000; micros <= 2_000; micros += 10)
        {
            AccountId account = venue.Open(1_249.9925 + (micros / 1e6)); // 2.5 % of 50,000 contracts at 50,000.3
            venue.Trade(account, Venue.Inverse, 500, 500_003);
            bool isLiquidatable = venue.House.Health(account).IsLiquidatable;
            Assert.Equal(isLiquidatable, Distance(venue, Venue.Inverse, account) == PositionTrigger.AtOnce);
            if (isLiquidatable) breached++;
        }
        Assert.InRange(breached, 1, 400);
    }

    [Fact]
    public void Distance_WhenTheSettlementAssetIsCheap_CountsLossesAtTheirHigherFactor()
    {
        // 0.04 USD in 12 decimals: a minor unit is worth 10 of 2^28 parts as profit and 11 as loss.
        ClearingHouse house = new();
        house.AddAsset(new AssetSpec("USD", 6, RatePpm.Zero, PriceIndexId.None));
        AssetId cheap = house.AddAsset(new AssetSpec("CHEAP", 12, RatePpm.Zero, PriceIndexId.FromIndex(0)));
        house.SetAssetPrice(cheap, QuotePrice.FromParts(40_000_000));
        Assert.Equal((10, 11), (house.Rates.WorthFactor(cheap), house.Rates.DebtFactor(cheap)));
        InstrumentId contract = house.AddInstrument(new InstrumentSpec(
            "CONTRACT", InstrumentKind.LinearPerpetual, cheap, PriceIndexId.FromIndex(0), QuotePrice.FromParts(1), 1, 100, PriceTicks.FromTicks(10_000_000),
            QuantityLots.FromLots(1L << 40), [new MarginTier(Money.Zero, RatePpm.FromPpm(50_000), RatePpm.FromPpm(25_000))], TierMethod.Marginal, RatePpm.Zero, RatePpm.Zero, 1));
        house.SetMark(contract, PriceTicks.FromTicks(Venue.Mark));
        AccountId buyer = house.OpenAccount(AccountId.None, InstrumentId.None), seller = house.OpenAccount(AccountId.None, InstrumentId.None);
        house.Post(Venue.Usd, LedgerAccount.External, LedgerAccount.Wallet(buyer), Money.FromUnits(200_000_000));
        house.Trade(contract, buyer, seller, PriceTicks.FromTicks(Venue.Mark), QuantityLots.FromLots(1_000_000_000));

        double distance = Distance(house, contract, buyer, 1_000_000_000);
        long ticks = TriggerPrice.Liquidation(house, buyer, contract).Ticks;
        Assert.InRange(ticks, (Venue.Mark * Math.Exp(-distance)) - 2, (Venue.Mark * Math.Exp(-distance)) + 1);
        Assert.InRange(distance, 0.01, 0.2);
    }

    [Fact]
    public void Distance_WhenAWholeLadderJumpsOnTheWayUp_IsTheTierEdge()
    {
        // Short 1 BTC at 50,000 with 4,000: 2 % below 52,000 (margin 1,040 of 2,000 left), 10 % from there on.
        Venue venue = new(TierMethod.Whole, (0, 20_000, 20_000), (52_000, 100_000, 100_000));
        AccountId account = venue.OpenWith(4_000, Venue.Linear, -1_000, Venue.Mark);
        Assert.Equal(Math.Log(52_000.0 / 50_000), Distance(venue, Venue.Linear, account), 1e-12);
    }

    [Fact]
    public void Distance_WhenAWholeLadderHealsFurtherDown_IsTheFirstBreach()
    {
        // Long 1 BTC at 50,000 with 5,500: 10 % above 49,000 breaches where 5,500 − (50,000 − P) = 0.1 P, P = 49,444; below 49,000 it would be healthy again.
        Venue venue = new(TierMethod.Whole, (0, 20_000, 20_000), (49_000, 100_000, 100_000));
        AccountId account = venue.OpenWith(5_500, Venue.Linear, 1_000, Venue.Mark);
        Assert.Equal(-Math.Log(44_500 / 0.9 / 50_000), Distance(venue, Venue.Linear, account), 1e-12);
    }

    [Fact]
    public void Distance_WhenTheRateIsTheWholeNotional_NeverComes()
    {
        Venue venue = new(TierMethod.Marginal, (0, 1_000_000, 1_000_000));
        Assert.Equal(double.PositiveInfinity, Distance(venue, Venue.Linear, venue.OpenWith(60_000, Venue.Linear, 1_000, Venue.Mark)));
    }

    [Fact]
    public void Distance_ForAnyAccount_IsTheTriggerPriceOfTheHealthRule() =>
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), seed =>
        {
            Venue venue = Venue.Crowded(seed.Get, 40);
            for (int i = 1; i < venue.House.Accounts.Count; i++)
            {
                AccountId account = AccountId.FromIndex(i);
                InstrumentId instrument = venue.House.Size(account, Venue.Linear) == QuantityLots.Zero ? Venue.Inverse : Venue.Linear;
                CheckAgainstTriggerPrice(venue, account, instrument);
            }
        }).QuickCheckThrowOnFailure();

    private static void CheckAgainstTriggerPrice(Venue venue, AccountId account, InstrumentId instrument)
    {
        bool isLong = venue.House.Size(account, instrument) > QuantityLots.Zero;
        double distance = Distance(venue, instrument, account);
        long ticks = TriggerPrice.Liquidation(venue.House, account, instrument).Ticks;
        double end = Venue.Mark * Math.Exp((isLong ? -1 : 1) * LogPriceGrid.Reach);
        if (distance == PositionTrigger.AtOnce)
        {
            Assert.True(isLong ? ticks >= Venue.Mark : ticks <= Venue.Mark);
        }
        else if (double.IsPositiveInfinity(distance))
        {
            Assert.True(ticks == 0 || (isLong ? ticks <= end + ToleranceTicks : ticks >= end - ToleranceTicks), $"{ticks} is within the grid");
        }
        else
        {
            double expected = Venue.Mark * Math.Exp((isLong ? -1 : 1) * distance);
            Assert.InRange(ticks, expected - ToleranceTicks, expected + ToleranceTicks);
        }
    }

    private static double Distance(Venue venue, InstrumentId instrument, AccountId account)
    {
        QuantityLots size = venue.House.Size(account, instrument);
        return Distance(venue.House, instrument, account, size.Lots);
    }

    private static double Distance(ClearingHouse house, InstrumentId instrument, AccountId account, long sizeLots)
    {
        PositionTrigger trigger = new(sizeLots > 0 ? Side.Sell : Side.Buy);
        trigger.Aim(house, instrument);
        AccountHealth other = house.HealthWithout(account, instrument);
        double ratio = trigger.Ratio(account, (double)(other.EquityMillionths - other.MaintenanceMillionths), sizeLots, house.Basis(account, instrument).Units);
        return ratio == PositionTrigger.AtOnce ? ratio : double.IsNaN(ratio) ? double.PositiveInfinity : Math.Abs(Math.Log(ratio));
    }
}

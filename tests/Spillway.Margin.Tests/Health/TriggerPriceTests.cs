using Spillway.Core;
using static Spillway.Margin.Tests.Contracts;

namespace Spillway.Margin.Tests;

public sealed class TriggerPriceTests
{
    // Isolated long, one tier: E = P_e·q/L, liquidated where E + (P − P_e)·q < m·P·q, that is below P_e · (1 − 1/L) / (1 − m).
    [Theory]
    [InlineData(50_000, 10, 10_000)]
    [InlineData(50_000, 25, 5_000)]
    [InlineData(61_234, 3, 20_000)]
    [InlineData(50_000, 100, 4_000)]
    public void Liquidation_OfAnIsolatedLong_IsTheClosedFormWithinATick(long entry, long leverage, int maintenancePpm)
    {
        (ClearingHouse house, AccountId holder, InstrumentId contract) = Isolated(Linear(tiers: Tier(0, 20_000, maintenancePpm)), entry, 4_000, entry * 4_000_000 / leverage);
        Rational price = (Rational)(2 * entry) * (1 - new Rational(1, leverage)) / (1 - new Rational(maintenancePpm, 1_000_000));
        Rational distance = price - TriggerPrice.Liquidation(house, holder, contract).Ticks;
        Assert.True(distance >= 0 && distance <= 1, $"{distance} ticks off");
    }

    // Short: E = P_e·q/L, liquidated above P_e · (1 + 1/L) / (1 + m).
    [Theory]
    [InlineData(50_000, 10, 10_000)]
    [InlineData(61_234, 3, 20_000)]
    public void Liquidation_OfAnIsolatedShort_IsTheClosedFormWithinATick(long entry, long leverage, int maintenancePpm)
    {
        (ClearingHouse house, AccountId holder, InstrumentId contract) = Isolated(Linear(tiers: Tier(0, 20_000, maintenancePpm)), entry, -4_000, entry * 4_000_000 / leverage);
        Rational price = (Rational)(2 * entry) * (1 + new Rational(1, leverage)) / (1 + new Rational(maintenancePpm, 1_000_000));
        Rational distance = TriggerPrice.Liquidation(house, holder, contract).Ticks - price;
        Assert.True(distance >= 0 && distance <= 1, $"{distance} ticks off");
    }

    [Theory]
    [InlineData(4_000, 89_999)] // 100,000 ticks · (1 − 1/10), and one below: at zero equity nobody is bankrupt
    [InlineData(-4_000, 110_001)]
    public void Bankruptcy_IsWhereTheMarginIsSpent(long lots, long expected)
    {
        (ClearingHouse house, AccountId holder, InstrumentId contract) = Isolated(Linear(), 50_000, lots, 20_000_000_000);
        Assert.Equal(expected, TriggerPrice.Bankruptcy(house, holder, contract).Ticks);
    }

    // Long N contracts from P_e with 1/L of their value: bankrupt where N/P = N/P_e · (1 + 1/L), that is below P_e · L / (L + 1).
    [Fact]
    public void Bankruptcy_OfAnInverseLong_IsTheClosedForm()
    {
        (ClearingHouse house, AccountId holder, InstrumentId contract) = Isolated(Inverse(), 50_000, 1_000_000, 2_000_000_000 / 4);
        Assert.Equal(79_999, TriggerPrice.Bankruptcy(house, holder, contract).Ticks); // 100,000 · 4/5, strictly below
    }

    [Fact]
    public void Liquidation_WhenNoPriceReachesIt_IsNone()
    {
        (ClearingHouse house, AccountId holder, InstrumentId contract) = Isolated(Linear(), 50_000, 4_000, 200_000_000_000);
        Assert.Equal(PriceTicks.None, TriggerPrice.Liquidation(house, holder, contract));
        Assert.Equal(PriceTicks.None, TriggerPrice.Bankruptcy(house, holder, contract));
    }

    // At one times leverage an inverse short is worth its contracts at any price: it cannot lose its collateral.
    [Fact]
    public void Bankruptcy_OfAnInverseShortHeldAgainstItsFullValue_IsNone()
    {
        (ClearingHouse house, AccountId holder, InstrumentId contract) = Isolated(Inverse(), 50_000, -1_000_000, 2_000_000_000);
        Assert.Equal(PriceTicks.None, TriggerPrice.Bankruptcy(house, holder, contract));
    }

    [Fact]
    public void Liquidation_WithoutAPosition_IsNone()
    {
        (ClearingHouse house, _, InstrumentId contract) = Isolated(Linear(), 50_000, 4_000, 1);
        Assert.Equal(PriceTicks.None, TriggerPrice.Liquidation(house, house.OpenCross(), contract));
    }

    // Whole tiers: above the edge the higher rate makes the account liquidatable, below it it is healthy, further down it is liquidatable again.
    [Fact]
    public void Liquidation_WhenAWholeTierEndsOnTheWay_IsTheFirstPriceBelowTheMark()
    {
        MarginTier[] tiers = [Tier(0, 20_000, 10_000), Tier(100_000_000_000, 500_000, 400_000)];
        (ClearingHouse house, AccountId holder, InstrumentId contract) = Isolated(Linear(method: TierMethod.Whole, tiers: tiers), 50_000, 1_900, 9_500_000_000);
        // 95,000 USD at 50,000 with 9,500 of margin: healthy here, liquidatable above 52,632 where 40 % is asked for, and below 45,454.5.
        Assert.Equal(90_909, TriggerPrice.Liquidation(house, holder, contract).Ticks);
    }

    [Fact]
    public void Liquidation_OnASmallGrid_IsTheFirstPriceOfALinearScan() => Draw.ForAll(400, draw =>
    {
        (MarginWorld world, AccountId account) = SmallGrid(draw);
        for (int i = 0; i < world.Instruments.Count; i++)
        {
            InstrumentId contract = InstrumentId.FromIndex(i);
            if (world.Size(account, i) == 0) continue;
            Assert.Equal(Scan(world, account, i, health => health.IsLiquidatable), TriggerPrice.Liquidation(world.House, account, contract).Ticks);
            Assert.Equal(Scan(world, account, i, health => health.EquityMillionths < 0), TriggerPrice.Bankruptcy(world.House, account, contract).Ticks);
        }
    });

    // Sets the mark for real at every price, from the mark on, or from the far end if it is past already.
    private static long Scan(MarginWorld world, AccountId account, int instrument, Func<AccountHealth, bool> turned)
    {
        InstrumentId contract = InstrumentId.FromIndex(instrument);
        bool At(long ticks)
        {
            world.House.SetMark(contract, ticks);
            return turned(world.House.Health(account));
        }
        long mark = world.Marks[instrument], max = world.Instruments[instrument].MaxPrice.Ticks, step = world.Size(account, instrument) > 0 ? -1 : 1;
        long ticks = !At(mark) ? mark : step < 0 ? max : 1;
        while (ticks is >= 1 && ticks <= max && !At(ticks)) ticks += step;
        world.House.SetMark(contract, mark);
        return ticks >= 1 && ticks <= max ? ticks : 0;
    }

    private static (MarginWorld World, AccountId Account) SmallGrid(Draw draw)
    {
        MarginWorld world = new();
        world.Assets.AddRange([Usd, Btc]);
        foreach (AssetSpec asset in world.Assets) world.House.AddAsset(asset);
        world.House.SetAssetPrice(AssetId.FromIndex(1), QuotePrice.FromParts(50_000 * QuotePrice.PartsPerUnit));
        TierMethod method = draw.Pick([TierMethod.Marginal, TierMethod.Whole]);
        for (int i = 0; i < 2; i++)
        {
            bool isInverse = draw.Chance(50);
            long edge = isInverse ? 1_000_000 : 1_000_000_000;
            MarginTier[] tiers = [Tier(0, 900_000, draw.Between(1, 100_000)), Tier(edge * draw.Between(1, 20), 900_000, draw.Between(1, 300_000)), Tier(edge * 30, 900_000, draw.Between(1, 900_000))];
            world.Instruments.Add(isInverse ? Inverse(2_000_000, 400, 1_000_000, method: method, tiers: tiers) : Linear(50_000, 400, 1_000_000, method: method, tiers: tiers));
            world.Marks.Add(draw.Between(1, 400));
            world.House.SetMark(world.House.AddInstrument(world.Instruments[i]), world.Marks[i]);
        }
        AccountId account = world.House.OpenCross(), other = world.House.OpenCross();
        world.House.Deposit(account, 0, draw.Between(-1_000_000_000L, 5_000_000_000L));
        for (int i = 0; i < 2; i++)
        {
            (AccountId buyer, AccountId seller) = draw.Chance(50) ? (account, other) : (other, account);
            if (draw.Chance(80)) world.House.Trade(InstrumentId.FromIndex(i), buyer, seller, draw.Between(1, 400), draw.Between(1, 2_000));
        }
        return (world, account);
    }

    private static (ClearingHouse House, AccountId Holder, InstrumentId Contract) Isolated(InstrumentSpec spec, long entry, long lots, long margin)
    {
        ClearingHouse house = new();
        house.AddAsset(Usd);
        house.SetAssetPrice(house.AddAsset(Btc), QuotePrice.FromParts(50_000 * QuotePrice.PartsPerUnit));
        InstrumentId contract = house.AddInstrument(spec);
        AccountId owner = house.OpenCross(), holder = house.OpenAccount(owner, contract), other = house.OpenCross();
        house.Deposit(holder, spec.SettlementAsset.Index, margin);
        house.SetMark(contract, entry * 2);
        (AccountId buyer, AccountId seller) = lots > 0 ? (holder, other) : (other, holder);
        house.Trade(contract, buyer, seller, entry * 2, Math.Abs(lots));
        return (house, holder, contract);
    }
}

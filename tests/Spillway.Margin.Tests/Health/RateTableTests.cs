using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class RateTableTests
{
    [Fact]
    public void CollateralWorth_OfACoarseAssetAtAHighPrice_IsExact()
    {
        // Shares counted whole, 16,000 USD each, dollars in 1e-6: a factor of 2^61.9.
        (ClearingHouse house, AccountId account) = With(new AssetSpec("SHARE", 0, RatePpm.FromPpm(500_000), PriceIndexId.None), 16_000);
        house.Deposit(account, 1, 1L << 40);
        Assert.Equal(((Int128)1 << 40) * 8_000 * 1_000_000 * 1_000_000, house.Health(account).EquityMillionths);
    }

    [Fact]
    public void SetAssetPrice_BeyondTheLargestFactor_CountsAsTheLargest()
    {
        (ClearingHouse house, AccountId account) = With(new AssetSpec("SHARE", 0, RatePpm.Zero, PriceIndexId.None), 9_000_000_000);
        house.Deposit(account, 1, 1);
        Assert.InRange(house.Health(account).EquityMillionths, (((Int128)1 << 34) - 1_000) * 1_000_000, ((Int128)1 << 34) * 1_000_000);
    }

    [Fact]
    public void SetAssetPrice_AtAnyPriceAndScale_NeverOverflows() => Draw.ForAll(500, draw =>
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd with { Decimals = draw.Between(0, 12) });
        AssetId asset = house.AddAsset(new AssetSpec("A", draw.Between(0, 12), RatePpm.FromPpm(draw.Between(0, 1_000_000)), PriceIndexId.None));
        AccountId account = house.OpenCross();
        house.Deposit(account, 1, draw.Pick([1L << 60, -(1L << 60), draw.Magnitude(1L << 60)]));
        house.SetAssetPrice(asset, QuotePrice.FromParts(draw.Magnitude(long.MaxValue)));
        AccountHealth health = house.Health(account);
        _ = (health.Equity, health.RatioPpm, health.IsBelow(RatePpm.FromPpm(1_500_000)), house.Payable(account, asset), house.Payable(account, default));
    });

    [Fact]
    public void SetAssetPrice_WhenOnlyTheDebtFactorMoves_SaysSo()
    {
        // 1 USD is a factor of exactly 2^28; a billionth more leaves the factor of profits as it is and raises that of debts.
        (ClearingHouse house, AccountId account) = With(new AssetSpec("EUR", 6, RatePpm.Zero, PriceIndexId.None), 1);
        house.Deposit(account, 1, -1_000_000_000_000);
        Int128 before = house.Health(account).EquityMillionths;
        Assert.True(house.SetAssetPrice(AssetId.FromIndex(1), QuotePrice.FromParts(1_000_000_001)));
        Assert.True(house.Health(account).EquityMillionths < before);
    }

    [Fact]
    public void SetAssetPrice_WhenNothingMoves_SaysSo()
    {
        (ClearingHouse house, _) = With(Contracts.Btc, 50_000);
        Assert.False(house.SetAssetPrice(AssetId.FromIndex(1), QuotePrice.FromParts(50_000 * QuotePrice.PartsPerUnit)));
    }

    [Fact]
    public void Payable_OfAnEquityBeyondALong_IsTheLargestAmount()
    {
        (ClearingHouse house, AccountId account) = With(Contracts.Btc, 100_000);
        house.Deposit(account, 1, 1L << 60);
        Assert.Equal(long.MaxValue, house.Payable(account, AssetId.FromIndex(0)).Units);
    }

    [Fact]
    public void Payable_IsTheEquityInThatAssetRoundedDown()
    {
        (ClearingHouse house, AccountId account) = With(Contracts.Btc, 50_000);
        house.Deposit(account, 0, 100_000_001); // 100.000001 USD = 0.00200000002 BTC
        Assert.Equal(100_000_001, house.Payable(account, AssetId.FromIndex(0)).Units);
        Assert.Equal(200_000, house.Payable(account, AssetId.FromIndex(1)).Units);
        house.Deposit(account, 0, -200_000_000);
        Assert.Equal(Money.Zero, house.Payable(account, AssetId.FromIndex(0)));
    }

    private static (ClearingHouse House, AccountId Account) With(AssetSpec spec, long price)
    {
        ClearingHouse house = new();
        house.AddAsset(Contracts.Usd);
        house.SetAssetPrice(house.AddAsset(spec), QuotePrice.FromParts(price * QuotePrice.PartsPerUnit));
        return (house, house.OpenCross());
    }
}

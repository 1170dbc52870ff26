using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class ClearingHouseAllocationTests
{
    private static readonly PriceTicks Price = PriceTicks.FromTicks(100_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Health_InSteadyState_AllocatesNothing(bool isInverse)
    {
        Venue venue = Busy(isInverse);
        Int128 sum = 0;
        AssertAllocatesNothing(() =>
        {
            foreach (AccountId account in venue.Accounts) sum += venue.House.Health(account).EquityMillionths + venue.House.InitialMarginMillionths(account);
        });
        Assert.NotEqual(0, sum);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trade_InSteadyState_AllocatesNothing(bool isInverse)
    {
        Venue venue = Busy(isInverse);
        AssertAllocatesNothing(() =>
        {
            // Opens, grows, turns and closes, so that rows are freed and taken again.
            venue.House.Trade(venue.Contract, venue.Accounts[4], venue.Accounts[5], 100_000, 7);
            venue.House.Trade(venue.Contract, venue.Accounts[5], venue.Accounts[4], 100_001, 9);
            venue.House.Trade(venue.Contract, venue.Accounts[4], venue.Accounts[5], 100_002, 2);
            venue.House.ChargeFee(venue.Contract, venue.Accounts[4], Money.FromUnits(1_000), RatePpm.FromPpm(500));
        });
    }

    [Fact]
    public void OrderRestedAndShrank_InSteadyState_AllocateNothing()
    {
        Venue venue = Busy(isInverse: false);
        AssertAllocatesNothing(() =>
        {
            int slot = venue.House.OwnerSlot(venue.Accounts[5], venue.Contract);
            venue.House.OrderRested(venue.Contract, slot, Side.Buy, Price, QuantityLots.FromLots(10));
            venue.House.OrderShrank(venue.Contract, slot, Side.Buy, Price, QuantityLots.FromLots(10), QuantityLots.FromLots(4));
            venue.House.OrderShrank(venue.Contract, slot, Side.Buy, Price, QuantityLots.FromLots(4), QuantityLots.Zero);
        });
    }

    [Fact]
    public void PriceChanges_InSteadyState_AllocateNothing()
    {
        Venue venue = Busy(isInverse: true);
        long ticks = 100_000;
        AssertAllocatesNothing(() =>
        {
            venue.House.SetMark(venue.Contract, ++ticks);
            venue.House.SetAssetPrice(AssetId.FromIndex(1), QuotePrice.FromParts(ticks * QuotePrice.PartsPerUnit));
        });
    }

    private static Venue Busy(bool isInverse)
    {
        Venue venue = new(isInverse);
        for (int i = 0; i < 4; i++) venue.House.Deposit(venue.Accounts[i], i % 2, 1_000_000 + i);
        venue.Trade(buyer: 0, seller: 1, usd: 50_000, lots: 500);
        venue.Trade(buyer: 2, seller: 3, usd: 49_000, lots: 300);
        return venue;
    }

    private static void AssertAllocatesNothing(Action work)
    {
        for (int i = 0; i < 100; i++) work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++) work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>What one mechanism promises holds on the ways that another one opens.</summary>
public sealed class MechanismsTogetherTests
{
    private static Command Curve(Scenario venue, AccountId account) =>
        Command.Quote(venue.Now, new SetLiquidityPool(account, X, Lots(900), Ticks(100), Ticks(81), Ticks(121), RatePpm.Zero));

    [Fact]
    public void OpenInterestCap_OfATradeWithALiquidityPool_HoldsAsOfAnOrder()
    {
        Scenario venue = With("""
            "openInterest": { "cap": 500 }
            """, out _, out _);
        AccountId pool = venue.Account(100_000), trader = venue.Account(10_000);
        venue.Do(Curve(venue, pool));
        CommandResult Buy(long lots) => venue.Try(Command.Swap(venue.Now, new SwapPool(trader, pool, X, Side.Buy, Lots(lots), Ticks(121))));
        Assert.Equal([RejectReason.OpenInterestCapped, RejectReason.None], [Buy(5).Reason, Buy(4).Reason]); // one lot of 100 is open
    }

    [Fact]
    public void LiquidityPool_OfAClearingMember_IsRefused()
    {
        Scenario venue = With("""
            "defaultAuction": { "enabled": true, "leastContribution": 0 }
            """, out _, out _);
        AccountId member = venue.Account(100_000), pool = venue.Account(100_000);
        venue.Do(Command.ContributeOf(venue.Now, member, Usd(1)));
        Assert.Equal(RejectReason.UnfitForLiquidity, venue.Try(Curve(venue, member)).Reason);
        venue.Do(Curve(venue, pool));
        Assert.Equal(RejectReason.LiquidityPoolAccount, venue.Try(Command.ContributeOf(venue.Now, pool, Usd(1))).Reason);
    }

    [Fact]
    public void ExposureLimit_OfABidderInAnAuction_HoldsAsOfAnOrder()
    {
        Scenario venue = With("""
            "netting": { "enabled": false }, "release": { "method": "closed" }, "handOver": { "route": "wait" }, "defaultAuction": { "exposureMultiple": 2 },
            "auction": { "enabled": true, "shape": "flat", "durationSeconds": 60, "healthFloor": 0.1, "inFlightShare": 1, "leastValue": 0 }
            """, out AccountId weak, out _, lots: 50, deposit: 500);
        AccountId keeper = venue.Account(1_000);
        venue.Index(94);
        venue.Advance();
        Auction auction = venue.Engine.Desk.Auctions.Running[0];
        Assert.Equal(weak, auction.Account);
        CommandResult Take(long lots) => venue.Try(Command.Take(venue.Now, new TakeAuction(keeper, auction.Id, PriceTicks.None, Lots(lots))));
        Assert.Equal([RejectReason.ExposureLimit, RejectReason.None], [Take(22).Reason, Take(21).Reason]); // 2 · 1,000 over 94
    }

    private static Scenario With(string sections, out AccountId longer, out AccountId shorter, long lots = 1, decimal deposit = 10_000)
    {
        Scenario venue = new(policyText: _ => System.Text.Encoding.UTF8.GetString(ClearedPolicy.With("market-order", sections)));
        longer = venue.Account(deposit);
        shorter = venue.Account(10_000);
        venue.Import(longer, shorter, 100, lots);
        venue.Index(100);
        venue.Advance();
        return venue;
    }
}

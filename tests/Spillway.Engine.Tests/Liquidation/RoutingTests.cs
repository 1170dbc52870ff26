using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>A forced order over the book and a liquidity pool. Amounts by hand.</summary>
public sealed class RoutingTests
{
    private static Scenario Venue(string policy = "market-order", bool pools = true, Func<string, string>? text = null) =>
        new(policy, policyText: document => (text ?? (same => same))(document).Replace("\"pools\": false", pools ? "\"pools\": true" : "\"pools\": false", StringComparison.Ordinal));

    // Long 50 at 100 on 500: at 94 equity 200 against 235. Pool: reserve 1,000 at 94 without fee. Bids at 93.5 and 92.
    private static List<object> Fall(Scenario venue, out AccountId trader, out AccountId pool, int fee = 0, long secondBid = 60)
    {
        trader = venue.Account(500);
        AccountId bear = venue.Account(10_000), maker = venue.Account(100_000);
        pool = venue.Account(50_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Do(Command.Quote(venue.Now, new SetLiquidityPool(pool, X, Lots(1_000), Ticks(94), Ticks(80), Ticks(110), RatePpm.FromPpm(fee))));
        venue.Bid(maker, 93.5m, 10);
        if (secondBid > 0) venue.Bid(maker, 92, secondBid);
        venue.Index(94);
        return venue.Advance();
    }

    // Lot n receives 94e6 / ((999 + n)(1000 + n)): lots 1 to 3 are at least 93.5 (the third 93.53…), lots 1 to 11 at least 92 (the eleventh 92.03…). So 10 + 3 before the rest, 11 + 10 at 92 or better; 29 more at 92.
    [Fact]
    public void Release_WithAPool_SellsInBothDownToOnePrice()
    {
        List<object> events = Fall(Venue(), out AccountId trader, out AccountId pool);
        ReleaseRouted routed = Assert.Single(events.OfType<ReleaseRouted>());
        LiquidityPoolTraded traded = Assert.Single(events.OfType<LiquidityPoolTraded>());
        BookReleased booked = Assert.Single(events.OfType<BookReleased>());
        Assert.Equal((Lots(50), Lots(39), Lots(11), Ticks(92)), (routed.Lots, routed.Book, routed.Pools, routed.Marginal));
        Assert.Equal((Lots(11), Lots(39)), (traded.Lots, booked.Lots));
        Assert.Equal((pool, trader, Side.Sell), (traded.Account, traded.Trader, traded.Side));
        // The book alone: 10 at 93.5 and 40 at 92.
        Assert.Equal(93_500 + 368_000, (long)routed.BookAlone);
        Assert.Equal(93_500 + (29 * 9_200) + (long)traded.TickLots, (long)routed.TickLots);
        Assert.True(routed.TickLots > routed.BookAlone);
    }

    [Fact]
    public void Release_WithPoolsOff_NeverAsksThem()
    {
        List<object> events = Fall(Venue(pools: false), out _, out AccountId pool);
        Assert.DoesNotContain(events, e => e is ReleaseRouted or LiquidityPoolTraded);
        Assert.Equal(Lots(50), events.OfType<BookReleased>().Single().Lots);
    }

    // Under the budget the floor is e^(−0.1 %) below the best bid: the pool goes no further than the book may, and the budget counts only what the best bid moved.
    [Fact]
    public void Release_UnderTheBudget_GoesNoFurtherInThePoolThanInTheBook()
    {
        List<object> events = Fall(Venue("spillway", text: document => document.Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal)), out _, out _);
        ReleaseDecided decided = events.OfType<ReleaseDecided>().First();
        ReleaseRouted routed = events.OfType<ReleaseRouted>().First();
        Assert.True(routed.Marginal >= decided.Floor, $"{routed.Marginal} below {decided.Floor}");
        foreach (LiquidityPoolTraded traded in events.OfType<LiquidityPoolTraded>()) Assert.True(traded.TickLots >= Math.BigMul(decided.Floor.Ticks, traded.Lots.Lots));
        Assert.Equal(ReleaseBound.AmplificationBudget, decided.Bound);
        Assert.True(decided.Released > Lots(10), "the pool adds room to that of the book");
    }

    [Fact]
    public void Release_WhenThePoolIsTheOnlyPlace_UsesIt()
    {
        Scenario venue = Venue();
        AccountId trader = venue.Account(500), bear = venue.Account(10_000), pool = venue.Account(50_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Do(Command.Quote(venue.Now, new SetLiquidityPool(pool, X, Lots(1_000), Ticks(94), Ticks(50), Ticks(110), RatePpm.Zero)));
        venue.Index(94);
        List<object> events = venue.Advance();
        Assert.Equal(Lots(50), events.OfType<LiquidityPoolTraded>().Single().Lots);
        Assert.DoesNotContain(events, e => e is BookReleased);
        Assert.Equal((0, 50), (venue.Size(trader), venue.Size(pool)));
    }

    [Fact]
    public void Release_ComparedWithTheBankruptcyPrice_LeavesPoolsOut()
    {
        List<object> events = Fall(Venue("dydx-v4"), out _, out _);
        Assert.DoesNotContain(events, e => e is ReleaseRouted);
    }

    [Fact]
    public void Release_OfAShort_BuysFromThePool()
    {
        Scenario venue = Venue();
        AccountId trader = venue.Account(500), bull = venue.Account(10_000), maker = venue.Account(100_000), pool = venue.Account(50_000);
        venue.Import(bull, trader, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Do(Command.Quote(venue.Now, new SetLiquidityPool(pool, X, Lots(1_000), Ticks(106), Ticks(80), Ticks(130), RatePpm.Zero)));
        venue.Ask(maker, 107, 100);
        venue.Index(106);
        List<object> events = venue.Advance();
        // Lot n costs 106e6 / ((1001 − n)(1000 − n)): the fourth 106.74…, the fifth 106.95…, the fourth of them still below 107.
        ReleaseRouted routed = Assert.Single(events.OfType<ReleaseRouted>());
        long pools = routed.Pools.Lots;
        Assert.True(106_000_000m / ((1_001 - pools) * (1_000 - pools)) <= 107 && 106_000_000m / ((1_000 - pools) * (999 - pools)) > 107);
        Assert.Equal((-50 + 50, -pools), (venue.Size(trader), venue.Size(pool)));
    }

    // Sizing sees what the pool pays: with it fewer lots restore health than with the thin book alone.
    [Fact]
    public void Sizing_KnowsThePool()
    {
        Func<string, string> byBook = document => document.Replace("\"method\": \"amplificationBudget\"", "\"method\": \"unlimited\"", StringComparison.Ordinal).Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal);
        long with = Fall(Venue("spillway", pools: true, byBook), out _, out _).OfType<CloseSized>().First().Lots.Lots;
        long without = Fall(Venue("spillway", pools: false, byBook), out _, out _).OfType<CloseSized>().First().Lots.Lots;
        Assert.True(with < without, $"{with} with the pool, {without} without");
    }
}

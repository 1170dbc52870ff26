using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Before the fall: caps refuse what opens and nothing else, and the add-on holds money back without liquidating anybody.</summary>
public sealed class OpenInterestTests
{
    [Fact]
    public void Cap_WhenAnOrderWouldPassIt_RefusesItAndTakesWhatStillFits()
    {
        Scenario venue = Open("\"cap\": 1010", out AccountId longer, out AccountId shorter, lots: 8); // 8 lots of 100: 800 of 1010
        venue.Ask(shorter, 101, 1);
        Assert.Equal(RejectReason.OpenInterestCapped, Market(venue, longer, Side.Buy, 3).Reason);
        Assert.True(Market(venue, longer, Side.Buy, 1).IsAccepted);
        venue.Ask(venue.Account(1_000), 101, 1);
        Assert.Equal(RejectReason.OpenInterestCapped, Post(venue, venue.Account(1_000), Side.Buy, 90, 2, TimeInForce.GoodTillCancel).Reason);
        Assert.True(Post(venue, venue.Account(1_000), Side.Buy, 90, 2, TimeInForce.PostOnly).IsAccepted);
    }

    [Fact]
    public void Cap_WhenItIsReached_LetsEverybodyClose()
    {
        Scenario venue = Open("\"cap\": 500", out AccountId longer, out AccountId shorter, lots: 8);
        AccountId maker = venue.Account(10_000);
        Assert.True(Post(venue, maker, Side.Buy, 99, 4, TimeInForce.PostOnly).IsAccepted);
        Assert.True(Post(venue, maker, Side.Sell, 102, 4, TimeInForce.PostOnly).IsAccepted);
        Assert.True(Market(venue, longer, Side.Sell, 4).IsAccepted);
        Assert.True(Market(venue, shorter, Side.Buy, 4).IsAccepted);
        Assert.Equal((4, -4), (venue.Size(longer), venue.Size(shorter)));
    }

    [Fact]
    public void Cap_OfAFlip_AsksForWhatIsOpenedBeyondZero()
    {
        Scenario venue = Open("\"cap\": 1010", out AccountId longer, out _, lots: 8);
        Post(venue, venue.Account(10_000), Side.Buy, 99, 20, TimeInForce.PostOnly);
        Assert.Equal(RejectReason.OpenInterestCapped, Market(venue, longer, Side.Sell, 11).Reason);
        Assert.True(Market(venue, longer, Side.Sell, 10).IsAccepted);
        Assert.Equal(-2, venue.Size(longer));
    }

    [Fact]
    public void GainCap_WhenAFallWouldFeedItself_RefusesLongsAndTakesShorts()
    {
        Scenario venue = Open("\"gainMost\": 0.8", out AccountId longer, out _, lots: 8, deposit: 200);
        AccountId other = venue.Account(10_000);
        Post(venue, other, Side.Buy, 99, 20, TimeInForce.PostOnly);
        Post(venue, other, Side.Sell, 101, 20, TimeInForce.PostOnly);
        AccountId trader = venue.Account(28);
        venue.Log.Clear();
        Signal(venue, fall: 240_000, squeeze: 239_999);
        Assert.Equal(new GainCapMoved(X, Side.Buy, true, 240_000, 800_000, 800_000), Assert.Single(venue.Log.Of<GainCapMoved>()));
        Assert.Equal(RejectReason.GainCapped, Market(venue, trader, Side.Buy, 1).Reason);
        Assert.Equal(RejectReason.GainCapped, Market(venue, longer, Side.Buy, 1).Reason);
        Assert.True(Market(venue, trader, Side.Sell, 2).IsAccepted);
        Assert.True(Market(venue, longer, Side.Sell, 1).IsAccepted);
        Assert.True(Market(venue, trader, Side.Buy, 4).IsAccepted); // from two short to two long: no more than before
        Signal(venue, fall: 239_999, squeeze: 0);
        Assert.False(Assert.Single(venue.Log.Of<GainCapMoved>().Skip(1)).IsReached);
        Assert.True(Market(venue, venue.Account(28), Side.Buy, 1).IsAccepted);
    }

    [Fact]
    public void GainCap_OfAnAccountThatBearsTheRange_TakesItsOrders()
    {
        // 10 lots of 100: initial margin 100, and 20 % of 1,000.
        Scenario venue = Open("\"gainMost\": 0.8", out _, out _, lots: 8);
        venue.Ask(venue.Account(10_000), 100, 20);
        Signal(venue, fall: 3_000_000, squeeze: 0);
        Assert.Equal(RejectReason.GainCapped, Market(venue, venue.Account(299.99m), Side.Buy, 10).Reason);
        Assert.True(Market(venue, venue.Account(301), Side.Buy, 10).IsAccepted);
    }

    [Fact]
    public void GainCap_WithoutAFreshSignal_CountsAsReachedBothWays()
    {
        Scenario venue = Open("\"gainMost\": 100", out AccountId longer, out AccountId shorter, lots: 8, deposit: 200);
        AccountId other = venue.Account(10_000);
        Post(venue, other, Side.Buy, 99, 20, TimeInForce.PostOnly);
        Post(venue, other, Side.Sell, 101, 20, TimeInForce.PostOnly);
        Assert.Equal(RejectReason.GainCapped, Market(venue, longer, Side.Buy, 1).Reason);
        Assert.Equal(RejectReason.GainCapped, Market(venue, shorter, Side.Sell, 1).Reason);
        Assert.True(Market(venue, longer, Side.Sell, 1).IsAccepted);
        Signal(venue, fall: 0, squeeze: 0);
        Assert.True(Market(venue, longer, Side.Buy, 1).IsAccepted);
        venue.Advance(10_000);
        Assert.True(Market(venue, longer, Side.Buy, 1).IsAccepted);
        venue.Advance(1);
        Assert.Equal(RejectReason.GainCapped, Market(venue, longer, Side.Buy, 1).Reason);
    }

    [Fact]
    public void GainCap_WhenAnOrderIsReplaced_IsAskedAgain()
    {
        Scenario venue = Open("\"gainMost\": 0.8", out _, out _, lots: 8);
        Signal(venue, fall: 0, squeeze: 0);
        AccountId trader = venue.Account(100);
        OrderId order = venue.Bid(trader, 90, 5);
        Signal(venue, fall: 300_000, squeeze: 0);
        Assert.Equal(RejectReason.GainCapped, Replaced(91, 5).Reason);
        Assert.True(Replaced(90, 3).IsAccepted); // less at the same price keeps its place
        Assert.True(Market(venue, venue.Account(10_000), Side.Sell, 3).IsAccepted);
        Assert.Equal(3, venue.Size(trader)); // taken before: it may fill

        CommandResult Replaced(decimal price, long lots) => venue.Try(Command.Replace(venue.Now, new ReplaceOrder(trader, X, order, Ticks(price), Lots(lots))));
    }

    [Fact]
    public void AddOn_OfACrowdedMarket_GrowsWithTheUseOfTheCap()
    {
        // 8 lots open, cap 1000, from 0.5: with 1 more lot use is 0.9, so 10 % becomes 10 % · (1 + 2 · 0.8) = 26 %.
        Scenario venue = Open("\"cap\": 1000, \"addOn\": 2", out _, out AccountId shorter, lots: 8);
        venue.Ask(shorter, 100, 1);
        AccountId poor = venue.Account(25.99m), enough = venue.Account(26m);
        Assert.Equal(RejectReason.InsufficientForAddOn, Post(venue, poor, Side.Buy, 100, 1, TimeInForce.ImmediateOrCancel).Reason);
        Assert.True(Post(venue, enough, Side.Buy, 100, 1, TimeInForce.ImmediateOrCancel).IsAccepted);
        Assert.Equal(1, venue.Size(enough));
    }

    [Fact]
    public void AddOn_OfALargePosition_GrowsWithItsSizeAndBoundsWhatMayLeave()
    {
        // Depth 10,000 per unit of log-price: 100 within 1 %. Ten lots of 100 are ten times that: k = 1 % makes 10 % beside 10 % of initial margin.
        Scenario venue = Open("\"concentration\": 0.01", out AccountId longer, out _, lots: 10, deposit: 1_000);
        Signal(venue, fall: 0, squeeze: 0, depth: 10_000);
        Assert.Equal(RejectReason.InsufficientForAddOn, venue.Try(Command.Withdraw(venue.Now, longer, Usdt, Usd(800.01m))).Reason);
        Assert.True(venue.Try(Command.Withdraw(venue.Now, longer, Usdt, Usd(800m))).IsAccepted);
        Assert.Equal(RejectReason.InsufficientMargin, venue.Try(Command.Withdraw(venue.Now, longer, Usdt, Usd(150m))).Reason);
    }

    [Fact]
    public void AddOn_WhenItRises_NeitherCallsNorLiquidatesNorKeepsAnybodyFromClosing()
    {
        Scenario venue = Open("\"cap\": 10, \"addOn\": 10, \"concentration\": 1, \"concentrationMost\": 1", out AccountId longer, out _, lots: 10, deposit: 80);
        Post(venue, venue.Account(100_000), Side.Buy, 100, 10, TimeInForce.PostOnly);
        venue.Log.Clear();
        Signal(venue, fall: 3_000_000, squeeze: 0, depth: 1);
        venue.Advance();
        Assert.Empty(venue.Log.Of<MarginCalled>());
        Assert.Empty(venue.Log.Of<CaseOpened>());
        Assert.True(Market(venue, longer, Side.Sell, 10).IsAccepted);
        Assert.Equal(0, venue.Size(longer));
    }

    private static Scenario Open(string section, out AccountId longer, out AccountId shorter, long lots, decimal deposit = 10_000)
    {
        Scenario venue = new(policyText: _ => Encoding.UTF8.GetString(OpenInterestPolicies.With("market-order", section)));
        (longer, shorter) = (venue.Account(deposit), venue.Account(deposit));
        venue.Import(longer, shorter, 100, lots);
        venue.Index(100);
        return venue;
    }

    private static void Signal(Scenario venue, int fall, int squeeze, long depth = 1_000_000) =>
        venue.Do(Command.Report(venue.Now, X, new MarketSignals(depth * 1_000_000, depth * 1_000_000, 0, 0, fall, squeeze, venue.Now)));

    private static CommandResult Market(Scenario venue, AccountId account, Side side, long lots) => venue.Try(Command.Place(venue.Now, new PlaceOrder(
        account, X, side, OrderType.Market, TimeInForce.ImmediateOrCancel, SelfTradePrevention.CancelTaker, false, PriceTicks.None, Lots(lots))));

    private static CommandResult Post(Scenario venue, AccountId account, Side side, decimal price, long lots, TimeInForce time) => venue.Try(Command.Place(venue.Now, new PlaceOrder(
        account, X, side, OrderType.Limit, time, SelfTradePrevention.CancelTaker, false, Ticks(price), Lots(lots))));
}

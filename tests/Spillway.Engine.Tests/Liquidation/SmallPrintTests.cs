using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>The small print of cases: what events say when less happens than was asked for, and what must not happen at all.</summary>
public sealed class SmallPrintTests
{
    [Fact]
    public void HandedOver_WhenFewerLotsFindATaker_StatesThoseThatDid()
    {
        Scenario venue = new("spillway");
        AccountId loser = venue.Account(550), twin = venue.Account(500), bear = venue.Account(10_000), maker = venue.Account(1_000_000);
        venue.Import(loser, bear, 100, 50);
        venue.Import(twin, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        // The short buys back 70 of its 100 lots from the maker, who is then the one with 70 shorts; of both longs 100 lots must leave.
        venue.Ask(maker, 100, 70);
        venue.Order(bear, Side.Buy, 100, 70);
        venue.Do(Command.CancelAllOf(venue.Now, maker, X));
        venue.Index(80); // both insolvent: off-book at once, and all shorts together are as large as all longs
        List<object> events = venue.Advance();
        long handedOver = events.OfType<HandedOver>().Sum(e => e.Lots.Lots), taken = events.OfType<Traded>().Where(t => t.Route == TradeRoute.Deleveraging).Sum(t => t.Lots.Lots);
        Assert.Equal(100, taken);
        Assert.Equal(taken, handedOver);
    }

    [Fact]
    public void HandedOver_WhenTheWinnerItselfIsUnderLiquidation_StatesOnlyWhatWasTaken()
    {
        Scenario venue = new("spillway");
        AccountId loser = venue.Account(500), bear = venue.Account(10_000), broke = venue.Account(101), friend = venue.Account(100_000);
        venue.Import(loser, bear, 100, 20);
        venue.Import(loser, broke, 100, 30);
        // The short of 30 also holds a long in Y that ruins it, so it has a case of its own and takes nothing over.
        venue.Import(broke, friend, 100, 50, Y);
        venue.Index(100, 0);
        venue.Index(100, 1);
        venue.Advance();
        venue.Index(80, 0);
        venue.Index(60, 1);
        List<object> events = venue.Advance();
        Assert.Equal(
            events.OfType<Traded>().Where(t => t.Route == TradeRoute.Deleveraging).Sum(t => t.Lots.Lots),
            events.OfType<HandedOver>().Sum(e => e.Lots.Lots));
    }

    // The largest position is 1,000,000 lots, and it holds 700,000; what it has at rest may fill later.
    [Theory]
    [InlineData(0, 300_000)]
    [InlineData(50_000, 250_000)]
    public void Absorber_WhenItsPositionIsAsLargeAsTheMarketAllows_TakesNoMore(long resting, long takes)
    {
        Scenario venue = new("exogenous");
        AccountId whale = venue.Account(1_000_000), bear = venue.Account(100_000_000), absorber = venue.Account(100_000_000);
        venue.Import(whale, bear, 100, 600_000);
        venue.Import(absorber, bear, 100, 400_000);
        AccountId second = venue.Account(100_000_000);
        venue.Import(absorber, second, 100, 300_000);
        venue.Index(100);
        venue.Do(Command.NameAbsorber(venue.Now, absorber));
        if (resting > 0) venue.Bid(absorber, 50, resting);
        venue.Index(90);
        List<object> events = venue.Advance();
        Assert.Equal(Lots(takes), Assert.Single(events.OfType<HandedOver>()).Lots);
        Assert.Equal((700_000 + takes, 600_000 - takes), (venue.Size(absorber), venue.Size(whale)));
        Assert.True(venue.HasCase(whale));
    }

    [Fact]
    public void MarginCall_WhenABreachComesFirst_EndsWithoutBeingMet()
    {
        Scenario venue = new("market-order");
        AccountId trader = venue.Account(500), bear = venue.Account(10_000), maker = venue.Account(1_000_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Bid(maker, 94, 1_000);
        Assert.Single(venue.Index(95.7m).OfType<MarginCalled>());
        List<object> events = [.. venue.Index(94.5m), .. venue.Advance(), .. venue.Advance()];
        Assert.Single(events.OfType<CaseClosed>());
        Assert.Empty(events.OfType<MarginCallMet>());
        Assert.False(venue.Engine.Desk.IsWarned(trader));
    }

    [Fact]
    public void Withdraw_BeforeTheFirstMarkOfAPosition_IsRefused()
    {
        Scenario venue = new();
        AccountId trader = venue.Account(500), bear = venue.Account(10_000);
        venue.Import(trader, bear, 100, 50);
        Assert.Equal(RejectReason.MarketNotOpen, venue.Try(Command.Withdraw(venue.Now, trader, Usdt, Usd(1))).Reason);
        venue.Index(100);
        Assert.Equal(RejectReason.InsufficientMargin, venue.Try(Command.Withdraw(venue.Now, trader, Usdt, Usd(1))).Reason); // 500 is the initial margin
        Assert.True(venue.Try(Command.Withdraw(venue.Now, bear, Usdt, Usd(1))).IsAccepted);
    }

    // Long 20 with a reduce-only ask of 5 at rest. Replaced by 50 through the bid it sells 20 and no more: what only reduces never turns a position around.
    [Fact]
    public void ReplaceOrder_OfAReduceOnlyOrder_SellsNoMoreThanThePosition()
    {
        (Scenario venue, AccountId trader, AccountId other, OrderId order) = ReduceOnly();
        venue.Bid(other, 99, 100);
        venue.Do(Command.Replace(venue.Now, new ReplaceOrder(trader, X, order, Ticks(99), Lots(50))));
        Assert.Equal(0, venue.Size(trader));
    }

    [Fact]
    public void ReplaceOrder_OfAReduceOnlyOrderWithNothingLeftToReduce_IsRejected()
    {
        (Scenario venue, AccountId trader, AccountId other, OrderId order) = ReduceOnly();
        venue.Bid(other, 99, 20);
        venue.Ask(trader, 99, 20);
        Assert.Equal(0, venue.Size(trader));
        Assert.Equal(RejectReason.WouldNotReduce, venue.Try(Command.Replace(venue.Now, new ReplaceOrder(trader, X, order, Ticks(99), Lots(50)))).Reason);
    }

    private static (Scenario Venue, AccountId Trader, AccountId Other, OrderId Order) ReduceOnly()
    {
        Scenario venue = new();
        AccountId trader = venue.Account(1_000), other = venue.Account(100_000);
        venue.Import(trader, other, 100, 20);
        venue.Index(100);
        PlaceOrder ask = new(trader, X, Side.Sell, OrderType.Limit, TimeInForce.GoodTillCancel, SelfTradePrevention.CancelTaker, ReduceOnly: true, Ticks(101), Lots(5));
        return (venue, trader, other, OrderId.FromValue(venue.Do(Command.Place(venue.Now, in ask)).Value));
    }
}

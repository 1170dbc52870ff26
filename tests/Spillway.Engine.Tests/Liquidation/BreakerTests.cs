using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Circuit breakers trip, act, expire and reopen.</summary>
public sealed class BreakerTests
{
    private static readonly (string, string) HaltOnVelocity = ("velocity", "0.03"), Halts = ("velocityAction", "\"halt\"");

    [Fact]
    public void IndexPrice_WhenItTripsABreaker_TripsItBeforeCasesOpenAndStillOpensThem()
    {
        Scenario venue = Venue("market-order", HaltOnVelocity, Halts);
        AccountId trader = venue.Account(500), winner = venue.Account(10_000);
        venue.Import(trader, winner, 100, 50);
        venue.Index(100);
        List<object> events = venue.Index(94);
        Assert.Equal(["MarkMoved", "BreakerTripped", "CaseOpened"], events.Select(e => e.GetType().Name));
        BreakerTripped trip = Assert.Single(events.OfType<BreakerTripped>());
        Assert.Equal(
            (BreakerAction.Halt, BreakerRule.Velocity, 61_875_404, 30_000_000, Ticks(94), Ticks(100)),
            (trip.Trigger.Action, trip.Trigger.Rule, trip.Trigger.MeasuredPpb, trip.Trigger.BoundPpb, trip.Trigger.Mark, trip.Trigger.Reference));
        Assert.Equal(venue.Now.AddNanos(60_000_000_000), trip.Until);
        Assert.True(venue.HasCase(trader));
    }

    [Fact]
    public void Halt_WhenThePolicyWaits_KeepsForcedOrdersOutOfTheBookUntilItReopens()
    {
        Scenario venue = Venue("market-order", HaltOnVelocity, Halts);
        AccountId trader = venue.Account(500), winner = venue.Account(10_000), buyer = venue.Account(10_000);
        venue.Import(trader, winner, 100, 50);
        venue.Index(100);
        venue.Bid(buyer, 93, 50);
        venue.Index(94);
        for (int second = 0; second < 59; second++) Assert.DoesNotContain(venue.Advance(), e => e is Traded);
        Assert.Equal(50, venue.Size(trader));
        List<object> end = venue.Advance();
        Assert.Equal(["BreakerExpired", "MarketReopened", "CloseSized", "ReleaseDecided", "Traded"], end.Take(5).Select(e => e.GetType().Name));
        Assert.Equal(0, venue.Size(trader));
        Assert.Equal(60_000_000_000, Assert.Single(end.OfType<BreakerExpired>()).HeldNanos);
    }

    [Fact]
    public void Halt_WhenThePolicyHandsOver_ClosesOffTheBookAtOnce()
    {
        Scenario venue = Venue("spillway", HaltOnVelocity, Halts);
        AccountId trader = venue.Account(500), winner = venue.Account(10_000), buyer = venue.Account(10_000);
        venue.Import(trader, winner, 100, 50);
        venue.Index(100);
        venue.Bid(buyer, 93.9m, 50);
        venue.Index(94.6m); // equity 230 of 236.50
        List<object> events = venue.Advance();
        Assert.Equal(ReleaseBound.Halt, Assert.Single(events.OfType<ReleaseDecided>()).Bound);
        Assert.Equal(HandOverReason.CircuitBreaker, Assert.Single(events.OfType<HandedOver>()).Reason);
        Assert.All(events.OfType<Traded>(), trade => Assert.Equal(TradeRoute.Deleveraging, trade.Route));
        Assert.False(venue.HasCase(trader));
    }

    [Fact]
    public void Halt_CollectsLimitOrdersAndReducersAndRefusesOtherMarketOrders()
    {
        Scenario venue = Halted(out AccountId longer, out AccountId shorter);
        AccountId rich = venue.Account(100_000);
        venue.Ask(rich, 95, 5);
        venue.Bid(rich, 99, 5); // would have traded
        Assert.Equal(RejectReason.MarketHalted, venue.Try(Command.Place(venue.Now, MarketOrder(rich, Side.Buy, 5, reduceOnly: false))).Reason);
        Assert.True(venue.Try(Command.Place(venue.Now, MarketOrder(longer, Side.Sell, 5, reduceOnly: true))).IsAccepted);
        Assert.True(venue.Try(Command.Place(venue.Now, MarketOrder(shorter, Side.Buy, 5, reduceOnly: true))).IsAccepted);
        Assert.Empty(venue.Log.Of<Traded>());
        Assert.Equal(4, venue.Engine.Exchange[X].Book.Count);
        // The reducing orders take part no further from the mark than the collar of 10 %.
        Assert.Equal((Ticks(85.06m), Ticks(103.88m)), (venue.Engine.Exchange[X].Book.BestAsk, venue.Engine.Exchange[X].Book.BestBid));
    }

    [Fact]
    public void Reopening_TradesWhatWasCollectedAtOnePriceAndTheMarkFollows()
    {
        Scenario venue = Halted(out AccountId longer, out AccountId shorter);
        AccountId rich = venue.Account(100_000);
        venue.Bid(rich, 92, 5);
        venue.Do(Command.Place(venue.Now, MarketOrder(longer, Side.Sell, 8, reduceOnly: true)));
        venue.Do(Command.Place(venue.Now, MarketOrder(shorter, Side.Buy, 2, reduceOnly: true)));
        List<object> end = Advance(venue, 60);
        Traded[] trades = [.. end.OfType<Traded>()];
        Assert.All(trades, trade => Assert.Equal(Ticks(92), trade.Price));
        Assert.Equal(7, trades.Sum(trade => trade.Lots.Lots));
        MarketReopened reopened = Assert.Single(end.OfType<MarketReopened>());
        Assert.Equal(new MarketReopened(X, Ticks(92), Lots(7), -1, Ticks(94), BreakerAction.None), reopened);
        Assert.Equal(OrderEnd.Unfilled, Assert.Single(end.OfType<OrderEnded>()).Reason); // what a market order did not trade
        Assert.Equal((43, -48), (venue.Size(longer), venue.Size(shorter)));
        Assert.Equal(Ticks(92), venue.Engine.Exchange[X].Price.Last);
    }

    [Fact]
    public void Mark_WhileOrdersAreCollected_FollowsTheIndexAndNotWhatMayBeWithdrawn()
    {
        Scenario venue = Halted(out _, out _);
        AccountId rich = venue.Account(1_000_000);
        venue.Bid(rich, 150, 50);
        venue.Ask(rich, 151, 50);
        venue.Index(93);
        Assert.Equal(Ticks(93), venue.Mark);
    }

    [Fact]
    public void Breaker_WhileATriggerHolds_IsRenewedThreeTimesThenRests()
    {
        Scenario venue = Venue("market-order", ("band", "0.05"), ("bandWindowSeconds", "3600"), ("limitSeconds", "0"), ("restSeconds", "100"));
        Calm(venue, 100, seconds: 2_000);
        Prices(venue, 90);
        Assert.True(venue.Engine.Desk.Breaker(X).IsTripped);
        List<object> events = [];
        for (int second = 0; second < 240; second++) events.AddRange(Priced(venue, 90));
        Assert.Equal([1, 2, 3], events.OfType<BreakerRenewed>().Select(e => e.Renewal));
        BreakerExpired end = Assert.Single(events.OfType<BreakerExpired>());
        Assert.Equal((BreakerAction.Halt, 240_000_000_000, 3, BreakerRule.PriceBand), (end.Action, end.HeldNanos, end.Renewals, end.Trigger.Rule));
        Assert.Equal(venue.Now.AddNanos(100_000_000_000), end.RestsUntil);
        Assert.Empty(Prices(venue, 70).OfType<BreakerTripped>()); // far beyond the band, but it rests
        for (int second = 0; second < 99; second++) Assert.Empty(Priced(venue, 70).OfType<BreakerTripped>());
    }

    [Fact]
    public void Breaker_AfterItsRest_TripsAgain()
    {
        Scenario venue = Halted(out _, out _);
        Advance(venue, 60); // ends
        Advance(venue, 59);
        Assert.Empty(venue.Index(80).OfType<BreakerTripped>());
        Assert.Single(venue.Advance().OfType<BreakerTripped>()); // it still is beyond, and the rest is over
    }

    [Fact]
    public void Breaker_WhenItEnds_ForgetsThePricesFromBefore()
    {
        Scenario venue = Venue("market-order", ("band", "0.05"), ("limitSeconds", "0"), ("renewalsMax", "0"), ("restSeconds", "0"));
        Calm(venue, 100, seconds: 300);
        Assert.Single(Prices(venue, 90).OfType<BreakerTripped>());
        List<object> after = Advance(venue, 90);
        Assert.Single(after.OfType<BreakerExpired>());
        Assert.Empty(after.OfType<BreakerTripped>()); // a mean of 300 s would still be near 97
    }

    [Fact]
    public void Reopening_WhenItsPriceMovesTheMark_OpensTheCasesOfWhomItBreaches()
    {
        Scenario venue = Venue("market-order", ("oracleGap", "0.05"), ("oracleAction", "\"halt\""), ("renewalsMax", "0"));
        AccountId trader = venue.Account(300), bear = venue.Account(100_000), maker = venue.Account(100_000), taker = venue.Account(100_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        OrderId bid = venue.Bid(maker, 119.9m, 1), ask = venue.Ask(maker, 120.1m, 1);
        venue.Advance(86_400_000); // the average basis is half way to the bid: 9.95
        Assert.Single(venue.Index(100).OfType<BreakerTripped>());
        Assert.Equal(Ticks(109.95m), venue.Mark);
        venue.Do(Command.Withdraw(venue.Now, trader, Usdt, Usd(150))); // healthy at 109.95, breached at 100
        venue.Do(Command.Cancel(venue.Now, maker, X, bid));
        venue.Do(Command.Cancel(venue.Now, maker, X, ask));
        venue.Bid(maker, 99, 5);
        venue.Ask(taker, 98, 5);
        List<object> before = Advance(venue, 59), end = Advance(venue, 1);
        Assert.Empty(before.OfType<CaseOpened>());
        Assert.Equal(
            ["BreakerExpired", "Traded", "MarketReopened", "MarkMoved", "CaseOpened", "CloseSized"],
            end.Select(e => e.GetType().Name).Where(name => name is not "MarginCalled").Take(6));
        Assert.Equal((Ticks(100), true), (venue.Mark, venue.HasCase(trader)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.5")]
    [InlineData("1")]
    public void CutRelease_LeavesAShareOfBothRoomsOfTheBudget(string share)
    {
        BudgetReading whole = BudgetOf(Venue("spillway")), cut = BudgetOf(Venue("spillway", ("velocity", "0.01"), ("velocityAction", "\"cutRelease\""), ("releaseShare", share)));
        decimal left = decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(whole.RoomPpb > 0 && whole.OwnRoomPpb > whole.RoomPpb / 2);
        Assert.Equal(((long)(whole.RoomPpb * left), (long)(whole.OwnRoomPpb * left)), (cut.RoomPpb, cut.OwnRoomPpb));

        static BudgetReading BudgetOf(Scenario venue)
        {
            AccountId trader = venue.Account(500), winner = venue.Account(10_000);
            venue.Import(trader, winner, 100, 50);
            venue.Index(100);
            venue.Advance();
            venue.Index(94.6m);
            return venue.Advance().OfType<ReleaseDecided>().First().Budget;
        }
    }

    [Fact]
    public void Band_TripsOnlyWhenTheMarkStaysBeyondItForTheLimitState()
    {
        Scenario venue = Venue("market-order", ("band", "0.05"), ("bandWindowSeconds", "3600"), ("limitSeconds", "5"));
        Calm(venue, 100, seconds: 1_000);
        for (int second = 0; second < 4; second++) Assert.Empty(Priced(venue, 94).OfType<BreakerTripped>());
        Priced(venue, 99); // back within: the limit state begins anew
        for (int second = 0; second < 4; second++) Assert.Empty(Priced(venue, 94).OfType<BreakerTripped>());
        Assert.Equal(BreakerRule.PriceBand, Assert.Single(Priced(venue, 94).OfType<BreakerTripped>()).Trigger.Rule);
    }

    [Fact]
    public void VolatilityBand_WidensWithTheSignal()
    {
        // 2 σ √(300 / 86400) with σ = 50 % a day is 5.89 %; with 30 % it is 3.54 %.
        foreach ((int volatility, bool trips) in ((int, bool)[])[(500_000, false), (300_000, true)])
        {
            Scenario venue = Venue("market-order", ("bandVolatility", "2"));
            Calm(venue, 100, seconds: 300);
            Report(venue, new MarketSignals(0, 0, 0, volatility, 0, 0, venue.Now));
            Assert.Equal(trips ? 1 : 0, Prices(venue, 95).OfType<BreakerTripped>().Count()); // 5.13 % from 100
        }
    }

    [Fact]
    public void LoopGain_TripsWhileTheSignalIsFreshAndNeverOnAStaleOne()
    {
        Scenario venue = Venue("market-order", ("gain", "1"));
        venue.Index(100);
        Report(venue, new MarketSignals(0, 0, 0, 0, 900_000, 1_100_000, venue.Now));
        Assert.Equal((BreakerAction.CutRelease, 1_100_000_000), Assert.Single(venue.Advance().OfType<BreakerTripped>().Select(e => (e.Trigger.Action, e.Trigger.MeasuredPpb))));

        Scenario stale = Venue("market-order", ("gain", "1"));
        stale.Index(100);
        Report(stale, new MarketSignals(0, 0, 0, 0, 900_000, 1_100_000, stale.Now));
        Assert.Empty(stale.Advance(10_001).OfType<BreakerTripped>());
    }

    [Fact]
    public void FlowOfOpenInterest_WhenForcedOrdersTakeTooMuch_CutsThoseThatFollow()
    {
        Scenario venue = Venue("market-order", ("flowOfOpenInterest", "0.4"), ("releaseShare", "0"));
        (AccountId first, AccountId second) = TwoBreached(venue);
        List<object> events = venue.Advance();
        BreakerReading trigger = Assert.Single(events.OfType<BreakerTripped>()).Trigger;
        Assert.Equal((BreakerRule.FlowOfOpenInterest, 500_000_000), (trigger.Rule, trigger.MeasuredPpb)); // 50 of the 100 lots there were are forced, 100 are still open
        Assert.Equal((0, 50), (venue.Size(first), venue.Size(second)));
        Assert.Equal(ReleaseBound.CircuitBreaker, events.OfType<ReleaseDecided>().Last().Bound);
    }

    [Fact]
    public void FlowOfDepth_TripsWhenWhatWasForcedWouldMoveTheBookTooFar()
    {
        Scenario venue = Venue("market-order", ("flowOfDepth", "0.05"));
        TwoBreached(venue);
        Report(venue, new MarketSignals(90_000_000_000, 90_000_000_000, 0, 0, 0, 0, venue.Now)); // 90,000 USDT per unit of log-price
        BreakerReading trigger = Assert.Single(venue.Advance().OfType<BreakerTripped>()).Trigger;
        Assert.Equal(BreakerRule.FlowOfDepth, trigger.Rule);
        Assert.InRange(trigger.MeasuredPpb, 51_000_000, 52_300_000); // 50 lots at a mark near 93.50
    }

    [Fact]
    public void OracleGap_TripsWhenTheBookLeavesTheIndex()
    {
        Scenario venue = Venue("market-order", ("oracleGap", "0.02"), ("oracleAction", "\"halt\""));
        AccountId maker = venue.Account(100_000);
        venue.Index(100);
        venue.Bid(maker, 94, 1);
        venue.Ask(maker, 94.2m, 1);
        venue.Advance(86_400_000); // the average basis is half way there: −2.90
        Assert.Equal((BreakerRule.OracleGap, Ticks(100)), Assert.Single(venue.Index(100).OfType<BreakerTripped>().Select(e => (e.Trigger.Rule, e.Trigger.Reference))));
    }

    [Fact]
    public void ReduceOnly_RefusesTakersThatOpenAndTakesReducersAndPostOnly()
    {
        Scenario venue = Venue("market-order", HaltOnVelocity, ("velocityAction", "\"reduceOnly\""));
        AccountId longer = venue.Account(10_000), shorter = venue.Account(10_000), rich = venue.Account(100_000);
        venue.Import(longer, shorter, 100, 50);
        venue.Index(100);
        venue.Index(94);
        PlaceOrder opening = MarketOrder(rich, Side.Buy, 5, reduceOnly: false) with { Type = OrderType.Limit, Limit = Ticks(93), TimeInForce = TimeInForce.GoodTillCancel };
        Assert.Equal(RejectReason.ReduceOnlyMarket, venue.Try(Command.Place(venue.Now, opening)).Reason);
        Assert.True(venue.Try(Command.Place(venue.Now, opening with { TimeInForce = TimeInForce.PostOnly })).IsAccepted);
        Assert.True(venue.Try(Command.Place(venue.Now, MarketOrder(longer, Side.Sell, 3, reduceOnly: true))).IsAccepted);
        Assert.True(venue.Try(Command.Place(venue.Now, MarketOrder(longer, Side.Sell, 2, reduceOnly: false))).IsAccepted); // cannot pass through zero
        Assert.Equal(RejectReason.ReduceOnlyMarket, venue.Try(Command.Place(venue.Now, MarketOrder(longer, Side.Sell, 46, reduceOnly: false))).Reason);
        Assert.Equal((45, 5), (venue.Size(longer), venue.Size(rich)));
    }

    [Fact]
    public void BatchOnly_TradesOnceAnIntervalAndForcedOrdersTakeWhatIsLeft()
    {
        Scenario venue = Venue("market-order", HaltOnVelocity, ("batchSeconds", "3"), ("releaseShare", "1"));
        AccountId trader = venue.Account(500), winner = venue.Account(10_000), buyer = venue.Account(10_000), seller = venue.Account(10_000);
        venue.Import(trader, winner, 100, 50);
        venue.Index(100);
        venue.Index(94);
        venue.Bid(buyer, 94, 60);
        venue.Do(Command.Place(venue.Now, MarketOrder(seller, Side.Sell, 20, reduceOnly: false))); // for one batch
        Assert.Empty(venue.Advance().Concat(venue.Advance()).OfType<Traded>());
        List<object> batch = venue.Advance();
        Traded[] trades = [.. batch.OfType<Traded>()];
        Assert.Equal([(seller, 20L), (trader, 40L)], trades.Select(trade => (trade.Seller, trade.Lots.Lots)));
        Assert.Equal(BreakerAction.BatchOnly, Assert.Single(batch.OfType<MarketReopened>()).Action);
        venue.Ask(seller, 93, 5);
        venue.Bid(buyer, 94, 5);
        Assert.Empty(venue.Advance().OfType<Traded>()); // collected again
    }

    [Fact]
    public void Expiry_WhileTheIndexIsStale_WaitsForIt()
    {
        Scenario venue = Halted(out _, out _);
        Assert.Empty(venue.Advance(61_000).OfType<BreakerExpired>()); // the only source is older than 60 s
        Assert.True(venue.Engine.Exchange[X].Book.IsCollecting);
        venue.Index(94);
        Assert.Single(venue.Advance().OfType<MarketReopened>());
    }

    [Fact]
    public void Trigger_ThatIsStricter_MakesATrippedBreakerStricterAndNotLonger()
    {
        Scenario venue = Venue("market-order", ("gain", "1"), HaltOnVelocity, Halts);
        venue.Index(100);
        Report(venue, new MarketSignals(0, 0, 0, 0, 2_000_000, 0, venue.Now));
        Timestamp until = Assert.Single(venue.Advance().OfType<BreakerTripped>()).Until;
        BreakerTripped stricter = Assert.Single(venue.Index(95).OfType<BreakerTripped>());
        Assert.Equal((BreakerAction.Halt, until), (stricter.Trigger.Action, stricter.Until));
    }

    [Fact]
    public void Policy_WithoutBreakers_AppliedDuringAHalt_LetsItExpire()
    {
        Scenario venue = Halted(out _, out _);
        venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), Repository.ResolvedPolicy("market-order"));
        Assert.True(venue.Engine.Exchange[X].Book.IsCollecting);
        Assert.Single(Advance(venue, 60).OfType<MarketReopened>());
    }

    private static Scenario Venue(string policy, params (string Field, string Value)[] fields) => new(policy, policyText: text => BreakerPolicies.With(text, fields));

    /// <summary>One account is long 50 lots and one short, from 100; the mark has just fallen to 94 and market X is halted.</summary>
    private static Scenario Halted(out AccountId longer, out AccountId shorter)
    {
        Scenario venue = Venue("market-order", HaltOnVelocity, Halts);
        (longer, shorter) = (venue.Account(10_000), venue.Account(10_000));
        venue.Import(longer, shorter, 100, 50);
        venue.Index(100);
        venue.Index(94);
        Assert.True(venue.Engine.Desk.Breaker(X).Collects);
        return venue;
    }

    private static (AccountId First, AccountId Second) TwoBreached(Scenario venue)
    {
        AccountId maker = venue.Account(1_000_000), first = venue.Account(400), second = venue.Account(500), bear = venue.Account(1_000_000);
        venue.Import(first, bear, 100, 50);
        venue.Import(second, bear, 100, 50);
        venue.Index(100);
        venue.Bid(maker, 93.5m, 50);
        venue.Bid(maker, 93, 50);
        venue.Index(94);
        return (first, second);
    }

    private static PlaceOrder MarketOrder(AccountId account, Side side, long lots, bool reduceOnly) => new(
        account, X, side, OrderType.Market, TimeInForce.ImmediateOrCancel, SelfTradePrevention.CancelTaker, reduceOnly, PriceTicks.None, Lots(lots));

    private static void Report(Scenario venue, MarketSignals signals) => venue.Do(Command.Report(venue.Now, X, in signals));

    private static void Calm(Scenario venue, decimal price, int seconds)
    {
        for (int second = 0; second < seconds; second++) Priced(venue, price);
    }

    private static List<object> Prices(Scenario venue, decimal price) => venue.Index(price);

    private static List<object> Priced(Scenario venue, decimal price)
    {
        List<object> events = venue.Index(price);
        events.AddRange(venue.Advance());
        return events;
    }

    /// <summary>Seconds pass at the last price.</summary>
    private static List<object> Advance(Scenario venue, int seconds)
    {
        decimal price = venue.Engine.Exchange[X].IndexTicks.Ticks / 100m;
        List<object> events = [];
        for (int second = 0; second < seconds; second++) events.AddRange(Priced(venue, price));
        return events;
    }
}

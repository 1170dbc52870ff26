using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using Spillway.Markets;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Accounts that promised beforehand to take positions over. Amounts by hand.</summary>
public sealed class TakerTests
{
    // Long 50 at 100 on 500 USDT. At 94: equity 200, maintenance 235, health 0.851; 5 % × 0.851 = 4.2 % of equity stand behind a unit of the position.
    private readonly Scenario venue = new("spillway");
    private readonly AccountId trader, bear, maker;

    public TakerTests()
    {
        trader = venue.Account(500);
        bear = venue.Account(10_000);
        maker = venue.Account(100_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
    }

    private AccountId Taker(decimal usdt, int discountPpm, long lots, Side side = Side.Buy, decimal lowest = 0, decimal highest = 0)
    {
        AccountId taker = venue.Account(usdt);
        venue.Do(Terms(taker, discountPpm, lots, side, lowest, highest));
        return taker;
    }

    private Command Terms(AccountId taker, int discountPpm, long lots, Side side = Side.Buy, decimal lowest = 0, decimal highest = 0, InstrumentId? market = null) =>
        Command.Pledge(venue.Now, new PledgeTaker(taker, market ?? X, side, RatePpm.FromPpm(discountPpm), Ticks(lowest), Ticks(highest), Lots(lots)));

    private List<object> Fall(decimal price)
    {
        venue.Index(price);
        return venue.Advance();
    }

    // A bid of 999,990 at rest leaves room for ten lots more below the largest position.
    [Fact]
    public void PledgeTaker_WithOrdersAtRest_CountsThemBelowTheLargestPosition()
    {
        Scenario day = new("spillway");
        AccountId taker = day.Account(20_000_000), bull = day.Account(10_000), bear = day.Account(10_000);
        day.Import(bull, bear, 100, 1);
        day.Index(100);
        day.Bid(taker, 10, 999_990);
        Assert.Equal(RejectReason.PositionTooLarge, Pledge(11));
        Assert.Equal(RejectReason.None, Pledge(10));

        RejectReason Pledge(long lots) => day.Try(Command.Pledge(day.Now, new PledgeTaker(taker, X, Side.Buy, RatePpm.Zero, default, default, Lots(lots), Money.Zero))).Reason;
    }

    [Fact]
    public void Service_WithATaker_ClosesTheSmallestSizeAtItsDiscountBeforeTheBook()
    {
        AccountId taker = Taker(10_000, 10_000, 100);
        venue.Bid(maker, 93.5m, 60);
        List<object> events = Fall(94);

        // Each lot costs 0.94 of discount and 0.094 of fee and frees 9.4 of twice the margin: 200 − 1.034 n ≥ 9.4 (50 − n) from n = 33 on.
        Assert.Equal((SizingRule.TargetHealth, Lots(33)), events.OfType<CloseSized>().Select(s => (s.Rule, s.Lots)).Single());
        Traded trade = Assert.Single(events.OfType<Traded>());
        Assert.Equal((taker, trader, Ticks(93.06m), Lots(33), TradeRoute.Taker), (trade.Buyer, trade.Seller, trade.Price, trade.Lots, trade.Route));
        Assert.Equal(CaseOutcome.Restored, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Equal(67, venue.Engine.Desk.Takers.Of(X, Side.Buy)[0].Lots.Lots);
        Assert.Equal(33, venue.Size(taker));
        Assert.DoesNotContain(events, e => e is BookReleased or HandedOver);
    }

    [Fact]
    public void Service_WithSeveralTakers_UsesTheSmallestDiscountAndThenTheEarlierPromise()
    {
        AccountId dear = Taker(10_000, 20_000, 100), first = Taker(10_000, 10_000, 10), second = Taker(10_000, 10_000, 10), cheap = Taker(10_000, 5_000, 5);
        List<object> events = Fall(94);
        Assert.Equal(
            [(cheap, Lots(5), Ticks(93.53m)), (first, Lots(10), Ticks(93.06m)), (second, Lots(10), Ticks(93.06m)), (dear, Lots(8), Ticks(92.12m))],
            events.OfType<Traded>().Select(t => (t.Buyer, t.Lots, t.Price)));
        Assert.Equal([cheap, first, second], events.OfType<PledgeEnded>().Select(e => e.Account));
        Assert.All(events.OfType<PledgeEnded>(), e => Assert.Equal(Lots(0), e.Unused));
    }

    [Fact]
    public void Service_WhenTheDiscountCostsMoreThanItFrees_LeavesTheTakerOut()
    {
        Taker(10_000, 42_000, 100); // with the fee of 0.1 %: 4.3 % against 4.255 % of equity a unit
        Assert.DoesNotContain(Fall(94).OfType<Traded>(), t => t.Route == TradeRoute.Taker);
    }

    [Fact]
    public void Service_AtAnyDiscountAndHealth_NeverLowersHealthThroughATaker()
    {
        int used = 0;
        for (int discount = 0; discount <= 50_000; discount += 2_500)
        {
            for (decimal price = 90.5m; price < 94.7m; price += 0.4m)
            {
                Scenario day = new("spillway");
                AccountId weak = day.Account(500), other = day.Account(10_000), taker = day.Account(1_000_000);
                day.Import(weak, other, 100, 50);
                day.Index(100);
                day.Advance();
                day.Do(Command.Pledge(day.Now, new PledgeTaker(taker, X, Side.Buy, RatePpm.FromPpm(discount), default, default, Lots(20)))); // too few for all
                day.Index(price);
                AccountHealth before = day.Health(weak);
                Traded trade = day.Advance().OfType<Traded>().FirstOrDefault(t => t.Route == TradeRoute.Taker);
                if (trade.Lots == Lots(0) || before.EquityMillionths < 0) continue;
                used++;
                // What the first trade alone made of it, at the mark it happened at: cost is discount and fee, the rest of the position stays.
                decimal lots = trade.Lots.Lots, mark = price, cost = (lots * (mark - (trade.Price.Ticks / 100m))) + (0.001m * lots * mark);
                decimal after = (before.Equity.Units / 1e6m) - cost, margin = 0.05m * (50 - lots) * mark;
                Assert.True(after * before.Maintenance.Units / 1e6m >= before.Equity.Units / 1e6m * margin, $"{discount} ppm at {price}");
            }
        }
        Assert.True(used > 50, "the takers were hardly used");
    }

    [Theory]
    [InlineData(93.07, 0, 0)] // it buys at 93.06
    [InlineData(93.06, 0, 1)]
    [InlineData(0, 93.05, 0)]
    [InlineData(0, 93.06, 1)]
    public void Service_WhenThePriceIsOutsideTheBand_LeavesTheTakerOut(double lowest, double highest, int trades)
    {
        Taker(10_000, 10_000, 100, Side.Buy, (decimal)lowest, (decimal)highest);
        Assert.Equal(trades, Fall(94).OfType<Traded>().Count(t => t.Route == TradeRoute.Taker));
    }

    [Fact]
    public void Service_WhenTheMarginOfATakerIsShort_TakesNoLotMoreThanItCarries()
    {
        AccountId taker = Taker(300, 10_000, 30); // 30 · 100 · 10 %
        AccountId second = venue.Account(500);
        venue.Deposit(bear, 100_000);
        venue.Ask(bear, 100, 50);
        venue.Bid(second, 100, 50);
        List<object> events = Fall(94); // two of 50 lots breach
        long taken = events.OfType<Traded>().Where(t => t.Route == TradeRoute.Taker).Sum(t => t.Lots.Lots);
        Assert.Equal(30, taken); // bought below the mark, so its margin has become easier
        AccountHealth health = venue.Health(taker);
        Assert.True(health.EquityMillionths >= venue.Engine.House.InitialMarginMillionths(taker));
    }

    [Fact]
    public void Service_WhenATakerHasLost_TakesNoLotMoreThanItCarries()
    {
        AccountId taker = venue.Account(1_000);
        venue.Ask(bear, 100, 50);
        venue.Bid(taker, 100, 50); // margin 500 of 1,000
        venue.Do(Terms(taker, 0, 50)); // and the other 500
        Fall(94); // lost 300 of 1,000: 700 carry 74 lots of 9.4 in all
        Assert.Equal(74, venue.Size(taker));
        Assert.True(venue.Health(taker).EquityMillionths >= venue.Engine.House.InitialMarginMillionths(taker));
    }

    [Fact]
    public void Service_OfAShort_IsSoldToAboveTheMark()
    {
        AccountId bull = venue.Account(10_000), seller = Taker(10_000, 10_000, 100, Side.Sell);
        AccountId squeezed = venue.Account(500);
        venue.Ask(squeezed, 100, 50);
        venue.Bid(bull, 100, 50);
        Traded trade = Fall(105.5m).OfType<Traded>().First(t => t.Route == TradeRoute.Taker); // equity 225 of 263.75
        Assert.Equal((squeezed, seller, Ticks(106.55m)), (trade.Buyer, trade.Seller, trade.Price)); // 106.555 toward the mark
    }

    [Fact]
    public void Pledge_WhileItStands_KeepsTheAccountFromAnythingButReducing()
    {
        AccountId taker = Taker(10_000, 10_000, 40);
        Fall(94);
        PlaceOrder order = new(taker, X, Side.Buy, OrderType.Limit, TimeInForce.GoodTillCancel, default, false, Ticks(90), Lots(1));
        Assert.Equal(RejectReason.Pledged, venue.Try(Command.Place(venue.Now, order)).Reason);
        Assert.Equal(RejectReason.Pledged, venue.Try(Command.Withdraw(venue.Now, taker, Usdt, Usd(1))).Reason);
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Terms(taker, 0, 1, Side.Sell)).Reason);
        Assert.True(venue.Try(Command.Place(venue.Now, order with { Side = Side.Sell, ReduceOnly = true, Limit = Ticks(99) })).IsAccepted);
    }

    [Fact]
    public void Promise_WithALossBudget_EndsOnceTheAccountIsWorthThatMuchLess()
    {
        AccountId taker = venue.Account(10_000);
        Command terms = Command.Pledge(venue.Now, new PledgeTaker(taker, X, Side.Buy, RatePpm.FromPpm(10_000), default, default, Lots(100), Usd(100)));
        venue.Do(terms);
        Assert.Equal(Usd(9_900), venue.Engine.Desk.Takers.Of(X, Side.Buy)[0].LeastEquity);
        Fall(94); // takes 33 at 93.06: 31.02 ahead
        Assert.Equal(33, venue.Size(taker));
        Fall(90.04m); // 33 · (90.04 − 93.06) = −99.66: within the budget
        Assert.True(venue.Engine.Desk.Takers.IsPledged(taker));
        QuantityLots left = venue.Engine.Desk.Takers.Of(X, Side.Buy)[0].Lots;
        long held = venue.Size(taker);
        List<object> events = Fall(88);
        Assert.Equal(new PledgeEnded(taker, X, Side.Buy, left, IsBudgetSpent: true), Assert.Single(events.OfType<PledgeEnded>()));
        Assert.Equal(held, venue.Size(taker));
        Assert.False(venue.Engine.Desk.Takers.IsPledged(taker));
    }

    [Fact]
    public void PledgeTaker_WithABudgetThatCannotBe_IsRejected()
    {
        AccountId taker = venue.Account(10_000);
        PledgeTaker terms = new(taker, X, Side.Buy, default, default, default, Lots(1), Money.FromUnits(-1));
        Assert.Equal(RejectReason.InvalidAmount, venue.Try(Command.Pledge(venue.Now, terms)).Reason);
        Assert.Equal(RejectReason.InvalidAmount, venue.Try(Command.Pledge(venue.Now, terms with { LossBudget = Money.FromUnits(long.MaxValue) })).Reason);
    }

    [Fact]
    public void EndPledge_HoldsUntilTheNoticeIsOverToTheNanosecond()
    {
        AccountId taker = Taker(10_000, 10_000, 100);
        Assert.True(venue.Try(Command.EndPledgeOf(venue.Now, taker)).IsAccepted);
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Command.EndPledgeOf(venue.Now, taker)).Reason);
        venue.Advance(3_599_999);
        Assert.True(venue.Engine.Desk.Takers.IsPledged(taker));
        Assert.Equal(new PledgeEnded(taker, X, Side.Buy, Lots(100)), Assert.Single(venue.Advance(1).OfType<PledgeEnded>()));
        Assert.True(venue.Try(Command.Withdraw(venue.Now, taker, Usdt, Usd(10_000))).IsAccepted);
        Assert.Equal(RejectReason.NotPledged, venue.Try(Command.EndPledgeOf(venue.Now, taker)).Reason);
    }

    [Fact]
    public void Pledge_WhenUsedUp_SetsTheAccountFree()
    {
        AccountId taker = Taker(10_000, 10_000, 5);
        Fall(94);
        Assert.False(venue.Engine.Desk.Takers.IsPledged(taker));
        Assert.True(venue.Try(Terms(taker, 0, 7)).IsAccepted);
    }

    [Fact]
    public void Pledge_WithWrongTerms_SaysWhatIsWrong()
    {
        AccountId taker = venue.Account(1_000);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Terms(AccountId.FromIndex(99), 0, 1)).Reason);
        Assert.Equal(RejectReason.UnknownInstrument, venue.Try(Terms(taker, 0, 1, market: InstrumentId.FromIndex(9))).Reason);
        Assert.Equal(RejectReason.MarketNotOpen, venue.Try(Terms(taker, 0, 1, market: Y)).Reason);
        Assert.Equal(RejectReason.InvalidSide, venue.Try(Terms(taker, 0, 1, (Side)2)).Reason);
        Assert.Equal(RejectReason.InvalidRate, venue.Try(Terms(taker, -1, 1)).Reason);
        Assert.Equal(RejectReason.InvalidRate, venue.Try(Terms(taker, 50_001, 1)).Reason);
        Assert.Equal(RejectReason.InvalidPrice, venue.Try(Terms(taker, 0, 1, lowest: -1)).Reason);
        Assert.Equal(RejectReason.InvalidPrice, venue.Try(Terms(taker, 0, 1, highest: 10_000.01m)).Reason);
        Assert.Equal(RejectReason.InvalidPrice, venue.Try(Terms(taker, 0, 1, lowest: 90, highest: 89)).Reason);
        Assert.Equal(RejectReason.InvalidQuantity, venue.Try(Terms(taker, 0, 0)).Reason);
        Assert.Equal(RejectReason.InvalidQuantity, venue.Try(Terms(taker, 0, 1_000_001)).Reason);
        Assert.Equal(RejectReason.InsufficientMargin, venue.Try(Terms(taker, 0, 101)).Reason);
        Assert.True(venue.Try(Terms(taker, 0, 100)).IsAccepted);
        Fall(94);
        Assert.Equal(RejectReason.NotPledged, venue.Try(Command.EndPledgeOf(venue.Now, maker)).Reason);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Command.EndPledgeOf(venue.Now, AccountId.FromIndex(99))).Reason);
    }

    [Fact]
    public void Pledge_WhenTheMarketHasAsManyAsItMay_IsRejected()
    {
        Scenario small = new("spillway", limits => limits with { MaxTakers = 1 });
        small.Index(100);
        AccountId first = small.Account(1_000), second = small.Account(1_000);
        small.Do(Command.Pledge(small.Now, new PledgeTaker(first, X, Side.Buy, default, default, default, Lots(1))));
        Assert.Equal(RejectReason.CapacityReached, small.Try(Command.Pledge(small.Now, new PledgeTaker(second, X, Side.Buy, default, default, default, Lots(1)))).Reason);
        Assert.True(small.Try(Command.Pledge(small.Now, new PledgeTaker(second, X, Side.Sell, default, default, default, Lots(1)))).IsAccepted);
    }

    [Fact]
    public void Policy_WithoutTakers_LeavesPromisesUnused()
    {
        Scenario plain = new("spillway", policyText: text => text.Replace("\"takers\": {\n    \"enabled\": true", "\"takers\": {\n    \"enabled\": false", StringComparison.Ordinal));
        Assert.False(plain.Engine.Desk.Policy.Takers.Enabled);
        AccountId weak = plain.Account(500), other = plain.Account(10_000), taker = plain.Account(10_000);
        plain.Import(weak, other, 100, 50);
        plain.Index(100);
        plain.Do(Command.Pledge(plain.Now, new PledgeTaker(taker, X, Side.Buy, default, default, default, Lots(100))));
        plain.Index(94);
        Assert.DoesNotContain(plain.Advance().OfType<Traded>(), t => t.Route == TradeRoute.Taker);
    }
}

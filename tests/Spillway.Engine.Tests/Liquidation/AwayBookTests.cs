using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>A forced order over the book here and order books elsewhere that brokers relay. Amounts by hand.</summary>
public sealed class AwayBookTests
{
    private const string On = "\"awayBooks\": true";

    private static Scenario Venue(string policy = "market-order", Func<string, string>? text = null, Func<EngineLimits, EngineLimits>? limits = null) =>
        new(policy, limits, document => (text ?? (same => same))(document.Replace("\"awayBooks\": false", On, StringComparison.Ordinal)));

    private static byte[] Levels(params (decimal Price, long Lots)[] levels) =>
        MemoryMarshal.AsBytes<AwayLevel>([.. levels.Select(level => new AwayLevel(Ticks(level.Price), Lots(level.Lots)))]).ToArray();

    // By an account that may, from now on.
    private static Command Relay(Scenario venue, AccountId broker, Side side = Side.Buy, int fee = 0, decimal cost = 0, long ageMilliseconds = 0)
    {
        if (!venue.Engine.Desk.Away.IsBroker(broker)) venue.Do(Command.NameBroker(venue.Now, broker, isBroker: true));
        return Command.RelayAway(venue.Now, new QuoteAway(broker, X, side, RatePpm.FromPpm(fee), venue.Now.AddNanos(-ageMilliseconds * 1_000_000), Usd(cost)));
    }

    // Long 50 at 100 on 500: at 94 equity 200 against 235. Bids here at 93.5 and, unless there is to be no other, at 92.
    private static (Scenario Venue, AccountId Trader, AccountId Broker) Fall(Scenario venue, decimal capital = 50_000, long firstBid = 10, long secondBid = 60)
    {
        AccountId trader = venue.Account(500), bear = venue.Account(10_000), maker = venue.Account(100_000), broker = venue.Account(capital);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Bid(maker, 93.5m, firstBid);
        if (secondBid > 0) venue.Bid(maker, 92, secondBid);
        venue.Index(94);
        return (venue, trader, broker);
    }

    // There 8 at 93.8 and 20 at 92.5, of which a fee of 0.1 % leaves 93.7062 and 92.4075: both before the bid at 92 here, the second after that at 93.5. 8 + 10 + 20, then 12 at 92.
    // Received there: 8 · 93.8 + 20 · 92.5 = 2,600.4, less 2.6004. Whole ticks: 2,597.7996 / 28 = 92.778…, booked at 92.77, and 0.2396 paid back.
    [Fact]
    public void Release_WithABookElsewhere_SellsInBothDownToOnePriceAfterTheFee()
    {
        (Scenario venue, AccountId trader, AccountId broker) = Fall(Venue());
        venue.Do(Relay(venue, broker, fee: 1_000), Levels((93.8m, 8), (92.5m, 20), (91, 100)));
        Money before = venue.Wallet(broker);
        List<object> events = venue.Advance();
        ReleaseRouted routed = Assert.Single(events.OfType<ReleaseRouted>());
        AwayTraded traded = Assert.Single(events.OfType<AwayTraded>());
        Assert.Equal((Lots(50), Lots(22), Lots(0), Lots(28), Ticks(92)), (routed.Lots, routed.Book, routed.Pools, routed.Away, routed.Marginal));
        Assert.Equal((Lots(28), Lots(100)), (traded.Lots, traded.Left));
        Assert.Equal(259_779, (long)traded.TickLots); // 260,040 · 0.999 = 259,779.96, rounded against the seller
        Assert.Equal(259_779 + 93_500 + (12 * 9_200), (long)routed.TickLots);
        Assert.Equal((0, 28), (venue.Size(trader), venue.Size(broker)));
        Traded booked = Assert.Single(events.OfType<Traded>(), t => t.Route == TradeRoute.AwayBook);
        Assert.Equal((Ticks(92.77m), trader, broker, Side.Sell), (booked.Price, booked.Seller, booked.Buyer, booked.Aggressor));
        Assert.Equal(Usd(2_597.79m - (28 * 92.77m)), traded.Back);
        Assert.Equal(before - traded.Back, venue.Wallet(broker));
    }

    [Fact]
    public void Release_WhereThePolicyDoesNotSaySo_NeverAsksThem()
    {
        (Scenario venue, _, AccountId broker) = Fall(new Scenario());
        venue.Do(Relay(venue, broker), Levels((93.9m, 100)));
        List<object> events = venue.Advance();
        Assert.DoesNotContain(events, e => e is ReleaseRouted or AwayTraded);
        Assert.Equal(Lots(50), events.OfType<BookReleased>().Single().Lots);
    }

    [Fact]
    public void Release_ComparedWithTheBankruptcyPrice_LeavesThemOut()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue("dydx-v4"));
        venue.Do(Relay(venue, broker), Levels((93.9m, 100)));
        Assert.DoesNotContain(venue.Advance(), e => e is ReleaseRouted or AwayTraded);
    }

    [Fact]
    public void Release_OfAShort_BuysElsewhere()
    {
        Scenario venue = Venue();
        AccountId trader = venue.Account(500), bull = venue.Account(10_000), maker = venue.Account(100_000), broker = venue.Account(50_000);
        venue.Import(bull, trader, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Ask(maker, 107, 100);
        venue.Index(106);
        // 106.5 with 0.1 % is 106.6065, 107 is 107.107: 30 there, 20 here.
        venue.Do(Relay(venue, broker, Side.Sell, fee: 1_000), Levels((106.5m, 30), (107, 50)));
        AwayTraded traded = Assert.Single(venue.Advance().OfType<AwayTraded>());
        Assert.Equal((Lots(30), Side.Buy), (traded.Lots, traded.Side));
        Assert.Equal(319_820, (long)traded.TickLots); // 319,500 · 1.001 = 319,819.5, rounded against the buyer
        Assert.Equal((0, -30), (venue.Size(trader), venue.Size(broker)));
    }

    // The floor of the budget bounds every place: no lot is sold below it, its fee included, and what another place has adds to the room.
    [Fact]
    public void Release_UnderTheBudget_GoesNoFurtherElsewhereThanHere()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue("spillway", document => document.Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal)));
        venue.Do(Relay(venue, broker, fee: 500), Levels((93.9m, 3), (93.6m, 4), (93.05m, 100)));
        List<object> events = venue.Advance();
        ReleaseDecided decided = events.OfType<ReleaseDecided>().First();
        AwayTraded traded = events.OfType<AwayTraded>().First();
        Assert.Equal(Ticks(93.04m), decided.Floor); // 93.05 less the fee is 93.003
        Assert.Equal((Lots(7), ReleaseBound.AmplificationBudget), (traded.Lots, decided.Bound));
        Assert.True(traded.TickLots >= Math.BigMul(decided.Floor.Ticks, traded.Lots.Lots));
        Assert.Equal(Lots(17), decided.Released);
    }

    [Fact]
    public void Release_OverSeveralBooksElsewhere_TakesTheBestOfEach()
    {
        (Scenario venue, AccountId trader, AccountId first) = Fall(Venue());
        AccountId second = venue.Account(50_000);
        venue.Do(Relay(venue, first), Levels((93.9m, 5), (93, 5)));
        venue.Do(Relay(venue, second), Levels((93.7m, 5), (92.5m, 15)));
        List<object> events = venue.Advance();
        Assert.Equal([(first, 10L), (second, 20L)], events.OfType<AwayTraded>().Select(t => (t.Account, t.Lots.Lots)));
        Assert.Equal((0, 10, 20), (venue.Size(trader), venue.Size(first), venue.Size(second)));
        Assert.Equal(Lots(20), events.OfType<BookReleased>().Single().Lots);
    }

    // 50 lots are better there by 1.5 or more each, which is worth 40 USD once; 5 lots are not.
    [Theory]
    [InlineData(50, true)]
    [InlineData(5, false)]
    public void Release_WithAFixedCost_UsesThePlaceOnlyWhereItPays(long quoted, bool isUsed)
    {
        (Scenario venue, AccountId trader, AccountId broker) = Fall(Venue());
        venue.Do(Relay(venue, broker, cost: 40), Levels((93.6m, quoted)));
        List<object> events = venue.Advance();
        Assert.Equal(isUsed, events.OfType<AwayTraded>().Any());
        if (isUsed) Assert.Equal((40 * 9_360) + (10 * 9_360) - 4_000, (long)events.OfType<AwayTraded>().Single().TickLots);
        Assert.Equal(0, venue.Size(trader));
    }

    // The book has room for 49 of 50. The last one elsewhere would cost all 50 a fixed cost far beyond what one lot is worth, with a floor or without.
    [Fact]
    public void Release_ForOneLotMore_PaysNoFixedCostBeyondTheFloor()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue(), firstBid: 49, secondBid: 0);
        venue.Do(Relay(venue, broker, cost: 4_500), Levels((93.6m, 50)));
        List<object> events = venue.Advance();
        Assert.DoesNotContain(events, e => e is AwayTraded);
        Assert.Equal(Lots(49), events.OfType<BookReleased>().First().Lots);
        Assert.Equal(Lots(49), events.OfType<ReleaseDecided>().First().Released);
    }

    // A place that no order can use is no room: what the book has none for is decided upon as without the place.
    [Fact]
    public void Release_WithAFixedCostThatNeverPays_IsAsWithoutThePlace()
    {
        Func<string, string> sales = document => document.Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal);
        (Scenario with, _, AccountId broker) = Fall(Venue("spillway", sales));
        (Scenario without, _, _) = Fall(Venue("spillway", sales));
        with.Do(Relay(with, broker, cost: 10_000), Levels((93.6m, 50)));
        Assert.Equal(without.Advance().Where(e => e is not ReleaseRouted), with.Advance().Where(e => e is not ReleaseRouted));
    }

    // Children of a schedule, and parts of a shared room, are many orders where one was meant: each would pay.
    [Theory]
    [InlineData("\"schedule\": \"immediate\"", "\"schedule\": \"twap\"", false)]
    [InlineData("\"order\": \"inTurn\"", "\"order\": \"proportional\"", false)]
    [InlineData("\"order\": \"inTurn\"", "\"order\": \"inTurn\"", true)]
    public void Release_InManyOrders_LeavesPlacesWithAFixedCostOut(string field, string value, bool isUsed)
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue(text: document => document.Replace(field, value, StringComparison.Ordinal)));
        venue.Do(Relay(venue, broker, cost: 1), Levels((93.9m, 50)));
        Assert.Equal(isUsed, venue.Advance().Any(e => e is AwayTraded));
    }

    [Fact]
    public void Release_WithSharedMakers_LeavesTheirPartAlone()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue(text: document => document.Replace("\"sharedShare\": 0", "\"sharedShare\": 0.4", StringComparison.Ordinal)));
        venue.Do(Relay(venue, broker), Levels((93.9m, 20), (93.8m, 10)));
        AwayTraded traded = venue.Advance().OfType<AwayTraded>().Single();
        Assert.Equal((Lots(18), Lots(12)), (traded.Lots, traded.Left));
    }

    [Fact]
    public void Sizing_KnowsThem()
    {
        Func<string, string> byBook = document => document.Replace("\"method\": \"amplificationBudget\"", "\"method\": \"unlimited\"", StringComparison.Ordinal).Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal);
        (Scenario with, _, AccountId broker) = Fall(Venue("spillway", byBook));
        (Scenario without, _, _) = Fall(Venue("spillway", byBook));
        with.Do(Relay(with, broker), Levels((93.99m, 100)));
        long less = with.Advance().OfType<CloseSized>().First().Lots.Lots, more = without.Advance().OfType<CloseSized>().First().Lots.Lots;
        Assert.True(less < more, $"{less} with the book elsewhere, {more} without");
    }

    // 100 USD carry 1,000 of notional at 10 %: 10 lots at 9.39 each.
    [Fact]
    public void Broker_TradesOnlyWhatItHasMarginFor()
    {
        (Scenario venue, AccountId trader, AccountId broker) = Fall(Venue(), capital: 100);
        venue.Do(Relay(venue, broker), Levels((93.9m, 50)));
        Assert.Equal(10, venue.Advance().OfType<AwayTraded>().Single().Lots.Lots);
        Assert.Equal((0, 10), (venue.Size(trader), venue.Size(broker)));
        Assert.True(venue.Health(broker).Equity.Units * 10 >= 10 * 94 * 1_000_000);
    }

    // Short 100 at 94 on 700, between maintenance margin of 470 and initial margin of 940: it may not open, but what reduces passes, as an order does.
    [Fact]
    public void Broker_BelowItsInitialMargin_StillTradesWhatReducesIt()
    {
        Scenario venue = Venue();
        AccountId trader = venue.Account(500), bear = venue.Account(10_000), broker = venue.Account(100);
        venue.Import(trader, bear, 100, 50);
        venue.Import(bear, broker, 100, 100);
        venue.Index(94); // nobody has met another price
        Assert.False(venue.HasCase(broker));
        venue.Do(Relay(venue, broker), Levels((93.9m, 130)));
        Assert.Equal(50, venue.Advance().OfType<AwayTraded>().Single().Lots.Lots);
        Assert.Equal(-50, venue.Size(broker));
    }

    // A resting bid may still fill after the trade: both together are at most the largest position.
    [Fact]
    public void Broker_WithBidsAtRest_NeverHasMoreThanTheLargestPosition()
    {
        (Scenario venue, AccountId trader, AccountId broker) = Fall(Venue(), capital: 20_000_000);
        venue.Bid(broker, 90, 999_990);
        venue.Do(Relay(venue, broker), Levels((93.9m, 10)));
        venue.Bid(broker, 89, 5); // that went beside the quotes, which are no orders
        AwayTraded traded = venue.Advance().OfType<AwayTraded>().Single();
        Assert.Equal((5, 5), (traded.Lots.Lots, venue.Size(broker)));
        Assert.Equal(0, venue.Size(trader));
    }

    // 1 × equity of 1,000 is 10 lots at 94 and no more.
    [Fact]
    public void Broker_BeyondTheExposureLimit_TradesNoMore()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue(text: document => document.Replace("\"exposureMultiple\": 0", "\"exposureMultiple\": 1", StringComparison.Ordinal)), capital: 1_000);
        venue.Do(Relay(venue, broker), Levels((93.9m, 50)));
        Assert.Equal(10, venue.Advance().OfType<AwayTraded>().Single().Lots.Lots);
    }

    // Netting closes the broker's short of 10 first, so all that it buys after that it opens, and its margin is asked for the whole of it.
    [Fact]
    public void Broker_ThatWasNettedAgainstInBetween_IsAskedForItsMarginAnew()
    {
        Scenario venue = Venue("spillway", document => document.Replace("\"method\": \"amplificationBudget\"", "\"method\": \"unlimited\"", StringComparison.Ordinal).Replace("\"wholeBelowHealth\": 0.1", "\"wholeBelowHealth\": 1", StringComparison.Ordinal));
        AccountId trader = venue.Account(500), broker = venue.Account(100), bear = venue.Account(10_000), maker = venue.Account(100_000);
        venue.Import(trader, broker, 100, 10);
        venue.Import(trader, bear, 100, 40);
        venue.Do(Command.Netting(venue.Now, broker, X, isMember: true));
        venue.Index(100);
        venue.Advance();
        venue.Bid(maker, 92, 100);
        venue.Index(94);
        venue.Do(Relay(venue, broker), Levels((93.9m, 50)));
        List<object> events = venue.Advance();
        Assert.Equal(10, events.OfType<Traded>().Single(t => t.Route == TradeRoute.Netting).Lots.Lots);
        long lots = events.OfType<AwayTraded>().Single().Lots.Lots;
        Assert.Equal(lots, venue.Size(broker));
        Assert.InRange(lots, 15, 18); // on 160 USD and the netting fee, at 9.39 a lot
        Assert.True(venue.Health(broker).Equity.Units * 10 >= lots * 94 * 1_000_000);
    }

    [Fact]
    public void Quotes_OfTheAccountItself_AreNotUsedForIt()
    {
        (Scenario venue, AccountId trader, _) = Fall(Venue());
        Assert.Equal(RejectReason.UnfitForAwayQuotes, venue.Try(Relay(venue, trader), Levels((93.9m, 50))).Reason); // it has a case by now
        Scenario before = Venue();
        AccountId weak = before.Account(500), bear = before.Account(10_000);
        before.Import(weak, bear, 100, 50);
        before.Index(100);
        before.Advance();
        before.Do(Relay(before, weak), Levels((93.9m, 50)));
        AwayQuotesEnded ended = Assert.Single(before.Index(94).OfType<AwayQuotesEnded>());
        Assert.Equal((weak, true), (ended.Account, ended.Case != CaseId.None));
        Assert.False(before.Engine.Desk.Away.Contains(weak));
    }

    // Seen 0.5 s before they arrive, and used while that is not more than 2 s ago.
    [Fact]
    public void Quotes_ThatAreTooOld_End()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue());
        venue.Index(100); // well again before anybody is served
        venue.Advance();
        venue.Do(Relay(venue, broker, ageMilliseconds: 500), Levels((93.9m, 50)));
        Assert.DoesNotContain(venue.Advance(1_500), e => e is AwayQuotesEnded);
        venue.Index(94);
        List<object> events = venue.Advance(1);
        Assert.Equal(CaseId.None, Assert.Single(events.OfType<AwayQuotesEnded>()).Case);
        Assert.DoesNotContain(events, e => e is AwayTraded);
        Assert.Equal(RejectReason.NoAwayQuotes, venue.Try(Relay(venue, broker)).Reason);
    }

    [Fact]
    public void Quotes_AreReplacedAsAWhole_AndWithdrawn()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue());
        venue.Do(Relay(venue, broker), Levels((93.9m, 50), (93.8m, 10)));
        venue.Do(Relay(venue, broker, fee: 7), Levels((93.7m, 5)));
        AwayBook book = venue.Engine.Desk.Away.Of(X, Side.Buy)[0];
        Assert.Equal((1, 7, Lots(5)), (book.Levels.Length, book.Terms.Fee.Ppm, book.Left));
        venue.Do(Relay(venue, broker));
        Assert.Single(venue.Log.Of<AwayQuotesEnded>());
        Assert.DoesNotContain(venue.Advance(), e => e is AwayTraded);
    }

    // What is used is gone for the next case, until the broker quotes anew.
    [Fact]
    public void Quotes_AreUsedOnce()
    {
        Scenario venue = Venue();
        AccountId first = venue.Account(500), second = venue.Account(500), bear = venue.Account(100_000), maker = venue.Account(100_000), broker = venue.Account(50_000);
        foreach (AccountId trader in new[] { first, second }) venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Bid(maker, 92, 500);
        venue.Index(94);
        venue.Do(Relay(venue, broker), Levels((93.9m, 60)));
        Assert.Equal([50L, 10L], venue.Advance().OfType<AwayTraded>().Select(t => t.Lots.Lots));
        Assert.Equal(60, venue.Size(broker));
    }

    public static TheoryData<string> Faults => ["unknown account", "unknown market", "side", "half a level", "too many levels", "price of nothing", "price too high", "out of order", "no lots", "too many lots", "fee", "cost", "cost beyond all money", "future", "too old", "inverse", "vault", "curve"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Quotes_ThatCannotStand_AreRefusedWithAReason(string fault)
    {
        Scenario venue = Venue();
        AccountId broker = venue.Account(50_000), bear = venue.Account(50_000);
        venue.Import(bear, venue.Account(50_000), 100, 1);
        venue.Index(100);
        venue.Advance();
        venue.Do(Command.NameBroker(venue.Now, broker, isBroker: true));
        QuoteAway good = new(broker, X, Side.Buy, RatePpm.Zero, venue.Now, Money.Zero);
        byte[] levels = Levels((99, 5), (98, 5));
        if (fault == "vault") venue.Do(Command.NameVault(venue.Now, broker));
        if (fault == "curve") venue.Do(Command.Quote(venue.Now, new SetLiquidityPool(broker, X, Lots(900), Ticks(100), Ticks(81), Ticks(121), RatePpm.Zero)));
        (QuoteAway body, byte[] payload, RejectReason reason) = fault switch
        {
            "unknown account" => (good with { Account = AccountId.FromIndex(99) }, levels, RejectReason.UnknownAccount),
            "unknown market" => (good with { Instrument = InstrumentId.FromIndex(9) }, levels, RejectReason.UnknownInstrument),
            "side" => (good with { Side = (Side)2 }, levels, RejectReason.InvalidSide),
            "half a level" => (good, levels[..24], RejectReason.InvalidPayload),
            "too many levels" => (good, Levels([.. Enumerable.Range(0, 17).Select(i => (99m - i, 1L))]), RejectReason.InvalidPayload),
            "price of nothing" => (good, Levels((0, 5)), RejectReason.InvalidPrice),
            "price too high" => (good, Levels((10_001, 5)), RejectReason.InvalidPrice),
            "out of order" => (good with { Side = Side.Sell }, levels, RejectReason.InvalidPrice),
            "no lots" => (good, Levels((99, 5), (98, 0)), RejectReason.InvalidQuantity),
            "too many lots" => (good, Levels((99, 1_000_000), (98, long.MaxValue)), RejectReason.InvalidQuantity),
            "fee" => (good with { Fee = RatePpm.FromPpm(100_001) }, levels, RejectReason.InvalidRate),
            "cost" => (good with { FixedCost = Money.FromUnits(-1) }, levels, RejectReason.InvalidAmount),
            "cost beyond all money" => (good with { FixedCost = Money.FromUnits(EngineLimits.Default.MaxSupplyUnits + 1) }, levels, RejectReason.InvalidAmount),
            "future" => (good with { SeenAt = venue.Now.AddNanos(1) }, levels, RejectReason.StaleQuotes),
            "too old" => (good with { SeenAt = venue.Now.AddNanos(-2_000_000_001) }, levels, RejectReason.StaleQuotes),
            "inverse" => (good with { Instrument = Inverse }, levels, RejectReason.UnfitForAwayQuotes),
            "curve" => (good, levels, RejectReason.LiquidityPoolAccount),
            _ => (good, levels, RejectReason.UnfitForAwayQuotes),
        };
        Assert.Equal(reason, venue.Try(Command.RelayAway(venue.Now, in body), payload).Reason);
        Assert.Equal(0, venue.Engine.Desk.Away.Of(X, Side.Buy).Length);
    }

    // Who may relay is the venue's to say, and how many at most the engine's: a place cannot be taken by quotes that nobody wants.
    [Fact]
    public void Brokers_AreNamedByTheVenue()
    {
        Scenario venue = Venue(limits: limits => limits with { MaxBrokers = 1 });
        (_, _, AccountId broker) = Fall(venue);
        AccountId other = venue.Account(1_000);
        QuoteAway quotes = new(other, X, Side.Buy, RatePpm.Zero, venue.Now, Money.Zero);
        Assert.Equal(RejectReason.NotABroker, venue.Try(Command.RelayAway(venue.Now, in quotes), Levels((93, 1))).Reason);
        venue.Do(Relay(venue, broker), Levels((93.9m, 50)));
        Assert.Equal(RejectReason.CapacityReached, venue.Try(Command.NameBroker(venue.Now, other, isBroker: true)).Reason);
        Assert.Equal(RejectReason.AlreadySo, venue.Try(Command.NameBroker(venue.Now, broker, isBroker: true)).Reason);
        Assert.Equal(RejectReason.UnknownAccount, venue.Try(Command.NameBroker(venue.Now, AccountId.FromIndex(99), isBroker: true)).Reason);
        venue.Log.Clear();
        venue.Do(Command.NameBroker(venue.Now, broker, isBroker: false));
        Assert.Equal([new AwayQuotesEnded(X, broker, Side.Buy, CaseId.None), new BrokerSet(broker, IsBroker: false)], venue.Log.All);
        venue.Do(Command.NameBroker(venue.Now, other, isBroker: true));
        venue.Do(Command.RelayAway(venue.Now, in quotes), Levels((93, 1)));
    }

    [Fact]
    public void BufferPool_OfABroker_IsRefused()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue());
        venue.Do(Relay(venue, broker), Levels((93.9m, 50)));
        Assert.Equal(RejectReason.UnfitForPool, venue.Try(Command.NamePool(venue.Now, broker)).Reason);
        venue.Do(Relay(venue, broker));
        venue.Do(Command.NamePool(venue.Now, broker));
    }

    [Fact]
    public void Quotes_OfABrokerThatHasPromisedItsMarginElsewhere_AreNotUsed()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue());
        venue.Do(Relay(venue, broker), Levels((93.9m, 50)));
        venue.Do(Command.Pledge(venue.Now, new PledgeTaker(broker, X, Side.Buy, RatePpm.Zero, default, default, Lots(10), Money.Zero)));
        Assert.DoesNotContain(venue.Advance(), e => e is AwayTraded);
        Assert.Equal(RejectReason.UnfitForAwayQuotes, venue.Try(Relay(venue, broker), Levels((93.9m, 50))).Reason);
    }

    [Fact]
    public void LiquidityPool_OfABroker_IsRefused()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue());
        venue.Do(Relay(venue, broker), Levels((93.9m, 50)));
        Assert.Equal(RejectReason.UnfitForLiquidity, venue.Try(Command.Quote(venue.Now, new SetLiquidityPool(broker, X, Lots(900), Ticks(94), Ticks(81), Ticks(121), RatePpm.Zero))).Reason);
    }

    // Used lots, ages and terms are part of the state: what goes on from a snapshot goes on alike.
    [Fact]
    public void Snapshot_KeepsQuotesWithWhatIsUsedOfThem()
    {
        (Scenario venue, _, AccountId broker) = Fall(Venue());
        venue.Do(Relay(venue, broker, fee: 3, cost: 1.5m), Levels((93.9m, 20), (93.8m, 40)));
        venue.Advance();
        StateBytes snapshot = new();
        venue.Engine.Save(snapshot);
        EventLog log = new();
        RiskEngine copy = RiskEngine.Restore(snapshot.Saved, new EngineOptions(EngineLimits.Default, ChecksEveryCommand: true), log, log);
        AwayBook was = venue.Engine.Desk.Away.Of(X, Side.Buy)[0], book = copy.Desk.Away.Of(X, Side.Buy)[0];
        Assert.Equal(venue.Engine.Hash(), copy.Hash());
        Assert.Equal((was.Terms, was.Left, was.FixedTickLots), (book.Terms, book.Left, book.FixedTickLots));
        Assert.True(was.Left < Lots(60));
    }
}

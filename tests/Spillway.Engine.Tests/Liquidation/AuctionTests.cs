using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>What the book may not take is offered to whoever comes first. Amounts by hand.</summary>
public sealed class AuctionTests
{
    // Long 50 at 100 on 500 USDT. At 94: equity 200, maintenance 235, health 0.851.
    private sealed class Day
    {
        public Day(string policy)
        {
            Venue = new Scenario("spillway", policyText: _ => policy);
            Trader = Venue.Account(500);
            Bear = Venue.Account(10_000);
            Keeper = Venue.Account(10_000);
            Venue.Import(Trader, Bear, 100, 50);
            Venue.Index(100);
            Venue.Advance();
        }

        public Scenario Venue { get; }

        public AccountId Trader { get; }

        public AccountId Bear { get; }

        public AccountId Keeper { get; }

        public List<object> Fall(decimal price)
        {
            Venue.Index(price);
            return Venue.Advance();
        }

        public List<object> Wait(int seconds)
        {
            List<object> events = [];
            for (int i = 0; i < seconds; i++) events.AddRange(Venue.Advance());
            return events;
        }

        public CommandResult Bid(long lots, decimal worst = 0, AccountId? bidder = null, int auction = 0)
        {
            Venue.Log.Clear();
            return Venue.Try(Command.Take(Venue.Now, new TakeAuction(bidder ?? Keeper, AuctionId.FromNumber(auction), Ticks(worst), Lots(lots))));
        }

        public Auction Only => Venue.Engine.Desk.Auctions.Running[0];
    }

    [Fact]
    public void Service_WithoutRoomInTheBook_OffersTheCloseAndSellsItOnce()
    {
        Day day = new(AuctionDocument.Linear());
        List<object> events = day.Fall(94);
        // Each lot costs up to 1.88 of discount and 0.094 of fee, and frees 9.4 of twice the margin: 200 − 1.974 n ≥ 9.4 (50 − n) from n = 37 on.
        AuctionOffered offered = Assert.Single(events.OfType<AuctionOffered>());
        Assert.Equal((Lots(37), Lots(37), Ticks(94), Ticks(94), 851_063L), (offered.Change, offered.Auction.Left, offered.Mark, offered.Price, offered.HealthPpm));
        Assert.Equal(50, day.Venue.Size(day.Trader)); // it keeps them until somebody comes
        Assert.Empty(events.OfType<Traded>());
        Assert.DoesNotContain(day.Wait(5), e => e is Traded or AuctionOffered or HandedOver);
    }

    [Fact]
    public void Take_AfterHalfTheTime_TradesAtHalfTheDiscountAndEndsTheCase()
    {
        Day day = new(AuctionDocument.Linear());
        day.Fall(94);
        day.Wait(5);
        Assert.Equal(new CommandResult(RejectReason.None, 37), day.Bid(100));
        Traded trade = day.Venue.Log.Of<Traded>().Single();
        Assert.Equal((day.Keeper, day.Trader, Ticks(93.06m), Lots(37), TradeRoute.Auction, Side.Sell), (trade.Buyer, trade.Seller, trade.Price, trade.Lots, trade.Route, trade.Aggressor));
        AuctionTaken taken = day.Venue.Log.Of<AuctionTaken>().Single();
        Assert.Equal((10_000_000L, 41_553_150L, 851_063L, 5 * Timestamp.NanosPerSecond), (taken.DiscountPpb, taken.MostPpb, taken.HealthPpm, taken.ElapsedNanos));
        Assert.Equal(AuctionEnd.Filled, day.Venue.Log.Of<AuctionEnded>().Single().Reason);
        Assert.Equal(Usd(37 * 0.094m), day.Venue.Fund); // the fee of every close
        Assert.Equal(CaseOutcome.Restored, Assert.Single(day.Wait(1).OfType<CaseClosed>()).Outcome);
        Assert.Equal((13L, 37L), (day.Venue.Size(day.Trader), day.Venue.Size(day.Keeper)));
    }

    [Fact]
    public void Service_OfAShort_IsBoughtFromAboveTheMark()
    {
        Scenario venue = new("spillway", policyText: _ => AuctionDocument.Linear());
        AccountId squeezed = venue.Account(500), bull = venue.Account(10_000), keeper = venue.Account(10_000);
        venue.Import(bull, squeezed, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Index(105.5m);
        venue.Advance();
        venue.Advance(5_000);
        Assert.True(venue.Try(Command.Take(venue.Now, new TakeAuction(keeper, AuctionId.FromNumber(0), Ticks(106.55m), Lots(3)))).IsAccepted);
        Traded trade = venue.Log.Of<Traded>().Single();
        Assert.Equal((squeezed, keeper, Ticks(106.55m)), (trade.Buyer, trade.Seller, trade.Price)); // 106.555: the fraction is not the bidder's
    }

    [Fact]
    public void Service_WithRoomInTheBook_OffersOnlyTheRest()
    {
        Day day = new(AuctionDocument.With(""" "largestDiscount": 0.02 """, """ "release": { "method": "unlimited" } """));
        day.Venue.Bid(day.Venue.Account(100_000), 93.9m, 10);
        List<object> events = day.Fall(94);
        Assert.Equal(Lots(10), Assert.Single(events.OfType<BookReleased>()).Lots);
        // 200 − 1 − 0.94 = 198.06 of 188 · 2: 198.06 − 1.974 n ≥ 9.4 (40 − n) from n = 24 on; the plan before the sale said 10 + 26.
        Assert.InRange(events.OfType<AuctionOffered>().Sum(e => e.Change.Lots), 24, 27);
        Assert.Empty(events.OfType<HandedOver>());
    }

    [Fact]
    public void Service_WhenTheTimeIsOver_HandsTheRestOverInTheSameCommand()
    {
        Day day = new(AuctionDocument.Linear(seconds: 3));
        day.Fall(94);
        Assert.Equal(Lots(5), Lots((long)day.Venue.Do(Command.Take(day.Venue.Now, new TakeAuction(day.Keeper, AuctionId.FromNumber(0), default, Lots(5)))).Value));
        Assert.DoesNotContain(day.Wait(2), e => e is HandedOver or AuctionEnded);
        List<object> events = day.Wait(1);
        AuctionEnded ended = Assert.Single(events.OfType<AuctionEnded>());
        Assert.Equal((AuctionEnd.Expired, 3 * Timestamp.NanosPerSecond), (ended.Reason, ended.ElapsedNanos));
        Assert.True(Assert.Single(events.OfType<HandedOver>()).Lots > Lots(0));
        Assert.Equal(CaseOutcome.Restored, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Empty(day.Venue.Engine.Desk.Auctions.Running.ToArray());
        day.Fall(86); // another case, another auction
        Assert.True(day.Venue.Engine.Desk.Auctions.StartedCount >= 1);
    }

    [Fact]
    public void Service_WithRestarts_BeginsAnewAtTheFirstPriceAsOftenAsItMay()
    {
        Day day = new(AuctionDocument.Linear(seconds: 2, restarts: 2));
        day.Fall(94);
        List<object> events = day.Wait(6);
        Assert.Equal([1, 2], events.OfType<AuctionRestarted>().Select(e => e.Auction.Restarts));
        Assert.Equal(AuctionEnd.Expired, Assert.Single(events.OfType<AuctionEnded>()).Reason);
        day = new(AuctionDocument.Linear(seconds: 2, restarts: 2));
        day.Fall(94);
        day.Wait(2);
        day.Bid(1);
        Assert.Equal(Ticks(94), day.Venue.Log.Of<Traded>().Single().Price);
    }

    [Fact]
    public void Service_WhenHealthFallsBelowTheFloor_EndsTheAuctionAndHandsOverAtOnce()
    {
        Day day = new(AuctionDocument.Linear(seconds: 60));
        day.Fall(94);
        Assert.Empty(day.Fall(93).OfType<AuctionEnded>()); // equity 150 of 232.5: 0.645
        List<object> events = day.Fall(92); // 100 of 230
        Assert.Equal(AuctionEnd.BelowHealthFloor, Assert.Single(events.OfType<AuctionEnded>()).Reason);
        Assert.Contains(events, e => e is HandedOver);
        Assert.Equal(1, day.Venue.Engine.Desk.Auctions.StartedCount); // there is no second one
    }

    [Fact]
    public void Service_BelowTheFloorFromTheStart_DoesNotWait()
    {
        Day day = new(AuctionDocument.Linear());
        List<object> events = day.Fall(92);
        Assert.Contains(events, e => e is HandedOver);
        Assert.Equal(0, day.Venue.Engine.Desk.Auctions.StartedCount);
    }

    [Fact]
    public void Service_WhenTheAccountIsWellAgain_EndsTheAuction()
    {
        Day day = new(AuctionDocument.Linear(seconds: 60));
        day.Fall(94);
        List<object> events = day.Fall(96);
        Assert.Equal(AuctionEnd.CaseClosed, Assert.Single(events.OfType<AuctionEnded>()).Reason);
        Assert.Equal(CaseOutcome.Recovered, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Equal(50, day.Venue.Size(day.Trader));
        Assert.Equal(RejectReason.UnknownAuction, day.Bid(1).Reason);
    }

    [Fact]
    public void Service_WhenLessNeedBeSold_TakesTheOfferBack()
    {
        Day day = new(AuctionDocument.Linear(seconds: 60));
        day.Fall(93.5m); // 175 of 233.75
        QuantityLots before = day.Only.Left;
        AuctionOffered less = Assert.Single(day.Fall(94.5m).OfType<AuctionOffered>()); // 225 − 1.9845 n ≥ 9.45 (50 − n): 33.2
        Assert.Equal((Lots(34), Lots(34) - before), (less.Auction.Left, less.Change));
        AuctionOffered more = Assert.Single(day.Fall(94).OfType<AuctionOffered>());
        Assert.Equal((Lots(37), Lots(3)), (more.Auction.Left, more.Change));
    }

    [Fact]
    public void Service_WhenTheOwnerHasReducedMeanwhile_SellsNoMoreThanThereIs()
    {
        Day day = new(AuctionDocument.With(""" "largestDiscount": 0.02, "durationSeconds": 60 """, """ "release": { "method": "closed" }, "sizing": { "method": "wholePosition" } """));
        day.Fall(94);
        AccountId maker = day.Venue.Account(100_000);
        day.Venue.Bid(maker, 94, 5);
        day.Venue.Do(Command.Place(day.Venue.Now, new PlaceOrder(day.Trader, X, Side.Sell, Markets.OrderType.Limit, Markets.TimeInForce.ImmediateOrCancel, default, true, Ticks(94), Lots(5)))); // 45 are still too many
        Assert.Equal(45ul, (ulong)day.Bid(50).Value);
        Assert.Equal(0, day.Venue.Size(day.Trader));
    }

    [Fact]
    public void Service_WhenMuchIsOnOfferAlready_HandsOverWhatIsBeyondTheBound()
    {
        Day day = new(AuctionDocument.Linear().Replace("\"inFlightShare\": 1", "\"inFlightShare\": 0.2", StringComparison.Ordinal));
        List<object> events = day.Fall(94);
        Assert.Equal(Lots(10), Assert.Single(events.OfType<AuctionOffered>()).Auction.Left); // a fifth of 50
        Assert.Contains(events, e => e is HandedOver);
    }

    [Theory]
    [InlineData(3_478, true)] // 37 lots at 94
    [InlineData(3_479, false)]
    public void Service_OfLittle_IsNotWorthAnAuction(int leastValue, bool isOffered)
    {
        Day day = new(AuctionDocument.Linear().Replace("\"leastValue\": 0", $"\"leastValue\": {leastValue}", StringComparison.Ordinal));
        Assert.Equal(isOffered, day.Fall(94).OfType<AuctionOffered>().Any());
    }

    [Fact]
    public void Take_BySeveralOrInParts_GetsWhatOneWouldHaveGotAtOnce()
    {
        string[] shapes = ["linear", "exponential", "stairStep", "flat", "health"];
        Random random = new(5);
        int parts = 0;
        foreach (string shape in shapes)
        {
            for (int trial = 0; trial < 12; trial++)
            {
                decimal price = 92.9m + (random.Next(17) * 0.1m), start = random.Next(0, 30) / 1_000m, largest = random.Next(10, 50) / 1_000m;
                string policy = AuctionDocument.With(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"shape\": \"{shape}\", \"startDiscount\": {start}, \"largestDiscount\": {largest}, \"durationSeconds\": 20"));
                int seconds = random.Next(20);
                (Money Account, Money Bidders) whole = Ended(policy, price, seconds, [1_000]);
                long[] split = [.. Enumerable.Range(0, 60).Select(_ => (long)random.Next(1, 8))];
                (Money Account, Money Bidders) inParts = Ended(policy, price, seconds, split);
                parts += whole.Account != default ? 1 : 0;
                Assert.True(inParts.Bidders <= whole.Bidders, $"{shape}: {inParts.Bidders} against {whole.Bidders}");
                Assert.True((inParts.Account - whole.Account).Units >= -100, $"{shape}: {inParts.Account} against {whole.Account}"); // a fee is rounded up in each part
            }
        }
        Assert.True(parts > 50, "hardly anything was taken");

        // Two bidders in turns, all at one instant; worth at the mark.
        static (Money Account, Money Bidders) Ended(string policy, decimal price, int seconds, long[] lots)
        {
            Day day = new(policy);
            AccountId other = day.Venue.Account(10_000);
            day.Fall(price);
            day.Wait(seconds);
            if (day.Venue.Engine.Desk.Auctions.Running.Length == 0) return default;
            for (int i = 0; i < lots.Length; i++) day.Bid(lots[i], bidder: i % 2 == 0 ? day.Keeper : other);
            return (day.Venue.Health(day.Trader).Equity, day.Venue.Health(day.Keeper).Equity + day.Venue.Health(other).Equity);
        }
    }

    [Fact]
    public void Take_AtAnyDiscountAndHealth_NeverLowersHealth()
    {
        int taken = 0;
        foreach (string shape in (string[])["flat", "health", "linear"])
        {
            for (decimal price = 92.8m; price < 94.7m; price += 0.2m)
            {
                for (decimal discount = 0.01m; discount <= 0.05m; discount += 0.01m)
                {
                    Day day = new(AuctionDocument.With(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"shape\": \"{shape}\", \"startDiscount\": {discount}, \"largestDiscount\": 0.05, \"durationSeconds\": 4")));
                    day.Fall(price);
                    day.Wait(3);
                    AccountHealth before = day.Venue.Health(day.Trader);
                    if (!day.Bid(3).IsAccepted) continue;
                    AccountHealth after = day.Venue.Health(day.Trader);
                    taken++;
                    // A tick is rounded the account's way, the fee by less than a millionth the other.
                    Assert.True((after.EquityMillionths + 3_000_000) * before.MaintenanceMillionths >= before.EquityMillionths * after.MaintenanceMillionths, $"{shape} {discount} at {price}");
                }
            }
        }
        Assert.True(taken > 100, "hardly anything was taken");
    }

    [Fact]
    public void Take_AtTheLastInstant_GetsTheReserveAndNothingAfterwards()
    {
        Day day = new(AuctionDocument.Linear());
        day.Fall(94);
        Timestamp end = day.Venue.Now.AddNanos(10 * Timestamp.NanosPerSecond);
        TakeAuction one = new(day.Keeper, AuctionId.FromNumber(0), default, Lots(1));
        Assert.True(day.Venue.Try(Command.Take(end.AddNanos(-1), in one)).IsAccepted);
        Assert.Equal(Ticks(92.13m), day.Venue.Log.Of<Traded>().Last().Price); // 92.12 is the reserve: a billionth of it is still missing
        Assert.Equal(RejectReason.AuctionClosed, day.Venue.Try(Command.Take(end, in one)).Reason);
    }

    [Fact]
    public void Take_ThatMayNot_SaysWhy()
    {
        Day day = new(AuctionDocument.Linear(seconds: 600));
        Assert.Equal(RejectReason.UnknownAuction, day.Bid(1).Reason);
        AccountId weak = day.Venue.Account(1_000), poor = day.Venue.Account(50), stands = day.Venue.Account(1_000);
        day.Fall(94);
        Assert.Equal(RejectReason.UnknownAccount, day.Bid(1, bidder: AccountId.FromIndex(99)).Reason);
        Assert.Equal(RejectReason.UnknownAuction, day.Bid(1, auction: 1).Reason);
        Assert.Equal(RejectReason.UnknownAuction, day.Bid(1, auction: -1).Reason);
        Assert.Equal(RejectReason.SameAccount, day.Bid(1, bidder: day.Trader).Reason);
        Assert.Equal(RejectReason.InvalidQuantity, day.Bid(0).Reason);
        Assert.Equal(RejectReason.InvalidQuantity, day.Bid(1_000_001).Reason);
        Assert.Equal(RejectReason.InvalidPrice, day.Bid(1, worst: -1).Reason);
        Assert.Equal(RejectReason.AuctionPrice, day.Bid(1, worst: 93.99m).Reason);
        Assert.Equal(RejectReason.InsufficientMargin, day.Bid(37, bidder: poor).Reason);
        Assert.True(day.Bid(5, bidder: poor).IsAccepted); // 47 of 50
        day.Venue.Do(Command.Pledge(day.Venue.Now, new PledgeTaker(stands, X, Side.Buy, default, default, default, Lots(1))));
        Assert.Equal(RejectReason.Pledged, day.Bid(1, bidder: stands).Reason);
        AccountId isolated = AccountId.FromIndex((int)day.Venue.Do(Command.OpenIsolated(day.Venue.Now, weak, Y)).Value);
        Assert.Equal(RejectReason.NotIsolatedHere, day.Bid(1, bidder: isolated).Reason);
        day.Venue.Index(88);
        Assert.Equal(RejectReason.UnderLiquidation, day.Bid(1, bidder: poor).Reason);
        Assert.Equal(RejectReason.AuctionClosed, day.Bid(1).Reason); // below the floor, before the next service ends it
        day.Venue.Index(97);
        Assert.Equal(RejectReason.AuctionClosed, day.Bid(1).Reason); // well again, though somebody took at this very time at another mark
    }

    [Fact]
    public void Take_WhileTheMarketIsHalted_HasToWait()
    {
        Day day = new(AuctionDocument.With(""" "largestDiscount": 0.02, "durationSeconds": 60 """, """ "release": { "method": "closed" }, "breakers": { "velocity": 0.05, "velocitySeconds": 10, "velocityAction": "halt", "expirySeconds": 10, "renewalsMax": 0 } """));
        day.Fall(94);
        Assert.Equal(RejectReason.MarketHalted, day.Bid(1).Reason);
        day.Wait(12);
        Assert.True(day.Bid(1).IsAccepted);
        Assert.Equal(12 * Timestamp.NanosPerSecond, day.Venue.Log.Of<AuctionTaken>().Single().ElapsedNanos); // its time went on
    }

    [Fact]
    public void Take_WhileTheMarketIsReduceOnly_IsForThoseWhoReduce()
    {
        Day day = new(AuctionDocument.With(""" "largestDiscount": 0.02, "durationSeconds": 60 """, """ "release": { "method": "closed" }, "breakers": { "velocity": 0.05, "velocitySeconds": 10, "velocityAction": "reduceOnly" } """));
        day.Fall(94);
        Assert.Equal(RejectReason.ReduceOnlyMarket, day.Bid(1).Reason);
        Assert.True(day.Bid(10, bidder: day.Bear).IsAccepted);
    }

    [Fact]
    public void Policy_ThatEndsAuctions_WithdrawsThem()
    {
        Day day = new(AuctionDocument.Linear(seconds: 60));
        day.Fall(94);
        byte[] without = System.Text.Encoding.UTF8.GetBytes(AuctionDocument.Linear().Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal));
        day.Venue.Do(Command.Document(CommandKind.ApplyPolicy, day.Venue.Now), without);
        Assert.Equal(RejectReason.AuctionClosed, day.Bid(1).Reason);
        List<object> events = day.Wait(1);
        Assert.Equal(AuctionEnd.Withdrawn, Assert.Single(events.OfType<AuctionEnded>()).Reason);
        Assert.Contains(events, e => e is HandedOver);
    }

    [Fact]
    public void Restore_WithinAnAuction_GoesOnAtTheSamePrice()
    {
        Day day = new(AuctionDocument.Linear());
        day.Fall(94);
        day.Wait(3);
        day.Bid(2);
        StateBytes sink = new();
        day.Venue.Engine.Save(sink);
        EventLog log = new();
        RiskEngine restored = RiskEngine.Restore(sink.Saved, World.Checked, log, log);
        Assert.Equal(day.Venue.Engine.Desk.Auctions.Running.ToArray(), restored.Desk.Auctions.Running.ToArray());
        TakeAuction bid = new(day.Keeper, AuctionId.FromNumber(0), default, Lots(3));
        day.Venue.Log.Clear();
        Assert.Equal(day.Venue.Try(Command.Take(day.Venue.Now, in bid)), restored.Execute(Command.Take(day.Venue.Now, in bid)));
        Assert.Equal(day.Venue.Log.All, log.All);
        Assert.Equal(day.Venue.Engine.Hash(), restored.Hash());
    }
}

using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Somebody owns several accounts and arranges to be liquidated: together they never end with more than they would have had by holding on.</summary>
public sealed class GamingTests
{
    private const decimal Fall = 94;

    // The market they could sell at is the mark: what they have together, closed or not, is worth that.
    private static (Scenario Venue, AccountId Weak, AccountId Bear) Venue()
    {
        Scenario venue = new("spillway");
        AccountId weak = venue.Account(500), bear = venue.Account(100_000);
        venue.Import(weak, bear, 100, 50);
        return (venue, weak, bear);
    }

    private static Money Together(Scenario venue, params AccountId[] accounts)
    {
        Money sum = Money.Zero;
        foreach (AccountId account in accounts) sum += venue.Health(account).Equity;
        return sum;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    [InlineData(40_000)]
    public void SelfLiquidation_ToATakerOfOnesOwn_CostsTheFee(int discount)
    {
        (Scenario venue, AccountId weak, _) = Venue();
        AccountId own = venue.Account(50_000);
        venue.Index(100);
        venue.Advance();
        venue.Do(Command.Pledge(venue.Now, new PledgeTaker(own, X, Side.Buy, RatePpm.FromPpm(discount), default, default, Lots(50))));
        venue.Index(Fall);
        Money held = Together(venue, weak, own), fund = venue.Fund;
        Assert.Contains(venue.Advance().OfType<Traded>(), t => t.Route == TradeRoute.Taker);
        Assert.Equal(held - (venue.Fund - fund), Together(venue, weak, own)); // what the owner lost is what the fund got, to the unit
        Assert.True(venue.Fund > fund);
    }

    [Fact]
    public void SelfLiquidation_AgainstOnesOwnNettingMember_CostsTheFee()
    {
        Scenario venue = new("spillway");
        AccountId weak = venue.Account(500), own = venue.Account(10_000);
        venue.Import(weak, own, 100, 50); // both sides of one trade
        venue.Do(Command.Netting(venue.Now, own, X, isMember: true));
        venue.Index(100);
        venue.Advance();
        venue.Index(Fall);
        Money held = Together(venue, weak, own), fund = venue.Fund;
        Assert.Contains(venue.Advance().OfType<Traded>(), t => t.Route == TradeRoute.Netting);
        Assert.Equal(held - (venue.Fund - fund), Together(venue, weak, own));
        Assert.True(venue.Fund > fund);
    }

    [Fact]
    public void SelfLiquidation_ByWayOfTheBook_CostsTheFee()
    {
        (Scenario venue, AccountId weak, _) = Venue();
        AccountId own = venue.Account(50_000);
        venue.Index(100);
        venue.Advance();
        venue.Bid(own, 93.5m, 50); // buys its own forced sale below the mark
        venue.Index(Fall);
        Money fund = venue.Fund;
        venue.Advance();
        Money held = Usd(500 + 50_000 - (50 * (100 - Fall))); // as at the mark before anything was sold
        venue.Index(Fall);
        Assert.True(Together(venue, weak, own) <= held - (venue.Fund - fund));
    }

    // Whatever the broker asks for itself, in its price, as a fee or once an order, is the other account's: what both lose is the fee of the liquidation.
    [Theory]
    [InlineData(93.9, 0, 0)]
    [InlineData(93.1, 0, 0)]
    [InlineData(93.9, 5_000, 0)]
    [InlineData(93.9, 0, 20)]
    public void SelfLiquidation_ToABrokerOfOnesOwn_CostsTheFee(double price, int fee, double cost)
    {
        Scenario venue = new("spillway", policyText: document => document.Replace("\"awayBooks\": false", "\"awayBooks\": true", StringComparison.Ordinal));
        AccountId weak = venue.Account(500), bear = venue.Account(100_000), own = venue.Account(50_000);
        venue.Import(weak, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Index(Fall);
        venue.Do(Command.NameBroker(venue.Now, own, isBroker: true));
        QuoteAway terms = new(own, X, Side.Buy, RatePpm.FromPpm(fee), venue.Now, Usd((decimal)cost));
        venue.Do(Command.RelayAway(venue.Now, in terms), MemoryMarshal.AsBytes<AwayLevel>([new AwayLevel(Ticks((decimal)price), Lots(50))]).ToArray());
        Money held = Together(venue, weak, own), fund = venue.Fund;
        List<object> events = venue.Advance();
        AwayTraded traded = events.OfType<AwayTraded>().First();
        ReleaseDecided decided = events.OfType<ReleaseDecided>().First();
        Assert.True(traded.TickLots >= Math.BigMul(decided.Floor.Ticks, traded.Lots.Lots)); // no way around the floor, by any of the three
        Money winners = Usd(events.OfType<Traded>().Where(t => t.Route == TradeRoute.Deleveraging).Sum(t => t.Lots.Lots * t.Price.Ticks / 100m * 0.0005m));
        Assert.InRange((held - (venue.Fund - fund) - winners - Together(venue, weak, own)).Units, 0, 10); // each fee is rounded up
        Assert.True(venue.Fund > fund);
    }

    // Weak: long 50 at 100 on 500; at 94 all of its close is on offer, for ten seconds down to 4 % below the mark.
    private static (Scenario Venue, AccountId Weak) OnOffer(int restarts = 0, int seconds = 10)
    {
        Scenario venue = new("spillway", policyText: _ => AuctionDocument.Linear(0.04m, seconds, restarts));
        AccountId weak = venue.Account(500), bear = venue.Account(100_000);
        venue.Import(weak, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Index(Fall);
        venue.Advance();
        return (venue, weak);
    }

    private static CommandResult Bid(Scenario venue, AccountId bidder, long lots, long nanosLater = 0) =>
        venue.Try(Command.Take(venue.Now.AddNanos(nanosLater), new TakeAuction(bidder, AuctionId.FromNumber(0), default, Lots(lots))));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    public void SelfLiquidation_ToABidderOfOnesOwn_CostsTheFee(int seconds)
    {
        (Scenario venue, AccountId weak) = OnOffer();
        AccountId own = venue.Account(50_000);
        venue.Advance(seconds * 1_000);
        Money held = Together(venue, weak, own), fund = venue.Fund;
        Assert.True(Bid(venue, own, 100).IsAccepted);
        Assert.Equal(held - (venue.Fund - fund), Together(venue, weak, own)); // what the owner lost is what the fund got, to the unit
        Assert.True(venue.Fund > fund);
    }

    [Fact]
    public void Griefing_WithBidsThatTakeNothing_ChangesNothingAndHoldsNothingUp()
    {
        (Scenario venue, AccountId weak) = OnOffer();
        AccountId poor = venue.Account(1), keeper = venue.Account(10_000);
        Auction before = venue.Engine.Desk.Auctions.Running[0];
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(RejectReason.InsufficientMargin, Bid(venue, poor, 1).Reason);
            Assert.Equal(RejectReason.AuctionPrice, venue.Try(Command.Take(venue.Now, new TakeAuction(keeper, before.Id, Ticks(1), Lots(1)))).Reason);
        }
        Assert.Equal(before, venue.Engine.Desk.Auctions.Running[0]);
        Assert.True(Bid(venue, keeper, 1_000).IsAccepted);
        Assert.Single(venue.Advance().OfType<CaseClosed>());
        Assert.True(venue.Health(weak).EquityMillionths > 0);
    }

    [Fact]
    public void Griefing_LotByLot_NeitherProlongsTheAuctionNorMakesTheRestCheaper()
    {
        (Scenario venue, AccountId weak) = OnOffer();
        AccountId keeper = venue.Account(10_000);
        int taken = 0;
        bool hasEnded = false;
        for (int second = 1; second <= 10 && !hasEnded; second++)
        {
            venue.Log.Clear();
            Bid(venue, keeper, 1);
            Bid(venue, keeper, 1); // at the price of the first
            Traded[] trades = [.. venue.Log.Of<Traded>()];
            taken += trades.Length;
            Assert.True(trades.Select(t => t.Price).Distinct().Count() <= 1);
            Assert.All(trades, trade => Assert.True(trade.Price.Ticks >= 9_024, "below the reserve")); // 94 less 4 %
            hasEnded = venue.Advance().OfType<AuctionEnded>().Any();
        }
        Assert.True(hasEnded && taken >= 6, "ten seconds are over, or the account is well again");
        Assert.False(venue.Engine.Desk.Auctions.TryGetOf(weak, out _));
    }

    [Fact]
    public void Waiting_ForTheLastInstantBeforeARestart_GetsTheReserveAndNeverMoreThanHelps()
    {
        (Scenario venue, AccountId weak) = OnOffer(restarts: 3, seconds: 2);
        AccountId keeper = venue.Account(10_000);
        AuctionTaken late = Taken(nanosLater: (2 * Timestamp.NanosPerSecond) - 1);
        Assert.InRange(late.DiscountPpb, 39_900_000, 40_000_000);
        Assert.True(late.DiscountPpb <= late.MostPpb);

        (venue, weak) = OnOffer(restarts: 3, seconds: 2);
        keeper = venue.Account(10_000);
        Assert.Equal(RejectReason.AuctionClosed, Bid(venue, keeper, 5, 2 * Timestamp.NanosPerSecond).Reason); // its time is over, and nobody has restarted it yet
        venue.Advance(2_000);
        Assert.Equal(0, Taken(nanosLater: 0).DiscountPpb); // from the beginning again

        AuctionTaken Taken(long nanosLater)
        {
            Assert.True(Bid(venue, keeper, 5, nanosLater).IsAccepted);
            return venue.Log.Of<AuctionTaken>().Last();
        }
    }

    [Fact]
    public void Reserve_BehindAnAccount_MovesMoneyAndMakesNone()
    {
        (Scenario venue, AccountId weak, _) = Venue();
        AccountId own = venue.Account(1_000);
        venue.Index(100);
        venue.Advance();
        venue.Do(Command.TopUpFrom(venue.Now, weak, own, Usd(1_000)));
        Money before = Together(venue, weak, own);
        venue.Index(Fall);
        venue.Advance();
        Assert.Equal(before - Usd(50 * (100 - Fall)), Together(venue, weak, own));
    }

    [Fact]
    public void Gate_ByWayOfASubAccountThatHoldsNothing_IsNotPassed()
    {
        (Scenario venue, AccountId weak, AccountId bear) = Venue();
        venue.Deposit(weak, 10_000); // nobody is liquidated here
        AccountId empty = AccountId.FromIndex((int)venue.Do(Command.OpenIsolated(venue.Now, bear, Y)).Value);
        venue.Index(100);
        venue.Advance();
        venue.Index(Fall); // in stress: 100,300 against 470 of initial margin, so 940 must stay
        venue.Advance();
        Assert.Equal(RejectReason.MarketInStress, venue.Try(Command.Transfer(venue.Now, bear, empty, Usdt, Usd(99_800))).Reason);
        Assert.True(venue.Try(Command.Transfer(venue.Now, bear, empty, Usdt, Usd(99_000))).IsAccepted);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Splitting_AnAccountBeforeItsLiquidation_SavesAtMostTheRoundingOfItsFees(int parts)
    {
        Money whole = EquityAfter(1), split = EquityAfter(parts);
        Assert.True((split - whole).Units <= parts * 9_400_000L * 2, $"{parts} accounts keep {split} instead of {whole}"); // a lot each, at most twice its margin's worth
        Assert.True(split <= Usd(500 - (50 * (100 - Fall))));

        // The same 50 lots and 500 USDT, in so many accounts.
        static Money EquityAfter(int parts)
        {
            Scenario venue = new("spillway");
            AccountId bear = venue.Account(100_000);
            AccountId[] own = [.. Enumerable.Range(0, parts).Select(_ => venue.Account(500m / parts))];
            foreach (AccountId account in own) venue.Import(account, bear, 100, 50 / parts);
            venue.Index(100);
            venue.Advance();
            venue.Bid(venue.Account(1_000_000), 93.9m, 10_000);
            venue.Index(Fall);
            venue.Advance();
            return Together(venue, own);
        }
    }

    // Two accounts of one owner are two parties: what they cross counts for the price. But whoever was willing to trade at that price comes first, and the mark is anchored to the index. Where
    // washing leaves a bid that buys the owner's own forced sale (93.7), that bid alone would have done better.
    [Theory]
    [InlineData(93.2)]
    [InlineData(93.7)]
    [InlineData(94.3)]
    [InlineData(96)]
    [InlineData(99)]
    public void Washing_ThroughTwoAccountsBeforeABatch_IsWorseThanNothingOrABidEvenWithoutFees(double price)
    {
        (Money held, PriceTicks fair) = EquityAfter(null);
        (Money washed, PriceTicks chosen) = EquityAfter((decimal)price);
        Assert.Equal((Ticks(94.1m), Ticks((decimal)price)), (fair, chosen)); // it does choose the price
        Money bid = EquityAfter((decimal)price, asks: false).Together;
        Assert.True(washed < held || washed < bid, $"{washed} with washing, {held} without, {bid} with the bid alone");
    }

    [Fact]
    public void Washing_ThroughOneAccountBeforeABatch_ChoosesNoPrice() => Assert.Equal(EquityAfter(null), EquityAfter(99, accounts: 1));

    // A position under liquidation in a market of batches; buyers and sellers have met around 94 when its owner crosses 10,000 lots with itself.
    private static (Money Together, PriceTicks Price) EquityAfter(decimal? wash, int accounts = 2, bool asks = true)
    {
        Scenario venue = new("market-order", policyText: text => BreakerPolicies.With(text, ("velocity", "0.03"), ("velocityAction", "\"batchOnly\""), ("releaseShare", "1")));
        AccountId weak = venue.Account(500), bear = venue.Account(100_000), first = venue.Account(1_000_000), second = venue.Account(1_000_000);
        AccountId buyers = venue.Account(1_000_000), sellers = venue.Account(1_000_000);
        venue.Import(weak, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
        venue.Index(Fall);
        venue.Bid(buyers, 94.5m, 60);
        venue.Bid(buyers, 93.5m, 100);
        venue.Ask(sellers, 93.6m, 40);
        venue.Ask(sellers, 94.1m, 100);
        if (wash is { } price)
        {
            venue.Bid(first, price, 10_000);
            if (asks) venue.Ask(accounts == 1 ? first : second, price, 10_000);
        }
        List<object> events = [.. venue.Advance(), .. venue.Advance()];
        PriceTicks batch = events.OfType<MarketReopened>().Single().Price;
        for (int i = 0; i < 10; i++) venue.Advance();
        venue.Index(Fall);
        return (Together(venue, weak, first, second), batch);
    }

    // A member of one's own takes the portfolio and asks as much as it may. Without costShare that is one's own money; with it, the fund pays up to that share of the notional.
    [Theory]
    [InlineData("0", 94, 0)]
    [InlineData("0", 89, 0)]
    [InlineData("0.02", 94, 0)]
    [InlineData("0.02", 89, 89)] // 2 % of 4,450
    public void SelfLiquidation_ToAMemberOfOnesOwn_GetsNoMoreThanCostShareAllows(string costShare, int fall, int most)
    {
        Scenario venue = new(policyText: _ => System.Text.Encoding.UTF8.GetString(ClearedPolicy.With("spillway", $$"""
            "defaultAuction": { "enabled": true, "below": 1, "costShare": {{costShare}} }
            """)));
        AccountId weak = venue.Account(500), bear = venue.Account(100_000), own = venue.Account(50_000);
        venue.Import(weak, bear, 100, 50);
        venue.Do(Command.ContributeOf(venue.Now, own, Usd(1_000)));
        venue.Endow(1_000);
        venue.Index(100);
        venue.Advance();
        venue.Do(Command.StandingBidOf(venue.Now, own, RatePpm.FromPpm(fall > 90 ? 40_000 : 20_000), Usd(1_000_000)));
        venue.Index(fall);
        Money held = Money.Max(Money.Zero, venue.Health(weak).Equity) + venue.Health(own).Equity; // a debt is nobody's loss but the venue's
        venue.Advance();
        Assert.InRange((Money.Max(Money.Zero, venue.Health(weak).Equity) + venue.Health(own).Equity - held).Units, -1_000_000_000, Usd(most).Units);
    }
}

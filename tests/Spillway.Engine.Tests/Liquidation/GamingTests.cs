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
}

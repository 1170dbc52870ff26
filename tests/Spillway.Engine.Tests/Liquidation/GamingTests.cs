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

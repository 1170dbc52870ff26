using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>The rule book of dYdX v4: fillable price, caps per block, a fund settled fill by fill, deleveraging at the bankruptcy price. Amounts by hand.</summary>
public sealed class DydxTests
{
    // Long 50 at 100 on 500 USDT. At 94: equity 200, maintenance 235; the spread is 1.5 · 35 / 50 = 1.05. At 92.7: 135 of 231.75.
    private readonly Scenario venue;
    private readonly AccountId trader, bear, maker;

    public DydxTests()
        : this(text => text)
    {
    }

    private DydxTests(Func<string, string> policy)
    {
        venue = new Scenario("dydx-v4", policyText: policy);
        trader = venue.Account(500);
        bear = venue.Account(10_000);
        maker = venue.Account(100_000);
        venue.Import(trader, bear, 100, 50);
        venue.Index(100);
        venue.Advance();
    }

    private static DydxTests Whole(long blockLoss = 0) => new(text => text
        .Replace("\"blockShareFrom\": 1000", "\"blockShareFrom\": 1000000", StringComparison.Ordinal)
        .Replace("\"blockLoss\": 1000000", $"\"blockLoss\": {blockLoss}", StringComparison.Ordinal));

    [Theory]
    [InlineData(92.95, 10)] // on the fillable price
    [InlineData(92.94, 0)] // a tick below
    public void Release_AtTheFillablePrice_StopsExactlyThere(double price, long sold)
    {
        venue.Bid(maker, (decimal)price, 100);
        venue.Index(94);
        List<object> events = venue.Advance();
        ReleaseDecided decision = Assert.Single(events.OfType<ReleaseDecided>());
        Assert.Equal((Ticks(92.95m), sold > 0 ? ReleaseBound.Nothing : ReleaseBound.FillablePrice), (decision.Floor, decision.Bound));
        Assert.Equal(sold, venue.Size(maker));
        Assert.True(venue.HasCase(trader));
    }

    [Fact]
    public void Service_OfAPosition_ClosesATenthOr1000DollarsOnceABlock()
    {
        venue.Bid(maker, 93m, 100);
        venue.Index(94);
        List<object> events = venue.Advance();
        // A tenth is 5 lots; 1,000 of 4,700 are 10.6.
        Assert.Equal(new ClosePaced(CaseId.FromNumber(0), X, Lots(50), Lots(10), PacingRule.BlockShare), Assert.Single(events.OfType<ClosePaced>()));
        Assert.Equal((Ticks(93m), Lots(10)), events.OfType<Traded>().Select(t => (t.Price, t.Lots)).Single());
        // Bankruptcy quote 940 − 200 / 5 = 900; the sale brought 930; 1.5 % of it is less than the 30 above.
        Assert.Equal((Usd(13.95m), Usd(500 - 70 - 13.95m)), (venue.Fund, venue.Wallet(trader)));

        // Equity 176.05 of 188: the spread has closed to 1.5 · 11.95 / 40, so 93 is no longer enough and 93.56 is.
        Assert.Empty(venue.Advance().OfType<Traded>());
        venue.Bid(maker, 93.56m, 100);
        Assert.Equal((Ticks(93.56m), Lots(10)), venue.Advance().OfType<Traded>().Select(t => (t.Price, t.Lots)).Single());
    }

    [Fact]
    public void Service_OfALargeAccount_ClosesNoMoreThan100000DollarsABlock()
    {
        Scenario big = new("dydx-v4");
        AccountId large = big.Account(200_000), seller = big.Account(10_000_000), buyer = big.Account(10_000_000);
        big.Import(large, seller, 100, 20_000);
        big.Index(100);
        big.Advance();
        big.Bid(buyer, 93.9m, 100_000);
        big.Index(94);
        List<object> events = big.Advance();
        // A tenth of 1,880,000 is 188,000; 100,000 of it are 1,063.8 lots.
        Assert.Equal(new ClosePaced(CaseId.FromNumber(0), X, Lots(20_000), Lots(1_063), PacingRule.BlockNotional), Assert.Single(events.OfType<ClosePaced>()));
        Assert.Equal(20_000 - 1_063, big.Size(large));
    }

    [Fact]
    public void Release_BelowTheBankruptcyPrice_LetsTheFundPayTheDifference()
    {
        venue.Endow(10);
        venue.Bid(maker, 89.9m, 100);
        venue.Index(92.7m); // bankruptcy 92.7 − 135 / 50 = 90; fillable 92.7 − 1.5 · 96.75 / 50 = 89.7975
        List<object> events = venue.Advance();
        Assert.Equal(Ticks(89.80m), Assert.Single(events.OfType<ReleaseDecided>()).Floor);
        Assert.Equal(new InsurancePaid(CaseId.FromNumber(0), trader, Usdt, Usd(1), Usd(9)), Assert.Single(events.OfType<InsurancePaid>()));
        Assert.Equal((Usd(9), Usd(400), 40), (venue.Fund, venue.Wallet(trader), venue.Size(trader))); // 500 − 10 · 10.1 + 1
    }

    [Fact]
    public void Release_OverSeveralPrices_SettlesEachWithTheFund()
    {
        venue.Bid(maker, 93m, 5);
        venue.Bid(maker, 90.5m, 5);
        venue.Index(92.7m);
        venue.Advance();
        // 465 received against 450: a fee of 1.5 %, 6.975. Then equity is 135 + 1.5 − 6.975 = 129.525 over 45 lots: 5 of them go at 463.5 − 14.391666…
        // The second level brought 452.5, 3.391666 above; 1.5 % would be more.
        Assert.Equal(Usd(6.975m + 3.391666m), venue.Fund);
        Assert.Equal(40, venue.Size(trader));
    }

    [Theory]
    [InlineData(0.45, 4)]
    [InlineData(0, 0)]
    public void Release_WhenTheFundCannotPay_StopsAtWhatItCan(double fund, long sold)
    {
        if (fund > 0) venue.Endow((decimal)fund);
        venue.Bid(maker, 89.9m, 100);
        venue.Index(92.7m);
        List<object> events = venue.Advance();
        Assert.Equal(new InsuranceStopped(CaseId.FromNumber(0), X, Ticks(89.9m), Lots(10 - sold), Usd((decimal)fund)), Assert.Single(events.OfType<InsuranceStopped>()));
        Assert.Equal((50 - sold, Usd((decimal)fund - (0.1m * sold))), (venue.Size(trader), venue.Fund));
    }

    [Fact]
    public void Release_WhenTheBlockHasLostEnough_WaitsForTheNextBlock()
    {
        DydxTests capped = Whole(blockLoss: 1);
        capped.venue.Endow(100);
        capped.venue.Bid(capped.maker, 89.9m, 100);
        capped.venue.Index(92.7m);
        Assert.Equal(Usd(1), Assert.Single(capped.venue.Advance().OfType<InsuranceStopped>()).Limit);
        Assert.Equal((40, Usd(99)), (capped.venue.Size(capped.trader), capped.venue.Fund));
        capped.venue.Index(92.7m);
        capped.venue.Advance();
        Assert.Equal((30, Usd(98)), (capped.venue.Size(capped.trader), capped.venue.Fund));
    }

    [Fact]
    public void Service_BelowZero_DeleveragesTheWholePositionAtTheBankruptcyPriceAndLeavesTheFundAlone()
    {
        venue.Endow(1_000);
        venue.Bid(maker, 89.4m, 100);
        venue.Index(89.5m); // equity −25: bankruptcy price 90
        List<object> events = venue.Advance();
        Assert.Equal((bear, Ticks(90), Lots(50), TradeRoute.Deleveraging), events.OfType<Traded>().Select(t => (t.Buyer, t.Price, t.Lots, t.Route)).Single());
        Assert.Equal((Usd(0), Usd(10_500), Usd(1_000)), (venue.Wallet(trader), venue.Wallet(bear), venue.Fund)); // 25 less than at the mark
        Assert.Equal(["CloseSized", "ReleaseDecided", "Traded", "HandedOver", "AccountFlat", "CaseClosed"], events.Select(e => e.GetType().Name));
        Assert.Equal(CaseOutcome.Flat, events.OfType<CaseClosed>().Single().Outcome);
    }

    [Fact]
    public void Deleveraging_AtAPriceBetweenTicks_SettlesTheRestInMoney()
    {
        Scenario odd = new("dydx-v4");
        AccountId loser = odd.Account(500), winner = odd.Account(10_000);
        odd.Import(loser, winner, 100, 30);
        odd.Index(100);
        odd.Advance();
        odd.Index(83); // −10: bankruptcy 100 − 500 / 30 = 83.33…
        Traded trade = Assert.Single(odd.Advance().OfType<Traded>());
        Assert.Equal((Ticks(83.34m), Usd(0), Usd(10_500)), (trade.Price, odd.Wallet(loser), odd.Wallet(winner)));
    }

    [Fact]
    public void Deleveraging_StartsAtADrawnRowAndCountsItsDraws()
    {
        Scenario random = new("dydx-v4", policyText: text => text.Replace("\"seed\": 0", "\"seed\": 8", StringComparison.Ordinal));
        AccountId first = random.Account(500), second = random.Account(500), buyer = random.Account(100_000);
        AccountId[] bears = [.. Enumerable.Range(0, 8).Select(_ => random.Account(10_000))];
        foreach (AccountId each in bears) random.Import(buyer, each, 100, 50);
        random.Import(first, buyer, 100, 50); // the buyer keeps 300 of its 400 lots
        random.Import(second, buyer, 100, 50);
        random.Index(100);
        random.Advance();
        random.Index(89.5m);
        List<Traded> trades = [.. random.Advance().OfType<Traded>()];
        int one = Drawn(0), two = Drawn(1);
        Assert.NotEqual(one, two);
        Assert.Equal([(first, bears[one]), (second, bears[two])], trades.Select(t => (t.Seller, t.Buyer)));

        static int Drawn(ulong counter) => (int)((UInt128)Philox.Draw(8, counter, 0).Low * 8 >> 64);
    }
}

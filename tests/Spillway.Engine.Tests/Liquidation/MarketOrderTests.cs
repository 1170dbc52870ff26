using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>The baseline: whole positions at once at market, insurance fund, socialised loss. Amounts by hand.</summary>
public sealed class MarketOrderTests
{
    // Long 50 at 100 on 500 USDT. At 94: equity 500 − 300 = 200, maintenance 50 · 94 · 5 % = 235.
    private readonly Scenario venue = new();
    private readonly AccountId trader, winner, maker;

    public MarketOrderTests()
    {
        trader = venue.Account(500);
        winner = venue.Account(10_000);
        maker = venue.Account(100_000);
        venue.Import(trader, winner, 100, 50);
        venue.Index(100);
        venue.Advance();
    }

    [Fact]
    public void Service_WhenBidsRest_SellsTheWholePositionIntoThem()
    {
        venue.Bid(maker, 93.5m, 30);
        venue.Bid(maker, 93m, 30);

        Assert.Equal(new CaseOpened(CaseId.FromNumber(0), trader, Usd(200), Usd(235)), Assert.Single(venue.Index(94).OfType<CaseOpened>()));
        List<object> events = venue.Advance();

        Assert.Equal([(Ticks(93.5m), Lots(30)), (Ticks(93m), Lots(20))], events.OfType<Traded>().Select(t => (t.Price, t.Lots)));
        Assert.Equal(Usd(500 - (30 * 6.5m) - (20 * 7m) - 4.7m), venue.Wallet(trader)); // fee 0.1 % of 50 · 94
        Assert.Equal(Usd(4.7m), venue.Fund);
        Assert.Equal(new CaseClosed(CaseId.FromNumber(0), trader, CaseOutcome.Flat, 1_000_000_000), Assert.Single(events.OfType<CaseClosed>()));
        Assert.Equal((0, 50, -50), (venue.Size(trader), venue.Size(maker), venue.Size(winner)));
    }

    [Fact]
    public void IndexPrice_WhenItBreaches_OpensTheCaseButSellsNothingYet()
    {
        venue.Bid(maker, 93.5m, 50);
        List<object> events = venue.Index(94);
        Assert.DoesNotContain(events, e => e is Traded or CloseSized);
        Assert.Equal(50, venue.Size(trader));
        Assert.True(venue.HasCase(trader));
    }

    [Fact]
    public void IndexPrice_WhenEquityEqualsMaintenance_OpensNoCase()
    {
        venue.Deposit(trader, 35); // equity 235 at 94: exactly the maintenance margin
        venue.Index(94);
        Assert.False(venue.HasCase(trader));
        venue.Index(93.99m);
        Assert.True(venue.HasCase(trader));
    }

    [Fact]
    public void IndexPrice_WhenItBreaches_CancelsTheOrdersOfTheAccount()
    {
        OrderId order = venue.Ask(trader, 120, 10);
        List<object> events = venue.Index(94);
        Assert.Equal(new OrderEnded(trader, X, order, Lots(10), OrderEnd.Liquidation), Assert.Single(events.OfType<OrderEnded>()));
        Assert.Equal(RejectReason.UnderLiquidation, venue.Try(Command.Place(venue.Now, new PlaceOrder(trader, X, Side.Sell, default, default, default, false, Ticks(95), Lots(1)))).Reason);
        Assert.True(venue.Try(Command.Place(venue.Now, new PlaceOrder(trader, X, Side.Sell, default, default, default, true, Ticks(95), Lots(1)))).IsAccepted);
    }

    [Fact]
    public void Service_WhenTheBookIsEmpty_WaitsAndClosesWhenBidsReturn()
    {
        venue.Index(94);
        for (int second = 0; second < 3; second++)
        {
            List<object> events = venue.Advance();
            ReleaseDecided decision = Assert.Single(events.OfType<ReleaseDecided>());
            Assert.Equal((Lots(50), Lots(0), ReleaseBound.EmptyBook), (decision.Wanted, decision.Released, decision.Bound));
            Assert.Equal(50, venue.Size(trader));
        }

        venue.Bid(maker, 93m, 5); // 45 left: equity 195 less the fee, maintenance 211.5
        venue.Advance();
        Assert.Equal((45, true), (venue.Size(trader), venue.HasCase(trader)));
        venue.Bid(maker, 92m, 50);
        venue.Advance();
        Assert.Equal((0, false), (venue.Size(trader), venue.HasCase(trader)));
    }

    [Fact]
    public void Service_WhenAPartialFillHealsTheAccount_KeepsTheRest()
    {
        venue.Index(94);
        venue.Bid(maker, 93m, 20); // 30 left: equity 180 less the fee, maintenance 141
        Assert.Equal(CaseOutcome.Restored, Assert.Single(venue.Advance().OfType<CaseClosed>()).Outcome);
        Assert.Equal((30, false), (venue.Size(trader), venue.HasCase(trader)));
    }

    [Fact]
    public void Service_WhenPriceComesBack_ClosesTheCaseAsRecovered()
    {
        venue.Index(94);
        venue.Index(98);
        Assert.True(venue.HasCase(trader));
        Assert.Equal(CaseOutcome.Recovered, Assert.Single(venue.Advance().OfType<CaseClosed>()).Outcome);
        Assert.Equal(50, venue.Size(trader));
    }

    [Fact]
    public void Service_WhenEquityIsNegative_LetsTheFundPayBeforeAnyWinner()
    {
        venue.Endow(1_000);
        venue.Bid(maker, 85, 50);
        venue.Index(85); // equity 500 − 750
        List<object> events = venue.Advance();

        Assert.Equal(new AccountFlat(CaseId.FromNumber(0), trader, Usd(-250)), Assert.Single(events.OfType<AccountFlat>()));
        Assert.Equal(new InsurancePaid(CaseId.FromNumber(0), trader, Usdt, Usd(250), Usd(750)), Assert.Single(events.OfType<InsurancePaid>()));
        Assert.Empty(events.OfType<LossShared>());
        Assert.Equal(CaseOutcome.Bankrupt, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Equal((Usd(0), Usd(750), Usd(10_000)), (venue.Wallet(trader), venue.Fund, venue.Wallet(winner)));
    }

    [Fact]
    public void Service_WhenTheFundIsTooSmall_SharesTheRestProRataOfOpenProfit()
    {
        Scenario crowd = new();
        AccountId loser = crowd.Account(500), first = crowd.Account(1_000), second = crowd.Account(1_000), idle = crowd.Account(1_000), buyer = crowd.Account(100_000);
        crowd.Import(loser, first, 105, 30); // at 85: profit 600
        crowd.Import(loser, second, 92.5m, 20); // at 85: profit 150; the loser paid 5,000 for 50
        crowd.Endow(100);
        crowd.Index(100);
        crowd.Bid(buyer, 85, 50);
        crowd.Index(85);
        List<object> events = crowd.Advance();

        // Debt 250: the fund pays its 100, the winners 150 as 600 to 150.
        Assert.Equal([Usd(100)], events.OfType<InsurancePaid>().Select(e => e.Amount));
        Assert.Equal(new LossShared(CaseId.FromNumber(0), Usdt, Usd(150), 2, Usd(0)), Assert.Single(events.OfType<LossShared>()));
        Assert.Equal((Usd(0), Usd(1_000 - 120), Usd(1_000 - 30), Usd(1_000)), (crowd.Wallet(loser), crowd.Wallet(first), crowd.Wallet(second), crowd.Wallet(idle)));
        Assert.Equal(Usd(0), crowd.Fund);
    }

    [Fact]
    public void Service_WhenNobodyCanPay_LeavesTheDebtOnceAndOpensNoFurtherCase()
    {
        venue.Index(85);
        venue.Ask(maker, 85, 50);
        venue.Bid(winner, 85, 50); // the winner takes its profit and is gone
        AccountId buyer = venue.Account(100_000);
        venue.Bid(buyer, 85, 50);
        List<object> events = venue.Advance();

        Assert.Equal(new LossShared(CaseId.FromNumber(0), Usdt, Usd(0), 0, Usd(250)), Assert.Single(events.OfType<LossShared>()));
        Assert.Equal(CaseOutcome.Indebted, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Equal(Usd(-250), venue.Wallet(trader));
        for (int i = 0; i < 3; i++) Assert.DoesNotContain(venue.Advance(), e => e is CaseOpened or CaseClosed or AccountFlat or LossShared);

        venue.Deposit(trader, 100); // still owes 150
        Assert.False(venue.HasCase(trader));
        venue.Deposit(trader, 2_000);
        venue.Order(trader, Side.Buy, 85, 10);
        Assert.Equal(Usd(1_850), venue.Wallet(trader));
    }

    [Fact]
    public void Service_WhenAnIndebtedAccountHasACaseAgain_TakesWhatItHas()
    {
        venue.Index(85);
        venue.Ask(maker, 85, 50);
        venue.Bid(winner, 85, 50);
        venue.Bid(venue.Account(100_000), 85, 50);
        venue.Advance();
        Assert.True(venue.Engine.Desk.OnlyOwes(trader));

        venue.Index(50_000, 2);
        venue.Do(Command.Deposit(venue.Now, trader, Btc, Money.FromUnits(100_000))); // 0.001 BTC = 50 USDT against a debt of 250
        Assert.True(venue.HasCase(trader));
        List<object> events = venue.Advance();
        Assert.Equal(Money.FromUnits(100_000), venue.Engine.House.Ledger.Balance(Btc, LedgerAccount.InsuranceFund));
        Assert.Equal(CaseOutcome.Indebted, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.True(venue.Engine.Desk.OnlyOwes(trader));
    }

    [Fact]
    public void Service_WhenTheIndexIsStale_LiquidatesNobodyUntilItIsBack()
    {
        venue.Bid(maker, 93.5m, 50);
        venue.Index(94);
        List<object> events = venue.Advance(60_001);
        Assert.Equal([new IndexStale(PriceIndexId.FromIndex(0))], events.OfType<IndexStale>());
        Assert.DoesNotContain(events, e => e is Traded or CloseSized);
        Assert.Equal(50, venue.Size(trader));

        venue.Index(94);
        venue.Advance();
        Assert.Equal(0, venue.Size(trader));
    }

    [Fact]
    public void Service_WhenThePriceFallsToOneTick_ClosesEverybodyAndConservesValue()
    {
        venue.Bid(maker, 0.01m, 50);
        venue.Index(0.01m);
        List<object> events = venue.Advance();
        Assert.Equal(1, venue.Mark.Ticks);
        // 50 · 99.99 lost on 500: 4,499.50 missing, of which the short's open profit of 4,999.50 pays all.
        Assert.Equal(Usd(4_499.5m), Assert.Single(events.OfType<LossShared>()).Amount);
        Assert.Equal((Usd(0), Usd(10_000 - 4_499.5m)), (venue.Wallet(trader), venue.Wallet(winner)));
    }

    [Fact]
    public void MarginCall_WhenEquityIsBelowTheWarningRatio_AsksForTheInitialMarginAndIsClearedWhenMet()
    {
        // At 95.7: equity 500 − 215 = 285, maintenance 239.25 · 1.25 = 299.06, initial 478.5.
        List<object> events = venue.Index(95.7m);
        MarginCalled call = new(trader, Usd(285), Usd(239.25m), Usd(193.5m), venue.Now.AddNanos(900_000_000_000));
        Assert.Equal(call, Assert.Single(events.OfType<MarginCalled>()));
        Assert.Empty(venue.Index(95.6m).OfType<MarginCalled>()); // called once

        venue.Deposit(trader, 193.5m);
        Assert.Equal(new MarginCallMet(trader), Assert.Single(venue.Advance().OfType<MarginCallMet>()));
        Assert.False(venue.Engine.Desk.IsWarned(trader));
    }

    [Fact]
    public void MarginCall_AtTheEndOfTime_DoesNotStopTheEngine()
    {
        venue.Try(Command.Advance(Timestamp.FromNanos(long.MaxValue)));
        Assert.Equal(RejectReason.ClockTooFar, venue.Log.Of<CommandRejected>().Last().Reason);

        venue.Do(Command.Advance(Timestamp.Latest));
        venue.Do(Command.PriceFrom(Timestamp.Latest, PriceIndexId.FromIndex(0), 0, QuotePrice.FromParts(95_700_000_000)));
        Assert.True(venue.Engine.Desk.IsWarned(trader));
    }

    [Fact]
    public void Service_WhenPositionsAreShort_BuysThemBackTheSameWay()
    {
        Scenario squeeze = new();
        AccountId bear = squeeze.Account(500), bull = squeeze.Account(10_000), seller = squeeze.Account(100_000);
        squeeze.Import(bull, bear, 100, 50);
        squeeze.Index(100);
        squeeze.Ask(seller, 106, 30);
        squeeze.Ask(seller, 106.5m, 30);
        squeeze.Index(105.5m); // equity 225, maintenance 263.75
        List<object> events = squeeze.Advance();
        Assert.Equal([(Ticks(106), Lots(30), Side.Buy), (Ticks(106.5m), Lots(20), Side.Buy)], events.OfType<Traded>().Select(t => (t.Price, t.Lots, t.Aggressor)));
        Assert.Equal(Usd(500 - (30 * 6m) - (20 * 6.5m) - 5.275m), squeeze.Wallet(bear));
    }

    [Fact]
    public void Service_WhenTheContractIsInverse_SettlesInCoin()
    {
        Scenario coin = new();
        AccountId bull = coin.Account(btc: 0.2m), bear = coin.Account(btc: 10), buyer = coin.Account(btc: 10);
        coin.Import(bull, bear, 50_000, 100_000, Inverse); // 2 BTC of value
        coin.Index(50_000, 2);
        coin.Bid(buyer, 46_900, 100_000, Inverse);
        coin.Index(47_000, 2); // value 2.12765957…, loss 0.12765957…, equity 0.0723…, maintenance 0.1064
        Assert.True(coin.HasCase(bull));
        coin.Advance();
        // Sold at 46,900: 100,000 / 46,900 = 2.132196162 rounded against the seller; the fee is 0.1 % of 2.12765958 rounded up.
        Assert.Equal(20_000_000 - 13_219_617 - 212_766, coin.Engine.House.Ledger.Balance(Btc, LedgerAccount.Wallet(bull)).Units);
        Assert.Equal(212_766, coin.Engine.House.Ledger.Balance(Btc, LedgerAccount.InsuranceFund).Units);
    }

    [Fact]
    public void Service_WhenEveryLongIsBreachedAtOnce_ClosesAllOpenInterestInOneCommand()
    {
        Scenario crash = new();
        AccountId bear = crash.Account(1_000_000), buyer = crash.Account(1_000_000);
        AccountId[] longs = [.. Enumerable.Range(0, 200).Select(i => crash.Account(500 + i))];
        foreach (AccountId account in longs) crash.Import(account, bear, 100, 50);
        crash.Index(100);
        crash.Bid(buyer, 50, 200 * 50);
        crash.Index(50);
        Assert.Equal(200, crash.Engine.Desk.Cases.Open.Length);
        crash.Advance();
        Assert.Equal(0, crash.Engine.Desk.Cases.Open.Length);
        Assert.All(longs, account => Assert.Equal((0, Usd(0)), (crash.Size(account), crash.Wallet(account))));
        Assert.Equal(10_000, crash.Size(buyer));
    }
}

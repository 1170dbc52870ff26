using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Faults in the order of operations that real systems had, each as the scene in which it showed. Here they must not.</summary>
public sealed class RecordedFaultTests
{
    // Long 50 at 100 on 500 USDT: at 85 it owes 250 once closed at mark.
    private static AccountId Debtor(Scenario venue, AccountId against)
    {
        AccountId trader = venue.Account(500);
        venue.Import(trader, against, 100, 50);
        return trader;
    }

    private static void Open(Scenario venue)
    {
        venue.Index(100);
        venue.Advance();
    }

    /// <summary>dYdX, October 2025: collateral left the pool before the insurance fund had paid, so a payment failed and the chain stopped.</summary>
    [Fact]
    public void Fund_PaysWithinTheServiceThatEndsTheCase_SoNoTransferFindsTheDebt()
    {
        Scenario venue = new("spillway");
        venue.Endow(1_000);
        AccountId bear = venue.Account(10_000), trader = Debtor(venue, bear);
        Open(venue);
        venue.Index(85);
        List<object> events = venue.Advance();
        int paid = events.FindIndex(e => e is InsurancePaid), closed = events.FindIndex(e => e is CaseClosed);
        Assert.True(paid >= 0 && paid < closed, "the case ended before the fund had paid");
        Assert.Equal((Usd(0), Usd(750)), (venue.Wallet(trader), venue.Fund));
        Assert.True(venue.Try(Command.Withdraw(venue.Now, bear, Usdt, venue.Wallet(bear))).IsAccepted); // the winner's money is there
        venue.Engine.Check();
    }

    /// <summary>Percolator: what was drawn from the fund left its books and reached nobody's.</summary>
    [Fact]
    public void Fund_WhatItPays_ArrivesToTheUnit()
    {
        Scenario venue = new("spillway");
        venue.Endow(1_000);
        AccountId bear = venue.Account(10_000), trader = Debtor(venue, bear);
        Open(venue);
        venue.Index(85);
        Money before = Total(venue, bear, trader);
        InsurancePaid paid = Assert.Single(venue.Advance().OfType<InsurancePaid>());
        Assert.Equal(Usd(250), paid.Amount);
        Assert.Equal(before, Total(venue, bear, trader));

        static Money Total(Scenario venue, AccountId bear, AccountId trader) => venue.Health(bear).Equity + venue.Health(trader).Equity + venue.Fund;
    }

    /// <summary>Perpetual Protocol v2: an insolvent position that nobody took stayed where it was, and its loss grew.</summary>
    [Fact]
    public void Insolvent_WithNobodyToTakeIt_StaysAnOpenCaseAndEndsWhenSomebodyIsThere()
    {
        Scenario venue = new("spillway");
        AccountId left = venue.Account(500), right = venue.Account(500);
        venue.Import(left, right, 100, 50); // both sides of the market, and both breach
        Open(venue);
        venue.Index(85);
        List<object> events = venue.Advance();
        Assert.True(events.OfType<CaseClosed>().Any() || venue.HasCase(left)); // not forgotten
        AccountId late = venue.Account(1_000_000);
        venue.Bid(late, 84, 1_000);
        venue.Advance();
        venue.Advance();
        Assert.Equal(0, venue.Size(left));
        Assert.False(venue.HasCase(left));
    }

    /// <summary>FLOX: a liquidation that met an empty book was skipped, and the account with it.</summary>
    [Theory]
    [InlineData("spillway")]
    [InlineData("dydx-v4")]
    [InlineData("hyperliquid")]
    public void EmptyBook_NeverEndsACase(string policy)
    {
        Scenario venue = new(policy);
        AccountId bear = venue.Account(10_000), trader = Debtor(venue, bear);
        Open(venue);
        venue.Index(94); // breached and solvent, and there is no order anywhere
        venue.Advance();
        Assert.True(venue.HasCase(trader) || !venue.Health(trader).IsLiquidatable, "breached, and nobody looks after it");
        venue.Index(85);
        venue.Advance();
        venue.Advance();
        Assert.Equal(0, venue.Size(trader)); // whatever the policy waits for, negative equity is the end of it
        Assert.False(venue.HasCase(trader));
    }

    /// <summary>Aave v4: a dust of a second collateral kept a deficit from being recognised.</summary>
    [Fact]
    public void Deficit_BesideDustOfAnotherAsset_IsPaidAndTheDustTaken()
    {
        Scenario venue = new("spillway");
        venue.Endow(1_000);
        AccountId bear = venue.Account(10_000), trader = venue.Account(500, btc: 0.00000001m);
        venue.Import(trader, bear, 100, 50);
        venue.Index(50_000, index: 2);
        Open(venue);
        venue.Index(85);
        List<object> events = venue.Advance();
        Assert.Equal(CaseOutcome.Bankrupt, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Equal(Usd(0), venue.Wallet(trader));
        Assert.Equal(Money.Zero, venue.Engine.House.Ledger.Balance(Btc, LedgerAccount.Wallet(trader)));
        Assert.Equal(Money.FromUnits(1), venue.Engine.House.Ledger.Balance(Btc, LedgerAccount.InsuranceFund));
    }

    /// <summary>A cooldown between two partial closes kept a position from being closed when it had become critical.</summary>
    [Fact]
    public void Cooldown_OfAnAccountThatTurnsInsolvent_IsOver()
    {
        Scenario venue = new("hyperliquid");
        AccountId bear = venue.Account(1_000_000), maker = venue.Account(10_000_000), large = venue.Account(20_000);
        venue.Import(large, bear, 100, 2_000);
        Open(venue);
        venue.Bid(maker, 93, 400);
        venue.Index(93.4m); // a fifth is sold, and then nothing for 30 s
        venue.Advance();
        Assert.Equal(1_600, venue.Size(large));
        venue.Index(85); // equity far below zero within the cooldown
        venue.Advance();
        Assert.Equal(0, venue.Size(large));
    }

    /// <summary>MakerDAO, 12 March 2020: keepers were crowded out, auctions were won with bids of nothing, and 8.3 million dollars of collateral went for zero.</summary>
    [Fact]
    public void Auction_WithASingleBidderWhoTakesItsTime_EndsAtTheReserve()
    {
        Scenario venue = new("spillway", policyText: _ => AuctionDocument.Linear(0.02m, seconds: 10));
        AccountId trader = venue.Account(500), bear = venue.Account(10_000), late = venue.Account(100_000);
        venue.Import(trader, bear, 100, 50);
        Open(venue);
        venue.Index(94);
        venue.Advance();
        TakeAuction bid = new(late, AuctionId.FromNumber(0), default, Lots(50));
        Assert.True(venue.Try(Command.Take(venue.Now.AddNanos((10 * Timestamp.NanosPerSecond) - 1), in bid)).IsAccepted);
        Assert.All(venue.Log.Of<Traded>(), trade => Assert.True(trade.Price.Ticks >= 9_212)); // 94 less 2 %, not zero
        Assert.True(venue.Wallet(trader) > Money.Zero);

        // And with no bidder at all the time is over after ten seconds: somebody else takes it at the mark.
        Scenario alone = new("spillway", policyText: _ => AuctionDocument.Linear(0.02m, seconds: 10));
        trader = alone.Account(500);
        alone.Import(trader, alone.Account(10_000), 100, 50);
        Open(alone);
        alone.Index(94);
        alone.Advance();
        List<object> events = alone.Advance(10_000);
        Assert.All(events.OfType<Traded>(), trade => Assert.Equal((TradeRoute.Deleveraging, Ticks(94)), (trade.Route, trade.Price)));
        Assert.False(alone.HasCase(trader));
    }
}

using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>The policy of the project: partial closes, the amplification budget, hand-over at once. Amounts by hand.</summary>
public sealed class SpillwayTests
{
    // Long 50 at 100 on 500 USDT. At 94: equity 200, maintenance 235, health 0.851. The mark fell by ln(100/94) = 0.061875 on its own, so the room
    // is 0.15 · 0.061875 + 0.001 = 0.010281 and the floor 94 · e^−0.010281 = 93.0385.
    private readonly Scenario venue = new("spillway");
    private readonly AccountId trader, winner, other, maker;

    public SpillwayTests()
    {
        trader = venue.Account(500);
        winner = venue.Account(10_000);
        other = venue.Account(10_000);
        maker = venue.Account(100_000);
    }

    private void Open(decimal winnerEntry = 100, decimal otherEntry = 100)
    {
        venue.Import(trader, winner, winnerEntry, 30);
        venue.Import(trader, other, otherEntry, 20);
        venue.Index(100);
        venue.Advance();
    }

    [Fact]
    public void Release_WhenTheBudgetHasRoom_SellsAtOnceAndNoMoreThanNeeded()
    {
        Open();
        venue.Bid(maker, 93.5m, 30);
        venue.Bid(maker, 93.1m, 30);
        venue.Index(94);
        List<object> events = venue.Advance();

        CloseSized sized = Assert.Single(events.OfType<CloseSized>());
        Assert.Equal((SizingRule.TargetHealth, Lots(50), 851_063, 2_000_000), (sized.Rule, sized.Position, sized.HealthPpm, sized.TargetPpm));
        Assert.True(IsHealed(sized.Lots.Lots), "the close does not restore target health");
        Assert.False(IsHealed(sized.Lots.Lots - 1), "one lot less would have been enough");
        Assert.Equal(sized.Lots.Lots, events.OfType<Traded>().Sum(t => t.Lots.Lots));
        Assert.All(events.OfType<Traded>(), t => Assert.Equal(TradeRoute.Book, t.Route));
        Assert.Equal(ReleaseBound.Nothing, Assert.Single(events.OfType<ReleaseDecided>()).Bound);
        Assert.Equal(CaseOutcome.Restored, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.True(venue.Health(trader).RatioPpm >= 2_000_000);

        // Equity after selling n lots, the mark displaced as far as the sweep, against twice the maintenance margin of the rest.
        static bool IsHealed(long n)
        {
            decimal proceeds = (Math.Min(n, 30) * 93.5m) + (Math.Max(0, n - 30) * 93.1m);
            decimal worst = n <= 30 ? 93.5m : 93.1m, displaced = Math.Floor(9_400 * worst / 93.5m) / 100;
            decimal equity = 500 + proceeds + ((50 - n) * displaced) - 5_000 - (0.001m * n * 94);
            return equity >= 2 * 0.05m * (50 - n) * displaced;
        }
    }

    [Fact]
    public void Release_WhenTheMarketFellByItself_GivesTheRoomOfTheFormula()
    {
        Open();
        venue.Bid(maker, 93.5m, 60);
        venue.Index(94);
        ReleaseDecided decision = Assert.Single(venue.Advance().OfType<ReleaseDecided>());
        double fall = Math.Log(100.0 / 94);
        Assert.InRange(decision.Budget.MovePpb, (fall * 1e9) - 3, (fall * 1e9) + 3);
        Assert.Equal((0, decision.Budget.MovePpb), (decision.Budget.OwnPpb, decision.Budget.ExogenousPpb));
        Assert.InRange(decision.Budget.RoomPpb, (((0.15 * fall) + 0.001) * 1e9) - 5, (((0.15 * fall) + 0.001) * 1e9) + 5);
        Assert.Equal((Ticks(94), (long)Math.Ceiling(9_400 * Math.Exp((-0.15 * fall) - 0.001))), (decision.Mark, decision.Floor.Ticks));
        Assert.Equal(9_304, decision.Floor.Ticks);
    }

    [Theory]
    [InlineData(93.04, 0)] // on the floor: sold
    [InlineData(93.03, 1)] // one tick below: handed over
    public void Release_AtTheFloorPrice_StopsExactlyThere(double price, int handedOver)
    {
        Open();
        venue.Bid(maker, (decimal)price, 60);
        venue.Index(94);
        List<object> events = venue.Advance();
        Assert.Equal(handedOver, events.OfType<HandedOver>().Count());
        Assert.Equal(1 - handedOver, events.OfType<BookReleased>().Count());
    }

    [Fact]
    public void Release_WhenDepthEndsAtTheFloor_HandsTheRestOverInTheSameCommandProRataOfProfit()
    {
        Open(winnerEntry: 104, otherEntry: 98); // profits at 94: 300 and 80; the trader paid 5,080, its equity is 120 and its health below the floor, so it adds
        venue.Deposit(trader, 80);
        venue.Bid(maker, 93.5m, 10);
        venue.Bid(maker, 92m, 1_000); // beyond the floor
        venue.Index(94);
        List<object> events = venue.Advance();

        long wanted = Assert.Single(events.OfType<CloseSized>()).Lots.Lots, rest = wanted - 10;
        ReleaseDecided decision = Assert.Single(events.OfType<ReleaseDecided>());
        Assert.Equal((Lots(10), ReleaseBound.AmplificationBudget), (decision.Released, decision.Bound));
        Assert.Equal(new HandedOver(CaseId.FromNumber(0), X, Lots(rest), TradeRoute.Deleveraging, HandOverReason.BudgetSpent, Ticks(94)), Assert.Single(events.OfType<HandedOver>()));
        Assert.Equal([(TradeRoute.Book, Ticks(93.5m), 10), (TradeRoute.Deleveraging, Ticks(94), Share(300)), (TradeRoute.Deleveraging, Ticks(94), Share(80))],
            events.OfType<Traded>().Select(t => (t.Route, t.Price, t.Lots.Lots)));
        Assert.False(venue.HasCase(trader));

        // 0.05 % of the value for the winner; it is closed at mark, so that is all that changes in its equity.
        Assert.Equal(Usd(10_000 + 300 + (0.0005m * Share(300) * 94)), venue.Health(winner).Equity);

        long Share(long profit) => (long)Math.Round(rest * profit / 380m, MidpointRounding.AwayFromZero);
    }

    [Fact]
    public void HandOver_WhenProfitsAreUsedUp_GoesOnBySize()
    {
        Open(winnerEntry: 104, otherEntry: 94); // only the winner has a profit
        venue.Index(92.9m); // the trader paid 5,000: equity 145, health 0.624, whole close is not needed but the book is shut
        List<object> events = venue.Advance();
        long wanted = Assert.Single(events.OfType<CloseSized>()).Lots.Lots;
        Assert.True(wanted > 30);
        Assert.Equal([(winner, Lots(30)), (other, Lots(wanted - 30))], events.OfType<Traded>().Select(t => (t.Buyer, t.Lots)));
    }

    [Fact]
    public void Release_BelowTwoThirdsOfMaintenance_NeverTouchesTheBook()
    {
        Open();
        venue.Bid(maker, 92.9m, 1_000);
        venue.Index(92.9m); // equity 145, maintenance 232.25: 0.624
        List<object> events = venue.Advance();
        Assert.Equal(ReleaseBound.BelowHealthFloor, Assert.Single(events.OfType<ReleaseDecided>()).Bound);
        Assert.Equal(HandOverReason.BelowHealthFloor, Assert.Single(events.OfType<HandedOver>()).Reason);
        Assert.All(events.OfType<Traded>(), t => Assert.Equal((TradeRoute.Deleveraging, Ticks(92.9m)), (t.Route, t.Price)));
        Assert.Equal(0, venue.Size(maker));
        Assert.True(venue.Health(trader).RatioPpm >= 2_000_000);
    }

    [Fact]
    public void Release_WhenNoSaleHeals_HandsTheWholePositionOver()
    {
        Scenario open = new("spillway", policyText: text => text.Replace("\"healthFloor\": 0.666667", "\"healthFloor\": 0", StringComparison.Ordinal)
            .Replace("\"amplification\": 0.15", "\"amplification\": 1", StringComparison.Ordinal));
        AccountId loser = open.Account(500), bear = open.Account(10_000), buyer = open.Account(100_000);
        open.Import(loser, bear, 100, 50);
        open.Index(100);
        open.Advance();
        open.Bid(buyer, 86, 1_000); // selling 50 at 86 loses 700 on 500
        open.Index(91);
        List<object> events = open.Advance();
        Assert.Equal((SizingRule.CannotHeal, 50), (Assert.Single(events.OfType<CloseSized>()).Rule, Assert.Single(events.OfType<CloseSized>()).Lots.Lots));
        Assert.Equal(ReleaseBound.CannotHeal, Assert.Single(events.OfType<ReleaseDecided>()).Bound);
        Assert.Equal(HandOverReason.CannotHeal, Assert.Single(events.OfType<HandedOver>()).Reason);
        Assert.Equal((0, 0), (open.Size(loser), open.Size(buyer)));
    }

    [Fact]
    public void Netting_BeforeTheBook_UsesMembersInOrderWhileTheMarkIsNotWorseThanTheirEntry()
    {
        Open(winnerEntry: 106.5m, otherEntry: 90.25m); // the trader paid 5,000
        AccountId even = venue.Account(10_000);
        venue.Bid(maker, 93.9m, 1_000);
        foreach (AccountId member in new[] { other, winner, even }) venue.Do(Command.Netting(venue.Now, member, X, isMember: true));
        venue.Index(94); // the other's entry is 90.25: the mark is worse for a short, so it is left alone
        List<object> events = venue.Advance();

        long wanted = Assert.Single(events.OfType<CloseSized>()).Lots.Lots;
        List<Traded> trades = [.. events.OfType<Traded>()];
        Assert.Equal((TradeRoute.Netting, winner, trader, Ticks(94)), (trades[0].Route, trades[0].Buyer, trades[0].Seller, trades[0].Price));
        Assert.Equal(Math.Min(30, wanted), trades[0].Lots.Lots);
        Assert.DoesNotContain(trades, t => t.Buyer == other);
        if (wanted > 30) Assert.Equal(TradeRoute.Book, trades[1].Route);
    }

    [Fact]
    public void Netting_WhenAnotherCaseMustDoTheOpposite_ClosesBothAtMarkFirst()
    {
        Scenario both = new("spillway");
        AccountId bull = both.Account(btc: 0.01m), bear = both.Account(btc: 0.0128m), first = both.Account(10_000), second = both.Account(10_000);
        both.Import(bull, first, 100, 50);
        both.Import(second, bear, 90, 50);
        both.Index(50_000, 2);
        both.Index(96);
        both.Bid(first, 95.9m, 1_000);
        both.Ask(second, 96.1m, 1_000);
        both.Advance();
        both.Index(38_000, 2); // collateral 380 and 486.40: equity 180 and 186.40, maintenance 240 for both
        Assert.True(both.HasCase(bull) && both.HasCase(bear));
        List<object> events = both.Advance();

        // The bull is worse and goes first: 32 lots are the least that leave it twice its margin. They heal the bear too.
        Assert.Equal((TradeRoute.OppositeCase, bear, bull, Ticks(96), Lots(32)), events.OfType<Traded>().Select(t => (t.Route, t.Buyer, t.Seller, t.Price, t.Lots)).Single());
        Assert.Equal([(bull, CaseOutcome.Restored), (bear, CaseOutcome.Restored)], events.OfType<CaseClosed>().Select(c => (c.Account, c.Outcome)));
    }

    [Fact]
    public void Release_WhenAShortIsSqueezed_IsTheMirrorImage()
    {
        Scenario squeeze = new("spillway");
        AccountId bear = squeeze.Account(500), bull = squeeze.Account(10_000), seller = squeeze.Account(100_000);
        squeeze.Import(bull, bear, 100, 50);
        squeeze.Index(100);
        squeeze.Advance();
        squeeze.Ask(seller, 105.5m, 10);
        squeeze.Ask(seller, 106, 1_000);
        squeeze.Index(105); // equity 250, maintenance 262.5; room 0.15 · 0.04879 + 0.001, ceiling 105.8771
        List<object> events = squeeze.Advance();
        ReleaseDecided decision = Assert.Single(events.OfType<ReleaseDecided>());
        double rise = Math.Log(1.05);
        Assert.Equal((Side.Buy, (long)Math.Floor(10_500 * Math.Exp((0.15 * rise) + 0.001))), (decision.Side, decision.Floor.Ticks));
        Assert.Equal((Lots(10), ReleaseBound.AmplificationBudget), (decision.Released, decision.Bound));
        Assert.Equal([(TradeRoute.Book, seller), (TradeRoute.Deleveraging, bull)], events.OfType<Traded>().Select(t => (t.Route, t.Seller)));
        Assert.True(squeeze.Health(bear).RatioPpm >= 2_000_000);
    }

    [Fact]
    public void Release_AfterOwnSales_CountsThemAgainstTheRoom()
    {
        Open();
        venue.Bid(maker, 93.5m, 10);
        venue.Bid(maker, 93.2m, 1);
        venue.Bid(maker, 92m, 1_000);
        venue.Index(94);
        BookReleased sale = Assert.Single(venue.Advance().OfType<BookReleased>());
        Assert.Equal(11, sale.Lots.Lots);
        double swept = Math.Log(93.5 / 92); // best bid before and after
        Assert.InRange(sale.SweptPpb, (swept * 1e9) - 3, (swept * 1e9) + 3);

        // One second later: the permanent fifth is whole, the rest decays by 2^(−1/60).
        venue.Advance();
        BudgetReading reading = venue.Engine.Exchange[X].Falls.Read(venue.Engine.Desk.Policy.Release);
        double own = swept * (0.2 + (0.8 * Math.Pow(2, -1.0 / 60)));
        Assert.InRange(reading.OwnPpb, (own * 1e9) - 20, (own * 1e9) + 20);
    }

    [Fact]
    public void ChooseLeg_InACrossAccount_ClosesFirstWhatFreesMostMarginPerCost()
    {
        foreach (bool cheapIsX in new[] { true, false })
        {
            Scenario cross = new("spillway");
            AccountId account = cross.Account(600), bear = cross.Account(100_000), buyer = cross.Account(1_000_000);
            cross.Import(account, bear, 100, 25, X);
            cross.Import(account, bear, 100, 25, Y);
            cross.Index(100, 0);
            cross.Index(100, 1);
            cross.Advance();
            // Maintenance is 5 % of X and 8 % of Y: at equal cost Y goes first; X goes first once Y costs more than 8/5 of it.
            cross.Bid(buyer, 93.9m, 1_000, X);
            cross.Bid(buyer, cheapIsX ? 93.7m : 93.9m, 1_000, Y);
            cross.Index(94, 0);
            cross.Index(94, 1);
            CloseSized first = cross.Advance().OfType<CloseSized>().First();
            Assert.Equal(cheapIsX ? X : Y, first.Instrument);
        }
    }

    [Fact]
    public void Service_WithTheAbsorberRoute_HandsWholePositionsToTheAbsorberAtMark()
    {
        Scenario calm = new("exogenous");
        AccountId loser = calm.Account(500), bear = calm.Account(10_000), absorber = calm.Account(1_000_000);
        calm.Import(loser, bear, 100, 50);
        calm.Index(100);
        calm.Index(94);
        Assert.Empty(calm.Advance().OfType<Traded>()); // nobody is named yet: it waits
        calm.Do(Command.NameAbsorber(calm.Now, absorber));
        List<object> events = calm.Advance();
        Traded trade = Assert.Single(events.OfType<Traded>());
        Assert.Equal((absorber, loser, Ticks(94), Lots(50), TradeRoute.Absorber), (trade.Buyer, trade.Seller, trade.Price, trade.Lots, trade.Route));
        Assert.Equal((Usd(200), Usd(0)), (calm.Wallet(loser), calm.Fund));
    }

    [Fact]
    public void Service_WhenTheAbsorberItselfIsBreached_WaitsForHelpFromOutside()
    {
        Scenario calm = new("exogenous");
        AccountId absorber = calm.Account(500), bear = calm.Account(10_000);
        calm.Import(absorber, bear, 100, 50);
        calm.Index(100);
        calm.Do(Command.NameAbsorber(calm.Now, absorber));
        calm.Index(94);
        List<object> events = calm.Advance();
        Assert.DoesNotContain(events, e => e is Traded or HandedOver or BoundReached);
        calm.Deposit(absorber, 1_000);
        Assert.Equal(CaseOutcome.Recovered, Assert.Single(calm.Advance().OfType<CaseClosed>()).Outcome);
    }
}

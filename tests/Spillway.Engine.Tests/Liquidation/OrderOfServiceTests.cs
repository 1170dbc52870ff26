using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Who is served when, in which order things happen, and what a bound does.</summary>
public sealed class OrderOfServiceTests
{
    [Fact]
    public void Service_OfOneCase_GoesSizeNettingBookHandOverFundWinners()
    {
        Scenario venue = new("spillway", policyText: text => text.Replace("\"healthFloor\": 0.666667", "\"healthFloor\": 0", StringComparison.Ordinal)
            .Replace("\"buffer\": 1", "\"buffer\": 2", StringComparison.Ordinal).Replace("\"wholeAboveShare\": 0.9", "\"wholeAboveShare\": 0.5", StringComparison.Ordinal));
        AccountId trader = venue.Account(500), member = venue.Account(1_000), winner = venue.Account(1_000), buyer = venue.Account(100_000);
        venue.Import(trader, member, 100, 5);
        venue.Import(trader, winner, 100, 45);
        venue.Endow(1);
        venue.Do(Command.Netting(venue.Now, member, X, isMember: true));
        venue.Index(100);
        venue.Advance();
        venue.Bid(buyer, 90.5m, 10);
        venue.Bid(buyer, 80, 1_000);
        venue.Index(90.6m); // equity 30 of 226.5: closed whole
        List<string> order = [.. venue.Advance().Select(e => e is Traded t ? $"Traded {t.Route}" : e.GetType().Name)];
        Assert.Equal(
            ["CloseSized", "Traded Netting", "ReleaseDecided", "Traded Book", "BookReleased", "HandedOver", "Traded Deleveraging", "AccountFlat", "CaseClosed"], order);
    }

    [Fact]
    public void Service_OfABankruptCase_LetsTheFundPayBeforeWinnersShare()
    {
        Scenario venue = new();
        AccountId trader = venue.Account(500), winner = venue.Account(1_000), buyer = venue.Account(100_000);
        venue.Import(trader, winner, 100, 50);
        venue.Endow(10);
        venue.Index(100);
        venue.Bid(buyer, 80, 50);
        venue.Index(80);
        List<string> order = [.. venue.Advance().Select(e => e.GetType().Name)];
        Assert.Equal(["CloseSized", "ReleaseDecided", "Traded", "BookReleased", "AccountFlat", "InsurancePaid", "LossShared", "CaseClosed"], order);
    }

    [Fact]
    public void IndexPrice_WhenItMovesTheMark_ReportsMarkBeforeCasesAndCasesBeforeTheirCancelledOrders()
    {
        Scenario venue = new();
        AccountId trader = venue.Account(500), winner = venue.Account(10_000);
        venue.Import(trader, winner, 100, 50);
        venue.Index(100);
        venue.Ask(trader, 150, 1);
        Assert.Equal(["MarkMoved", "CaseOpened", "OrderEnded"], venue.Index(94).Select(e => e.GetType().Name));
    }

    [Fact]
    public void IndexPrice_WhenItBreachesSeveral_OpensCasesBySeverityThenAccount()
    {
        foreach (int seed in Enumerable.Range(0, 10))
        {
            Scenario venue = new();
            AccountId bear = venue.Account(1_000_000);
            // Accounts in this order; the fewer funds, the more severe. The last two tie.
            decimal[] funds = [510, 400, 450, 350, 500, 500];
            AccountId[] accounts = [.. funds.Select(amount => venue.Account(amount))];
            // Positions are found in the order in which they were made: that must not show.
            AccountId[] shuffled = [.. accounts];
            new Random(seed).Shuffle(shuffled);
            foreach (AccountId account in shuffled) venue.Import(account, bear, 100, 50);
            venue.Index(100);
            venue.Index(94);
            Assert.Equal(
                [accounts[3], accounts[1], accounts[2], accounts[4], accounts[5], accounts[0]],
                venue.Engine.Desk.Cases.Open.ToArray().Select(row => row.Account));
        }
    }

    [Fact]
    public void Service_WhenOwnSalesMoveTheMark_ServesWhomTheyBreachInTheSameCommand()
    {
        Scenario venue = new();
        AccountId weak = venue.Account(530), strong = venue.Account(560), bear = venue.Account(100_000), maker = venue.Account(100_000);
        // For a day, one half-life of the average basis, the book stands 5.80 below the index: the basis is −2.90 from then on.
        venue.Index(100);
        OrderId bid = venue.Bid(maker, 94, 1), ask = venue.Ask(maker, 94.2m, 1);
        venue.Advance(86_400_000);
        venue.Index(100);
        venue.Do(Command.Cancel(venue.Now, maker, X, bid));
        venue.Do(Command.Cancel(venue.Now, maker, X, ask));
        venue.Ask(bear, 100, 100);
        venue.Index(100.01m);
        venue.Bid(weak, 100, 50);
        venue.Bid(strong, 100, 50);

        // Book 93.50 / 93.80: the mark is 93.80, between the index at 94 and the index with its basis at 91.10.
        venue.Ask(maker, 93.8m, 10);
        venue.Bid(maker, 93.5m, 10);
        venue.Bid(maker, 92, 1_000);
        venue.Index(94);
        Assert.Equal((Ticks(93.8m), true, false), (venue.Mark, venue.HasCase(weak), venue.HasCase(strong))); // equity 220 and 250, maintenance 234.50

        // The sale leaves bid and last trade at 92, so the mark: the strong one has 160 of 230 left.
        List<string> order = [.. venue.Advance().Where(e => e is Traded or MarkMoved or CaseOpened).Select(e => e.GetType().Name)];
        Assert.Equal(["Traded", "Traded", "MarkMoved", "CaseOpened", "Traded"], order);
        Assert.Equal((Ticks(92), 0, 0), (venue.Mark, venue.Size(weak), venue.Size(strong)));
        Assert.Equal(Usd(560 - 400 - 4.6m), venue.Wallet(strong));
    }

    [Fact]
    public void Service_WhenRoundsAreUsedUp_SaysSoAndGoesOnWithTheNextAdvance()
    {
        Scenario venue = new(limits: limits => limits with { MaxLiquidationRounds = 1 });
        (AccountId first, AccountId second) = TwoBreached(venue, bids: 52);
        List<object> events = venue.Advance();
        Assert.Equal(new BoundReached(EngineBound.LiquidationRounds, 1, 1), Assert.Single(events.OfType<BoundReached>()));
        Assert.Equal((0, 48), (venue.Size(first), venue.Size(second)));
        venue.Bid(AccountId.FromIndex(0), 93.5m, 48);
        venue.Advance();
        Assert.Equal(0, venue.Size(second));
    }

    [Fact]
    public void Service_WhenServicedCasesAreUsedUp_SaysSoAndGoesOnWithTheNextAdvance()
    {
        Scenario venue = new(limits: limits => limits with { MaxServicedCases = 1 });
        (AccountId first, AccountId second) = TwoBreached(venue, bids: 100);
        List<object> events = venue.Advance();
        Assert.Equal(new BoundReached(EngineBound.ServicedCases, 1, 1), Assert.Single(events.OfType<BoundReached>()));
        Assert.Equal((0, 50), (venue.Size(first), venue.Size(second)));
        Assert.Empty(venue.Advance().OfType<BoundReached>());
        Assert.Equal(0, venue.Size(second));
    }

    [Fact]
    public void Service_WhenTheFirstCaseCannotMove_StillReachesTheOthersWithinTheBound()
    {
        Scenario venue = new(limits: limits => limits with { MaxServicedCases = 1 });
        AccountId stuck = venue.Account(400), free = venue.Account(500), bear = venue.Account(1_000_000), buyer = venue.Account(1_000_000);
        venue.Import(stuck, bear, 100, 50, Y);
        venue.Import(free, bear, 100, 50, X);
        venue.Index(100, 1);
        venue.Index(100, 0);
        venue.Bid(buyer, 93.5m, 50, X);
        venue.Index(94, 1); // nobody bids in Y
        venue.Index(94, 0);
        for (int i = 0; i < 4; i++) venue.Advance();
        Assert.Equal(0, venue.Size(free, X));
    }

    private static (AccountId First, AccountId Second) TwoBreached(Scenario venue, long bids)
    {
        AccountId maker = venue.Account(1_000_000), first = venue.Account(400), second = venue.Account(500), bear = venue.Account(1_000_000);
        venue.Import(first, bear, 100, 50);
        venue.Import(second, bear, 100, 50);
        venue.Index(100);
        venue.Bid(maker, 93.5m, bids);
        venue.Index(94);
        return (first, second);
    }
}

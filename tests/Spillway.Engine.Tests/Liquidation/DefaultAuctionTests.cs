using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Whole portfolios go to clearing members that bid for them, and what is missing is paid in a fixed order. Amounts by hand.</summary>
public sealed partial class DefaultAuctionTests
{
    private static readonly CaseId First = CaseId.FromNumber(0);

    private Scenario venue = null!;
    private AccountId trader, bear, maker;

    // Long 50 at 100 on 500 USDT. At 92: equity 100 of a maintenance margin of 230, notional 4,600. At 88: equity −100, notional 4,400. No fees, and a market-order book behind it.
    private void Open(
        string auction = "", string insurance = "", string assessment = "0", int least = 0, string cost = "0.02", Func<EngineLimits, EngineLimits>? limits = null)
    {
        string sections = $$"""
            "insurance": { "liquidationFee": 0{{(insurance.Length > 0 ? ", " + insurance : "")}} },
            "defaultAuction": { "enabled": true, "leastContribution": {{least}}, "assessment": {{assessment}}, "costShare": {{cost}}{{(auction.Length > 0 ? ", " + auction : "")}} }
            """;
        venue = new Scenario(limits: limits, policyText: _ => Encoding.UTF8.GetString(ClearedPolicy.With("market-order", sections)));
        (trader, bear, maker) = (venue.Account(500), venue.Account(100_000), venue.Account(100_000));
        venue.Import(trader, bear, 100, 50);
    }

    private AccountId Member(decimal contribution, decimal wallet = 10_000, decimal? discount = null, decimal most = 1_000_000)
    {
        AccountId account = venue.Account(contribution + wallet);
        venue.Do(Command.ContributeOf(venue.Now, account, Usd(contribution)));
        if (discount is { } asked) Stand(account, asked, most);
        return account;
    }

    private void Stand(AccountId member, decimal discount, decimal most) =>
        venue.Do(Command.StandingBidOf(venue.Now, member, RatePpm.FromPpm((int)(discount * 1_000_000)), Usd(most)));

    private RejectReason Bid(AccountId member, decimal price, CaseId? id = null) => venue.Try(Command.BidFor(venue.Now, member, id ?? First, Usd(price))).Reason;

    private List<object> Move(decimal price)
    {
        venue.Index(price);
        return venue.Advance();
    }

    private ClearingMember Row(AccountId account) => venue.Engine.Desk.Members.Rows[venue.Engine.Desk.Members.Find(account)];

    [Fact]
    public void Service_WithAStandingBid_GivesThePortfolioAwayInTheSameCommand()
    {
        Open();
        venue.Index(100);
        AccountId member = Member(1_000, discount: 0.01m);
        List<object> events = Move(92);
        Traded trade = Assert.Single(events.OfType<Traded>());
        Assert.Equal((member, trader, Ticks(92), Lots(50), TradeRoute.Member), (trade.Buyer, trade.Seller, trade.Price, trade.Lots, trade.Route));
        Assert.Equal(new DefaultAuctionWon(First, trader, member, 1, 1, Usd(4_600), Usd(46)), Assert.Single(events.OfType<DefaultAuctionWon>()));
        Assert.Equal((Usd(54), Usd(10_046)), (venue.Wallet(trader), venue.Wallet(member)));
        Assert.Equal(CaseOutcome.Flat, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Equal(Usd(1_000_000 - 4_600), Row(member).Standing);
        Assert.DoesNotContain(events, e => e is CloseSized or DefaultAuctionOpened);
    }

    [Theory]
    [InlineData(94, false)] // 200 of 235
    [InlineData(93, false)] // 150 of 232.5: not below
    [InlineData(92.9, true)]
    public void Service_AboveTheHealthThatIsOffered_LeavesTheAccountToTheLadder(double price, bool isOffered)
    {
        Open("""
             "below": 0.645161
             """);
        venue.Index(100);
        Member(1_000, discount: 0);
        Assert.Equal(isOffered, Move((decimal)price).OfType<DefaultAuctionWon>().Any());
    }

    [Fact]
    public void Service_WithSmallAccounts_LeavesThemToTheLadder()
    {
        Open("""
             "from": 4601
             """);
        venue.Index(100);
        Member(1_000, discount: 0);
        Assert.Empty(Move(92).OfType<DefaultAuctionWon>());
        venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), ClearedPolicy.With("market-order", """
            "defaultAuction": { "enabled": true, "from": 4600 }
            """));
        Assert.Single(Move(92).OfType<DefaultAuctionWon>());
    }

    [Fact]
    public void Service_WithSeveralMarkets_MovesAllOfThemTogether()
    {
        Open();
        venue.Import(bear, trader, 100, 10, Y);
        venue.Index(100);
        venue.Index(100, 1);
        venue.Endow(100);
        AccountId member = Member(1_000, discount: 0.01m);
        venue.Index(110, 1);
        List<object> events = Move(92); // equity 0, notional 5,700: the whole price of 57 comes from the fund
        Assert.Equal((50, -10), (venue.Size(member), venue.Size(member, Y)));
        Assert.Equal(Usd(57), Assert.Single(events.OfType<InsurancePaid>()).Amount);
        Assert.Equal((Usd(0), Usd(10_057), Usd(43)), (venue.Wallet(trader), venue.Wallet(member), venue.Fund));
    }

    [Fact]
    public void Service_WithSeveralBids_TakesTheSmallestPriceAndAtATieTheEarlier()
    {
        Open();
        venue.Index(100);
        (AccountId dear, AccountId late, AccountId early) = (Member(1_000, discount: 0.02m), Member(1_000), Member(1_000, discount: 0.01m));
        Stand(late, 0.01m, 1_000_000);
        Assert.Equal(early, Assert.Single(Move(92).OfType<DefaultAuctionWon>()).Member);
        Assert.Equal((0, 0), (venue.Size(dear), venue.Size(late)));
    }

    // Own 20, fund 25, juniors 10 and 20, the winner 15, and the bear the last 10 of 100.
    [Fact]
    public void Waterfall_OfALoss_PaysInItsOrder()
    {
        Open();
        venue.Index(100);
        venue.Endow(25);
        venue.Deposit(trader, 20);
        venue.Do(Command.ContributeOf(venue.Now, trader, Usd(20)));
        (AccountId senior, AccountId idle, AccountId dear) = (Member(15, discount: 0), Member(10), Member(20, discount: 0.01m));
        List<object> events = Move(88);
        Assert.Equal(
            [
                new ContributionDrawn(First, trader, trader, Usd(20), Usd(0), ContributionTier.Own),
                new InsurancePaid(First, trader, Usdt, Usd(25), Usd(0)),
                new ContributionDrawn(First, trader, idle, Usd(10), Usd(0), ContributionTier.Junior),
                new ContributionDrawn(First, trader, dear, Usd(20), Usd(0), ContributionTier.Junior),
                new ContributionDrawn(First, trader, senior, Usd(15), Usd(0), ContributionTier.Senior),
                new LossShared(First, Usdt, Usd(10), 1, Usd(0)),
            ],
            events.Where(e => e is ContributionDrawn or InsurancePaid or LossShared));
        Assert.Equal((Usd(0), Usd(100_000 - 10)), (venue.Wallet(trader), venue.Wallet(bear)));
        Assert.Equal(Usd(0), venue.Engine.House.Ledger.Balance(Usdt, LedgerAccount.DefaultFund));
        Assert.Equal(CaseOutcome.Bankrupt, Assert.Single(events.OfType<CaseClosed>()).Outcome);
    }

    [Fact]
    public void Waterfall_WithoutAnAuction_IsSharedProRataOfContributions()
    {
        Open();
        (AccountId large, AccountId small) = (Member(30), Member(10));
        venue.Index(100);
        venue.Bid(maker, 89.76m, 50);
        List<object> events = Move(89.76m); // owes 12
        Assert.Equal([(large, Usd(9)), (small, Usd(3))], events.OfType<ContributionDrawn>().Select(e => (e.Member, e.Amount)));
        Assert.DoesNotContain(events, e => e is LossShared);
    }

    // One asks for as much as may be asked so that the other one's bid looks good: who did not win pays first, whatever the bid was.
    [Fact]
    public void Waterfall_WithAnAbsurdBidBesideAFairOne_ChargesTheAbsurdOneFirst()
    {
        Open();
        venue.Index(100);
        (AccountId absurd, AccountId fair) = (Member(1_000, discount: 0.1m), Member(1_000, discount: 0));
        Assert.Equal((absurd, ContributionTier.Junior), Assert.Single(Move(88).OfType<ContributionDrawn>().Select(e => (e.Member, e.Tier))));
        Assert.Equal(Usd(1_000), Row(fair).Contribution);
    }

    // 10 % of 4,400 beyond an equity below zero: more than costShare allows.
    [Fact]
    public void Service_WithOneAbsurdBid_KeepsTheFund()
    {
        Open();
        venue.Index(100);
        venue.Endow(10_000);
        AccountId absurd = Member(1_000, discount: 0.1m);
        venue.Bid(maker, 88, 50);
        List<object> events = Move(88);
        Assert.Equal((0, Usd(9_900), Usd(10_000)), (venue.Size(absurd), venue.Fund, venue.Wallet(absurd)));
        Assert.Equal(TradeRoute.Book, Assert.Single(events.OfType<Traded>()).Route);
    }

    [Theory]
    [InlineData(11, false)] // owes 100 and 0.5 % of 4,400, and there are 100 + 11 to pay it
    [InlineData(12, false)]
    [InlineData(22, true)]
    public void Service_WhenTheTiersCannotPayAPrice_DoesNotPayIt(int fund, bool isSold)
    {
        Open();
        venue.Index(100);
        venue.Endow(fund);
        Member(100, discount: 0.005m);
        Assert.Equal(isSold, Move(88).OfType<DefaultAuctionWon>().Any());
    }

    [Fact]
    public void Service_WhenNobodyCarriesTheWhole_CutsItIntoEqualSlices()
    {
        Open();
        venue.Index(100);
        (AccountId cheap, AccountId dear) = (Member(1_000, wallet: 250, discount: 0.01m), Member(1_000, wallet: 250, discount: 0.02m)); // 25 lots need 230
        List<object> events = Move(92);
        Assert.Equal(
            [new DefaultAuctionWon(First, trader, cheap, 1, 2, Usd(2_300), Usd(23)), new DefaultAuctionWon(First, trader, dear, 1, 2, Usd(2_300), Usd(46))], events.OfType<DefaultAuctionWon>());
        Assert.Equal((25, 25, Usd(31)), (venue.Size(cheap), venue.Size(dear), venue.Wallet(trader)));
    }

    [Fact]
    public void Service_BeyondTheSizeOfAStandingBid_TakesNoMoreOfIt()
    {
        Open();
        venue.Index(100);
        (AccountId cheap, AccountId dear) = (Member(1_000, discount: 0.01m, most: 1_200), Member(1_000, discount: 0.02m, most: 3_450));
        Move(92);
        Assert.Equal((12, 38, Usd(50), Usd(0)), (venue.Size(cheap), venue.Size(dear), Row(cheap).Standing, Row(dear).Standing)); // a quarter, cut in whole lots
    }

    private List<object> Wait(int seconds)
    {
        List<object> events = [];
        for (int i = 0; i < seconds; i++) events.AddRange(venue.Advance());
        return events;
    }

    private const string Window = """
        "windowSeconds": 5
        """;

    [Fact]
    public void Window_WithSealedBids_TakesTheBestAtItsEnd()
    {
        Open(Window);
        venue.Index(100);
        (AccountId dear, AccountId cheap) = (Member(1_000), Member(1_000));
        DefaultAuctionOpened opened = Assert.Single(Move(92).OfType<DefaultAuctionOpened>());
        Assert.Equal((First, trader, Usd(4_600), Usd(100), venue.Now.AddNanos(5_000_000_000)), (opened.Case, opened.Account, opened.Notional, opened.Equity, opened.EndsAt));
        Assert.Equal((RejectReason.None, RejectReason.None, RejectReason.None), (Bid(dear, 80), Bid(cheap, 90), Bid(cheap, 60))); // the later one stands
        Assert.DoesNotContain(Wait(4), e => e is Traded);
        Assert.Equal(new DefaultAuctionWon(First, trader, cheap, 1, 1, Usd(4_600), Usd(60)), Assert.Single(Wait(1).OfType<DefaultAuctionWon>()));
        Assert.Equal(0, venue.Engine.Desk.Members.Bids.Length);
    }

    [Fact]
    public void Window_WithAMemberThatPays_GivesTheMoneyToTheAccount()
    {
        Open(Window);
        venue.Index(100);
        AccountId member = Member(1_000);
        Move(92);
        Assert.Equal(RejectReason.None, Bid(member, -30));
        Wait(5);
        Assert.Equal((Usd(130), Usd(9_970)), (venue.Wallet(trader), venue.Wallet(member)));
    }

    [Fact]
    public void Window_WithoutABid_GoesOnAlongTheLadderInTheCommandThatEndsIt()
    {
        Open(Window);
        venue.Index(100);
        Member(1_000);
        Move(92);
        venue.Bid(maker, 91, 50);
        Assert.DoesNotContain(Wait(4), e => e is Traded);
        List<object> last = Wait(1);
        Assert.Equal(new DefaultAuctionFailed(First, trader, 0), Assert.Single(last.OfType<DefaultAuctionFailed>()));
        Assert.Equal(TradeRoute.Book, Assert.Single(last.OfType<Traded>()).Route);
    }

    [Fact]
    public void Window_OfAnAccountThatBecomesCritical_EndsAtOnce()
    {
        Open(Window);
        venue.Index(100);
        AccountId member = Member(1_000);
        Move(92);
        Bid(member, 10);
        Assert.Equal(member, Assert.Single(Move(91).OfType<DefaultAuctionWon>()).Member); // 50 of 227.5
    }

    [Fact]
    public void Service_OfACriticalAccount_DoesNotWait()
    {
        Open(Window);
        venue.Index(100);
        Member(1_000);
        venue.Bid(maker, 91, 50);
        List<object> events = Move(91);
        Assert.DoesNotContain(events, e => e is DefaultAuctionOpened);
        Assert.Equal(TradeRoute.Book, Assert.Single(events.OfType<Traded>()).Route);
    }

    // The order in which things happen must not bind anybody to a case that is over.
    [Fact]
    public void Window_OfAnAccountThatRecovers_EndsWithItsBids()
    {
        Open(Window);
        venue.Index(100);
        AccountId member = Member(1_000);
        Move(92);
        Bid(member, 10);
        List<object> events = Move(100);
        Assert.Equal(CaseOutcome.Recovered, Assert.Single(events.OfType<CaseClosed>()).Outcome);
        Assert.Equal((0, 0), (venue.Engine.Desk.Members.Bids.Length, venue.Size(member)));
        Assert.Equal(RejectReason.NoAuction, Bid(member, 10));
        Assert.Empty(Wait(6).OfType<Traded>());
    }

    [Fact]
    public void Window_WithABidderThatFailsItself_LeavesItsBidOut()
    {
        Open(Window);
        (AccountId weak, AccountId sound) = (Member(1_000, wallet: 2_500), Member(1_000));
        venue.Import(weak, bear, 100, 100, Y);
        venue.Index(100);
        venue.Index(100, 1);
        Move(92);
        Assert.Equal((RejectReason.None, RejectReason.None), (Bid(weak, 0), Bid(sound, 60)));
        venue.Index(81, 1); // 600 of 648
        Assert.True(venue.HasCase(weak));
        Assert.Equal(sound, Assert.Single(Wait(5).OfType<DefaultAuctionWon>(), e => e.Account == trader).Member);
    }

    [Fact]
    public void Bid_OfWhomIsNotFree_IsRejected()
    {
        Open(Window);
        venue.Index(100);
        (AccountId poor, AccountId rich) = (Member(1_000, wallet: 28), Member(1_000)); // a sixteenth is four lots and needs 36.8
        venue.Deposit(trader, 1);
        venue.Do(Command.ContributeOf(venue.Now, trader, Usd(1)));
        Assert.Equal(RejectReason.NoAuction, Bid(rich, 0));
        Move(92);
        Assert.Equal(
            [RejectReason.NotAMember, RejectReason.OwnPortfolio, RejectReason.InsufficientMargin, RejectReason.NoAuction, RejectReason.InvalidAmount, RejectReason.InvalidAmount, RejectReason.UnknownAccount],
            [Bid(bear, 0), Bid(trader, 0), Bid(poor, 0), Bid(rich, 0, CaseId.FromNumber(1)), Bid(rich, 4_600.000001m), Bid(rich, -4_600.000001m), Bid(AccountId.FromIndex(99), 0)]);
    }

    [Fact]
    public void Service_WithBidsForWhatIsOnesOwn_LeavesThemOut()
    {
        Open();
        AccountId parent = Member(1_000, discount: 0);
        AccountId sub = AccountId.FromIndex((int)venue.Do(Command.OpenIsolated(venue.Now, parent, X)).Value);
        venue.Do(Command.Transfer(venue.Now, parent, sub, Usdt, Usd(500)));
        venue.Import(sub, bear, 100, 50);
        venue.Index(100);
        List<object> events = Move(92);
        Assert.True(venue.HasCase(sub)); // the trader went to the member, its own sub-account did not
        Assert.Equal(trader, Assert.Single(events.OfType<DefaultAuctionWon>()).Account);
    }
}

using System.Numerics;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Markets;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <content>Members: notice, assessment, exposure, what is left to winners, and the state.</content>
public sealed partial class DefaultAuctionTests
{
    [Fact]
    public void Notice_WhileItRuns_KeepsTheContributionLiable()
    {
        Open("""
             "noticeSeconds": 10
             """);
        AccountId leaving = Member(30);
        venue.Index(100);
        venue.Do(Command.LeaveMembersOf(venue.Now, leaving));
        Assert.Equal(
            [RejectReason.MemberLeaves, RejectReason.MemberLeaves, RejectReason.MemberLeaves],
            [venue.Try(Command.LeaveMembersOf(venue.Now, leaving)).Reason, venue.Try(Command.ContributeOf(venue.Now, leaving, Usd(1))).Reason,
             venue.Try(Command.StandingBidOf(venue.Now, leaving, RatePpm.Zero, Usd(1))).Reason]);
        Wait(8);
        venue.Bid(maker, 89.76m, 50);
        Assert.Equal(Usd(12), Assert.Single(Move(89.76m).OfType<ContributionDrawn>()).Amount);
        Assert.Equal(new MemberLeft(leaving, Usd(18)), Assert.Single(Wait(1).OfType<MemberLeft>()));
        Assert.Equal((Usd(10_018), 0), (venue.Wallet(leaving), venue.Engine.Desk.Members.Rows.Length));
    }

    [Theory]
    [InlineData("1", 12)]
    [InlineData("0.2", 6)]
    [InlineData("0", 0)]
    public void Assessment_AfterALoss_RefillsUpToItsCap(string cap, int refilled)
    {
        Open();
        AccountId member = Member(30);
        venue.Index(100);
        venue.Bid(maker, 89.76m, 50);
        Move(89.76m);
        venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), ClearedPolicy.With("market-order", $$"""
            "defaultAuction": { "enabled": true, "assessment": {{cap}} }
            """));
        MemberContributed[] assessed = [.. Wait(3).OfType<MemberContributed>()];
        Assert.Equal(refilled, assessed.Sum(e => e.Amount.Units) / 1_000_000);
        Assert.All(assessed, e => Assert.True(e.IsAssessment));
        Assert.Equal(Usd(18 + refilled), Row(member).Contribution);
    }

    [Fact]
    public void Contribute_WhenThereAreAsManyMembersAsTheEngineHolds_IsRejectedForAnotherOne()
    {
        Open(limits: limits => limits with { MaxMembers = 1 });
        AccountId member = Member(30);
        CommandResult Pay(AccountId account) => venue.Try(Command.ContributeOf(venue.Now, account, Usd(30)));
        Assert.Equal([RejectReason.CapacityReached, RejectReason.None], [Pay(bear).Reason, Pay(member).Reason]);
    }

    [Fact]
    public void Bid_WhenThereAreAsManyAsTheEngineHolds_IsRejectedUnlessItReplacesOne()
    {
        Open(Window, limits: limits => limits with { MaxPortfolioBids = 1 });
        AccountId first = Member(30), second = Member(30);
        venue.Index(100);
        Move(92);
        Assert.Equal([RejectReason.None, RejectReason.CapacityReached, RejectReason.None], [Bid(first, 2), Bid(second, 1), Bid(first, 1)]);
    }

    [Fact]
    public void Assessment_OfAMemberWhoStandsByAsATaker_WaitsForTheEndOfItsPromise()
    {
        Open(assessment: "1");
        AccountId member = Member(30);
        venue.Index(100);
        venue.Do(Command.Pledge(venue.Now, new PledgeTaker(member, X, Side.Buy, RatePpm.Zero, Ticks(1), Ticks(2), Lots(1))));
        venue.Bid(maker, 89.76m, 50);
        Assert.Equal(Usd(12), Assert.Single(Move(89.76m).OfType<ContributionDrawn>()).Amount);
        Assert.Empty(Wait(3).OfType<MemberContributed>());
        Assert.Equal(Usd(18), Row(member).Contribution);
    }

    [Fact]
    public void Assessment_OfAMemberWithoutFreeMargin_TakesNothingOfIt()
    {
        Open(assessment: "1");
        AccountId member = Member(30, wallet: 1_000);
        venue.Import(bear, member, 100, 90); // at 89.76 it needs 807.84 and has 1,921.6
        venue.Index(100);
        venue.Bid(maker, 89.76m, 50);
        Move(89.76m);
        venue.Index(100); // back at 100: it needs 900 of 1,000
        venue.Index(101); // 909 of 910
        Assert.InRange(Wait(3).OfType<MemberContributed>().Sum(e => e.Amount.Units), 1, 2_500_000); // of 12; a mark moves by a tick
        Assert.True(venue.Health(member).EquityMillionths >= venue.Engine.House.InitialMarginMillionths(member));
    }

    [Fact]
    public void Order_BeyondTheExposureLimit_IsRejected()
    {
        Open("""
             "exposureMultiple": 2
             """);
        AccountId plain = venue.Account(1_000), member = Member(500, wallet: 1_000);
        venue.Index(100);
        Assert.Equal([RejectReason.ExposureLimit, RejectReason.None], [Buy(plain, 21), Buy(plain, 20)]); // 2 · 1,000
        Assert.Equal([RejectReason.ExposureLimit, RejectReason.None], [Buy(member, 31), Buy(member, 30)]); // 2 · 1,500

        RejectReason Buy(AccountId account, long lots) => venue.Try(Command.Place(venue.Now, new PlaceOrder(
            account, X, Side.Buy, OrderType.Limit, TimeInForce.GoodTillCancel, SelfTradePrevention.CancelTaker, false, Ticks(100), Lots(lots)))).Reason;
    }

    // Bids at rest of 49 USD need next to nothing, and may fill later: with the 50 lots of the portfolio they would be more than twice what the member is worth, and nobody else bids.
    [Theory]
    [InlineData(0, true)]
    [InlineData(200, false)]
    public void Member_WithOrdersAtRest_WinsNoMoreThanTheExposureLimitLeaves(long resting, bool wins)
    {
        Open("""
             "exposureMultiple": 2
             """);
        venue.Index(100);
        AccountId member = Member(1_000, discount: 0.01m);
        if (resting > 0) venue.Bid(member, 49, resting);
        Assert.Equal(wins, Move(92).Any(e => e is DefaultAuctionWon));
    }

    [Fact]
    public void Contribute_OfWhomIsNotFit_IsRejected()
    {
        Open(least: 1_000);
        AccountId pool = venue.Account(5_000), sub = AccountId.FromIndex((int)venue.Do(Command.OpenIsolated(venue.Now, bear, X)).Value);
        venue.Do(Command.NameVault(venue.Now, maker));
        venue.Do(Command.NamePool(venue.Now, pool));
        venue.Deposit(trader, 600);
        venue.Index(100);
        Assert.Equal(
            [RejectReason.InvalidAmount, RejectReason.NotIsolatedHere, RejectReason.UnfitForMember, RejectReason.UnfitForMember, RejectReason.InsufficientFunds, RejectReason.InsufficientMargin, RejectReason.None],
            [Pay(bear, 999), Pay(sub, 1_000), Pay(pool, 1_000), Pay(maker, 1_000), Pay(venue.Account(1_000), 1_001), Pay(trader, 1_000), Pay(bear, 1_000)]);

        RejectReason Pay(AccountId account, decimal usd) => venue.Try(Command.ContributeOf(venue.Now, account, Usd(usd))).Reason;
    }

    // The other side has 100 and a profit of 600, and needs 220 to keep its position; the account under liquidation owes 580.
    [Theory]
    [InlineData("0", 580, true, CaseOutcome.Bankrupt)]
    [InlineData("1", 480, false, CaseOutcome.Indebted)]
    [InlineData("2", 260, false, CaseOutcome.Indebted)]
    public void LossSharing_ThatLeavesWinnersTheirMargin_LiquidatesNobody(string keeps, int paid, bool isBreached, CaseOutcome outcome)
    {
        Open(insurance: $"\"winnerKeeps\": {keeps}");
        AccountId weak = venue.Account(20), winner = venue.Account(100);
        venue.Import(weak, winner, 100, 50);
        venue.Import(bear, trader, 100, 50); // nobody else holds anything
        venue.Index(88);
        venue.Bid(maker, 88, 50);
        List<object> events = venue.Advance();
        Assert.Equal((Usd(paid), Usd(580 - paid)), events.OfType<LossShared>().Select(e => (e.Amount, e.Uncovered)).Single());
        Assert.Equal(isBreached, venue.Health(winner).IsLiquidatable);
        Assert.Equal(outcome, Assert.Single(events.OfType<CaseClosed>()).Outcome);
    }

    [Fact]
    public void Restore_WithBidsUnderWay_GoesOnAsTheSavedEngineWould()
    {
        Open(Window);
        venue.Index(100);
        (AccountId a, AccountId b) = (Member(1_000), Member(2_000, discount: 0.01m, most: 100));
        Move(92);
        Bid(a, 70);
        venue.Do(Command.LeaveMembersOf(venue.Now, b));
        StateBytes snapshot = new();
        venue.Engine.Save(snapshot);
        EventLog log = new();
        RiskEngine restored = RiskEngine.Restore(snapshot.Saved, World.Checked, log, log);
        Assert.Equal(venue.Engine.Hash(), restored.Hash());
        venue.Log.Clear();
        for (int i = 0; i < 6; i++) restored.Execute(Command.Advance(venue.Now.AddNanos((i + 1) * 1_000_000_000L)));
        List<object> events = Wait(6);
        Assert.Equal(events, log.All);
        Assert.Contains(events, e => e is DefaultAuctionWon);
        Assert.Equal(venue.Engine.Hash(), restored.Hash());
    }

    // Against the plain rule: turn by turn, rounded down, the rest by largest remainder, ties to the earlier member.
    [Fact]
    public void Waterfall_OfRandomContributions_IsThePlainRule()
    {
        int shares = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            Open(cost: "0.1");
            venue.Index(100);
            long[] paidIn = [.. Enumerable.Range(0, 2 + random.Next(6)).Select(_ => 1 + random.NextInt64(60_000_000))];
            AccountId[] accounts = [.. paidIn.Select(units => Member(units / 1_000_000m, wallet: random.Next(50, 2_000), discount: random.Next(2) == 0 ? random.Next(3) * 0.0007m : null))];
            List<object> events = Move(random.Next(8_000, 9_000) / 100m);
            HashSet<AccountId> won = [.. events.OfType<DefaultAuctionWon>().Select(e => e.Member)];
            foreach (AccountId winner in won) Assert.True(venue.Health(winner).EquityMillionths >= venue.Engine.House.InitialMarginMillionths(winner));
            if (venue.HasCase(trader)) continue;
            long drawn = events.OfType<ContributionDrawn>().Sum(e => e.Amount.Units);
            long shared = events.OfType<LossShared>().Sum(e => e.Amount.Units + e.Uncovered.Units);
            long[] expected = Plain(drawn + shared, paidIn, [.. accounts.Select(won.Contains)]);
            Assert.Equal(expected, accounts.Select((account, i) => paidIn[i] - Row(account).Contribution.Units));
            shares += drawn > 0 ? 1 : 0;
        }
        Assert.True(shares > 20);
    }

    private static long[] Plain(long debt, long[] contributions, bool[] isWinner)
    {
        long[] paid = new long[contributions.Length];
        foreach (bool turn in (bool[])[false, true])
        {
            int[] rows = [.. Enumerable.Range(0, paid.Length).Where(i => isWinner[i] == turn)];
            BigInteger all = rows.Aggregate(BigInteger.Zero, (sum, i) => sum + contributions[i]);
            long due = (long)BigInteger.Min(debt, all);
            if (due == 0) continue;
            foreach (int i in rows) paid[i] = (long)(due * (BigInteger)contributions[i] / all);
            long rest = due - rows.Sum(i => paid[i]);
            foreach (int i in rows.OrderByDescending(i => due * (BigInteger)contributions[i] % all).ThenBy(i => i).Take((int)rest)) paid[i]++;
            debt -= due;
        }
        return paid;
    }
}

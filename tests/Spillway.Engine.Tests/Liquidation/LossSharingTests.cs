using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Losses of several cases that end in one round are shared out together. Amounts by hand.</summary>
public sealed class LossSharingTests
{
    private readonly Scenario crowd = new();
    private readonly AccountId first, second, rich, poor;

    // Two accounts long 50 from 100, on 500 and 400 USDT; sold at 85 they owe 250 and 350.
    public LossSharingTests()
    {
        (first, second, rich, poor) = (crowd.Account(500), crowd.Account(400), crowd.Account(10_000), crowd.Account(10_000));
        crowd.Import(first, rich, 100, 50);
        crowd.Import(second, rich, 100, 25);
        crowd.Import(second, poor, 100, 25);
        crowd.Index(100);
    }

    [Fact]
    public void Service_WhenTwoCasesOweInOneRound_SharesTheirLossesTogether()
    {
        crowd.Endow(300);
        crowd.Bid(crowd.Account(100_000), 85, 100);
        crowd.Index(85);
        List<object> events = crowd.Advance();

        // The lower ratio is served first: the fund pays 300 of the second account's 350. Profits are 1,125 and 375, so 300 are shared as 225 and 75.
        Assert.Equal(
            [new LossShared(CaseId.FromNumber(0), Usdt, Usd(50), 2, Usd(0)), new LossShared(CaseId.FromNumber(1), Usdt, Usd(250), 2, Usd(0))],
            events.OfType<LossShared>());
        Assert.Equal((Usd(10_000 - 225), Usd(10_000 - 75)), (crowd.Wallet(rich), crowd.Wallet(poor)));
        Assert.Equal((Usd(0), Usd(0), Usd(0)), (crowd.Wallet(first), crowd.Wallet(second), crowd.Fund));
        Assert.Equal([CaseOutcome.Bankrupt, CaseOutcome.Bankrupt], events.OfType<CaseClosed>().Select(e => e.Outcome));
    }

    [Fact]
    public void Service_WhenProfitsAreInSeveralMarkets_SharesByWhatAnAccountHasInAllOfThem()
    {
        AccountId bull = crowd.Account(10_000), bear = crowd.Account(10_000);
        crowd.Import(bull, bear, 100, 75, Y);
        crowd.Import(bull, poor, 100, 25, Y);
        crowd.Index(115, 1);
        crowd.Endow(300);
        crowd.Bid(crowd.Account(100_000), 85, 100);
        crowd.Index(85);
        List<object> events = crowd.Advance();

        // Profits: 1,125 in X, 1,500 in Y, and the poor one loses in Y the 375 that it wins in X. Of 300 that is 128.571429 and 171.428571.
        Assert.Equal([2, 2], events.OfType<LossShared>().Select(e => e.Winners));
        Assert.Equal((Usd(10_000 - 128.571429m), Usd(10_000 - 171.428571m), Usd(10_000)), (crowd.Wallet(rich), crowd.Wallet(bull), crowd.Wallet(poor)));
    }

    [Fact]
    public void Service_WhenWinnersAreMany_SharesAmongAllOfThem()
    {
        AccountId bear = crowd.Account(1_000_000);
        AccountId[] bulls = [.. Enumerable.Range(0, 300).Select(_ => crowd.Account(1_000))];
        foreach (AccountId bull in bulls) crowd.Import(bull, bear, 100, 25, Y);
        crowd.Index(115, 1);
        crowd.Endow(300);
        crowd.Bid(crowd.Account(100_000), 85, 100);
        crowd.Index(85);
        crowd.Advance();

        // 300 among profits of 1,125, 375 and 300 · 375.
        Assert.All(bulls, bull => Assert.InRange((Usd(1_000) - crowd.Wallet(bull)).Units, 986_842, 986_843));
        Assert.InRange((Usd(10_000) - crowd.Wallet(rich)).Units, 2_960_526, 2_960_527);
    }

    [Fact]
    public void Service_WhenProfitsDoNotSuffice_CoversTheEarlierCaseFirst()
    {
        crowd.Index(85);
        AccountId seller = crowd.Account(100_000);
        crowd.Ask(seller, 85, 80);
        crowd.Bid(rich, 85, 75); // the rich one takes its profit and is gone
        crowd.Bid(poor, 85, 5);
        crowd.Bid(crowd.Account(100_000), 85, 100);
        List<object> events = crowd.Advance();

        // What is left of an open profit is 20 · 15 = 300; the case of the lower ratio owes 350.
        Assert.Equal([(Usd(300), Usd(50)), (Usd(0), Usd(250))], events.OfType<LossShared>().Select(e => (e.Amount, e.Uncovered)));
        Assert.Equal([CaseOutcome.Indebted, CaseOutcome.Indebted], events.OfType<CaseClosed>().Select(e => e.Outcome));
        Assert.Equal((Usd(-50), Usd(-250)), (crowd.Wallet(second), crowd.Wallet(first)));
    }
}

using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>What the insurance fund may pay for one account and within a window, and what fills it up again. Amounts by hand.</summary>
public sealed class InsuranceCapTests
{
    // Long 50 at 100 on 500 USDT: at 85 it owes 250 once it is closed at mark. Bull and bear hold on, and the bear has 15 a lot of open profit then.
    private static Scenario Venue(string eventShare = "1", string windowShare = "1", string feeShare = "0")
    {
        Scenario venue = new("spillway", policyText: text => text
            .Replace("\"eventShare\": 1,", $"\"eventShare\": {eventShare},", StringComparison.Ordinal)
            .Replace("\"windowShare\": 1,", $"\"windowShare\": {windowShare},", StringComparison.Ordinal)
            .Replace("\"feeShare\": 0", $"\"feeShare\": {feeShare}", StringComparison.Ordinal));
        venue.Endow(1_000);
        return venue;
    }

    private static AccountId Debtor(Scenario venue)
    {
        AccountId trader = venue.Account(500);
        venue.Import(trader, venue.Account(10_000), 100, 50);
        return trader;
    }

    private static void HoldOn(Scenario venue) => venue.Import(venue.Account(100_000), venue.Account(100_000), 100, 100);

    [Fact]
    public void Debt_AboveTheCapForOneAccount_IsPaidUpToItAndSharedBeyond()
    {
        Scenario venue = Venue(eventShare: "0.1");
        Debtor(venue);
        HoldOn(venue);
        venue.Index(100);
        venue.Advance();
        venue.Index(85);
        List<object> events = venue.Advance();
        Assert.Equal(new InsuranceCapped(CaseId.FromNumber(0), Usdt, Usd(250), Usd(100), Usd(1_000), FundBound.Event), Assert.Single(events.OfType<InsuranceCapped>()));
        Assert.Equal((Usd(100), Usd(900)), events.OfType<InsurancePaid>().Select(e => (e.Amount, e.FundAfter)).Single());
        Assert.Equal((Usd(150), Usd(0)), events.OfType<LossShared>().Select(e => (e.Amount, e.Uncovered)).Single());
        Assert.Equal(Usd(900), venue.Fund);
    }

    [Fact]
    public void Debts_OfAWindow_TogetherStayWithinItsCap()
    {
        Scenario venue = Venue(windowShare: "0.3");
        Debtor(venue);
        Debtor(venue);
        HoldOn(venue);
        venue.Index(100);
        venue.Advance();
        venue.Index(85);
        List<object> events = venue.Advance();
        Assert.Equal([Usd(250), Usd(50)], events.OfType<InsurancePaid>().Select(e => e.Amount));
        Assert.Equal(new InsuranceCapped(CaseId.FromNumber(1), Usdt, Usd(250), Usd(50), Usd(750), FundBound.Window), Assert.Single(events.OfType<InsuranceCapped>()));
        Assert.Equal(Usd(200), Assert.Single(events.OfType<LossShared>()).Amount);
        Assert.Equal(Usd(700), venue.Fund);
    }

    [Fact]
    public void Cap_OfAWindowThatIsOver_IsOfWhatIsLeft()
    {
        Scenario venue = Venue(windowShare: "0.2");
        Debtor(venue);
        AccountId late = venue.Account(1_500);
        venue.Import(late, venue.Account(10_000), 100, 50);
        HoldOn(venue);
        venue.Index(100);
        venue.Advance();
        venue.Index(85);
        Assert.Equal(Usd(200), Assert.Single(venue.Advance().OfType<InsurancePaid>()).Amount); // of 1,000
        venue.Advance(3_599_000);
        venue.Index(66); // owes 200 by then: 1,500 − 1,700
        Assert.Equal(Usd(160), Assert.Single(venue.Advance().OfType<InsurancePaid>()).Amount); // of 800
    }

    [Fact]
    public void Fund_WithAShareOfFees_GetsItOnceWithTheNextBlock()
    {
        Scenario venue = Venue(feeShare: "0.25");
        venue.Do(Command.Document(CommandKind.ListInstrument, venue.Now), Encoding.UTF8.GetBytes("""
            { "symbol": "Z-PERP", "kind": "perpetual", "settlementAsset": "USDT", "index": "X", "tickSize": 0.01, "lotSize": 1, "maxPrice": 10000, "maxPosition": 1000000,
              "tiers": [ { "notionalFrom": 0, "initialRate": 0.1, "maintenanceRate": 0.05 } ], "makerFee": 0, "takerFee": 0.001, "basisHalfLifeSeconds": 86400 }
            """));
        InstrumentId market = InstrumentId.FromIndex(3);
        AccountId buyer = venue.Account(10_000), seller = venue.Account(10_000);
        venue.Index(100);
        venue.Bid(buyer, 100, 10, market);
        venue.Ask(seller, 100, 10, market); // the seller pays 1 USDT
        Assert.Equal(new FundReplenished(Usdt, Usd(0.25m), Usd(1_000.25m)), Assert.Single(venue.Advance().OfType<FundReplenished>()));
        Assert.Equal(Usd(0.75m), venue.Engine.House.Ledger.Balance(Usdt, LedgerAccount.Fees));
        Assert.DoesNotContain(venue.Advance(), e => e is FundReplenished);
    }
}

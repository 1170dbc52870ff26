using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>The sizing rules of other venues, and dust. Amounts by hand.</summary>
public sealed class SizingMethodTests
{
    private static Scenario Venue(string sizing) => new("market-order", policyText: text =>
    {
        int from = text.IndexOf("\"sizing\"", StringComparison.Ordinal), to = text.IndexOf('}', from);
        return $"{text[..from]}\"sizing\": {{ {sizing} {text[to..]}";
    });

    // Long so many lots at 100 with so much money, in a market with tiers at 10,000 and 50,000 USDT: 2 %, then 5 %, then 10 % of each slice.
    private static (Scenario Venue, AccountId Trader, InstrumentId Market) Position(string sizing, long lots, decimal usdt)
    {
        Scenario venue = Venue(sizing);
        venue.Do(Command.Document(CommandKind.ListInstrument, venue.Now), Encoding.UTF8.GetBytes("""
            { "symbol": "T-PERP", "kind": "perpetual", "settlementAsset": "USDT", "index": "X", "tickSize": 0.01, "lotSize": 1, "maxPrice": 10000, "maxPosition": 1000000,
              "tiers": [ { "notionalFrom": 0, "initialRate": 0.02, "maintenanceRate": 0.02 }, { "notionalFrom": 10000, "initialRate": 0.05, "maintenanceRate": 0.05 },
              { "notionalFrom": 50000, "initialRate": 0.1, "maintenanceRate": 0.1 } ], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 86400 }
            """));
        InstrumentId market = InstrumentId.FromIndex(3);
        AccountId trader = venue.Account(usdt);
        venue.Import(trader, venue.Account(1_000_000), 100, lots, market);
        venue.Index(100);
        venue.Advance();
        venue.Bid(venue.Account(10_000_000), 94, 100_000, market);
        return (venue, trader, market);
    }

    private static CloseSized Sized(Scenario venue) => Assert.Single(venue.Advance().OfType<CloseSized>());

    [Fact]
    public void TierStep_ClosesTheFewestLotsThatLeaveTheTier()
    {
        // 700 lots at 95 are 66,500: maintenance 200 + 2,000 + 1,650 = 3,850; equity 7,000 − 3,500 = 3,500. Below 50,000 from 526 lots down, so 174 go.
        (Scenario venue, AccountId trader, InstrumentId market) = Position("\"method\": \"tierStep\"", 700, 7_000);
        venue.Index(95);
        CloseSized sized = Sized(venue);
        Assert.Equal((SizingRule.TierStep, Lots(174)), (sized.Rule, sized.Lots));
        Assert.Equal(526, venue.Size(trader, market));
    }

    [Fact]
    public void TierStep_InTheLowestTier_ClosesAll()
    {
        (Scenario venue, AccountId trader, InstrumentId market) = Position("\"method\": \"tierStep\"", 50, 300);
        venue.Index(94.1m); // equity 5 of 94.1
        Assert.Equal(Lots(50), Sized(venue).Lots);
        Assert.Equal(0, venue.Size(trader, market));
    }

    [Theory]
    [InlineData(0.5, 0, 350)]
    [InlineData(0.25, 0, 175)]
    [InlineData(0.5, 0.95, 700)] // health 0.909: too low for a part
    public void CloseFactor_ClosesItsShareOrAll(double factor, double wholeBelow, int lots)
    {
        (Scenario venue, _, _) = Position(FormattableString.Invariant($"\"method\": \"closeFactor\", \"closeFactor\": {factor}, \"wholeBelowHealth\": {wholeBelow}"), 700, 7_000);
        venue.Index(95);
        CloseSized sized = Sized(venue);
        Assert.Equal((wholeBelow > 0 ? SizingRule.NearlyBankrupt : SizingRule.CloseFactor, Lots(lots)), (sized.Rule, sized.Lots));
    }

    [Theory]
    [InlineData(33_250, 350, SizingRule.CloseFactor)] // 350 lots at 95 are worth exactly that
    [InlineData(33_251, 700, SizingRule.Dust)]
    public void Dust_OfLessThanTheBound_GoesWithTheRest(int bound, int lots, SizingRule rule)
    {
        (Scenario venue, _, _) = Position($"\"method\": \"closeFactor\", \"wholeBelowHealth\": 0, \"dustBelow\": {bound}", 700, 7_000);
        venue.Index(95);
        CloseSized sized = Sized(venue);
        Assert.Equal((rule, Lots(lots)), (sized.Rule, sized.Lots));
    }
}

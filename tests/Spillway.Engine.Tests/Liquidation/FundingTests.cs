using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Funding that the policy forms. Amounts by hand.</summary>
public sealed class FundingTests
{
    private static readonly InstrumentId P = InstrumentId.FromIndex(3);
    private readonly Scenario venue = new();
    private readonly AccountId longs, shorts, maker;

    // A fourth market on index X, whose average basis follows the book within seconds: the mark stands where the book does.
    public FundingTests()
    {
        venue.Do(Command.Document(CommandKind.ListInstrument, venue.Now), Encoding.UTF8.GetBytes("""
            { "symbol": "P-PERP", "kind": "perpetual", "settlementAsset": "USDT", "index": "X", "tickSize": 0.01, "lotSize": 1, "maxPrice": 10000, "maxPosition": 1000000,
              "tiers": [ { "notionalFrom": 0, "initialRate": 0.1, "maintenanceRate": 0.05 } ], "makerFee": 0, "takerFee": 0, "basisHalfLifeSeconds": 1 }
            """));
        longs = venue.Account(1_000);
        shorts = venue.Account(1_000);
        maker = venue.Account(100_000);
        venue.Import(longs, shorts, 100, 10, P);
        venue.Index(100);
    }

    private void Apply(string funding, string stress = "{}", string rest = "") => venue.Do(
        Command.Document(CommandKind.ApplyPolicy, venue.Now),
        Encoding.UTF8.GetBytes($$"""
            { "name": "funded", "release": { "method": "unlimited" }, "netting": { "enabled": false }, "handOver": { "route": "wait" }, "stress": {{stress}}, "funding": { "enabled": true, "intervalSeconds": 3600, {{funding}} }{{rest}} }
            """));

    /// <summary>A book that lifts the mark that many ticks over the index, or presses it below; an average basis from below is never quite reached, hence one tick more.</summary>
    private void Quote(int premiumTicks)
    {
        decimal price = 100 + ((premiumTicks > 0 ? premiumTicks + 1 : premiumTicks) / 100m);
        venue.Bid(maker, premiumTicks > 0 ? price : price - 0.01m, 100, P);
        venue.Ask(maker, premiumTicks < 0 ? price : price + 0.01m, 100, P);
        for (int i = 0; i < 60; i++)
        {
            venue.Advance();
            venue.Index(100);
        }
    }

    /// <summary>Half a minute at a time up to a moment; the events of all of it.</summary>
    private List<object> Until(long second, MarketSignals? signals = null)
    {
        List<object> all = [];
        while (venue.Now.Nanos < second * Timestamp.NanosPerSecond)
        {
            long left = second - (venue.Now.Nanos / Timestamp.NanosPerSecond);
            venue.Index(100);
            if (signals is { } figures) venue.Do(Command.Report(venue.Now, P, figures with { AsOf = venue.Now }));
            all.AddRange(venue.Advance(Math.Min(5, left) * 1_000));
        }
        return all;
    }

    private static MarketSignals Gains(int longPpm, int shortPpm) => new(0, 0, 0, 0, longPpm, shortPpm, default);

    [Theory]
    [InlineData(20, 15)]
    [InlineData(-20, -15)]
    [InlineData(4, 1)]
    [InlineData(0, 1)]
    [InlineData(-4, 1)]
    public void Settle_OfASteadyPremium_IsThePublishedRate(int premiumBp, int rateBp)
    {
        Quote(premiumBp); // a tick is a basis point
        Money before = venue.Wallet(longs);
        Apply("\"cap\": 0.0075");
        List<object> events = Until(3_600);

        FundingReading reading = Assert.Single(events.OfType<FundingDecided>(), e => e.Instrument == P).Reading;
        Assert.Equal((premiumBp * 100_000L, rateBp * 100_000L, rateBp * 12_500L), (reading.PremiumPpb, reading.RatePpb, reading.SettledPpb));
        Assert.Contains(new FundingSettled(P, rateBp * 12_500L, Money.Zero), events.OfType<FundingSettled>());
        // Ten contracts at the mark: an eighth of the rate for an hour.
        Assert.Equal(Usd(10 * (100 + (premiumBp / 100m)) * rateBp / 80_000m), before - venue.Wallet(longs));
        Assert.Equal(before - venue.Wallet(longs), venue.Wallet(shorts) - before);
    }

    [Fact]
    public void Settle_EveryInterval_ComesAtFullHoursAndSamplesAnew()
    {
        Quote(20);
        Apply("\"cap\": 0.0075");
        List<long> times = [];
        for (int hour = 1; hour <= 3; hour++)
        {
            foreach (FundingDecided e in Until((hour * 3_600) + 5).OfType<FundingDecided>().Where(e => e.Instrument == P))
            {
                times.Add(hour);
                Assert.Equal(15 * 100_000L, e.Reading.RatePpb);
                Assert.InRange(e.Reading.SampledNanos, 3_500 * Timestamp.NanosPerSecond, 3_605 * Timestamp.NanosPerSecond);
            }
        }
        Assert.Equal([1, 2, 3], times);
    }

    [Theory]
    [InlineData(1_500_000, 0, 11)]
    [InlineData(0, 1_500_000, -9)]
    [InlineData(1_500_000, 1_500_000, 1)]
    [InlineData(2_000_000_000, 0, 75)] // the cap holds crowding too
    [InlineData(0, 2_000_000_000, -75)]
    public void Settle_WhenOneSideCrowds_ChargesIt(int longPpm, int shortPpm, int rateBp)
    {
        Quote(0);
        Apply("\"crowding\": 0.001, \"crowdingFrom\": 0.5");
        FundingReading reading = Until(3_600, Gains(longPpm, shortPpm)).OfType<FundingDecided>().Single(e => e.Instrument == P).Reading;
        Assert.Equal(rateBp * 100_000L, reading.RatePpb);
        Assert.Equal(longPpm == shortPpm ? CrowdingState.Nothing : CrowdingState.Added, reading.Crowding);
        Assert.Equal((longPpm, shortPpm), (reading.LongGain.Ppm, reading.ShortGain.Ppm));
    }

    [Fact]
    public void Settle_WithoutAFreshSignal_HasNoCrowdingTermAndSaysSo()
    {
        Quote(0);
        Apply("\"crowding\": 0.001");
        venue.Do(Command.Report(venue.Now, P, Gains(3_000_000, 0) with { AsOf = venue.Now }));
        FundingReading reading = Until(3_600).OfType<FundingDecided>().Single(e => e.Instrument == P).Reading;
        Assert.Equal((CrowdingState.NoSignal, 0L, 100_000L), (reading.Crowding, reading.CrowdingPpb, reading.RatePpb));
    }

    [Fact]
    public void Settle_WhileTheMarketIsInStress_LeavesTheCrowdingTermOut()
    {
        Quote(0);
        Apply("\"crowding\": 0.001", stress: """{ "gain": 1.2 }""");
        FundingReading reading = Until(3_600, Gains(1_500_000, 0)).OfType<FundingDecided>().Single(e => e.Instrument == P).Reading;
        Assert.Equal((CrowdingState.Stress, 0L, 100_000L), (reading.Crowding, reading.CrowdingPpb, reading.RatePpb));
    }

    [Fact]
    public void Settle_WhileAHolderIsUnderLiquidation_LeavesTheCrowdingTermOut()
    {
        Quote(0);
        AccountId weak = venue.Account(120), strong = venue.Account(10_000);
        venue.Do(Command.CancelAllOf(venue.Now, maker, P)); // nobody bids: a case stays open
        venue.Ask(strong, 100, 10, P);
        venue.Bid(weak, 100, 10, P);
        venue.Do(Command.Withdraw(venue.Now, weak, Usdt, Usd(20)));
        Apply("\"crowding\": 0.01, \"cap\": 0.5"); // a settlement ends at 5 %: 50 of 100 USDT in the first hour, to below a maintenance margin of 50 in the second
        List<FundingReading> readings = [];
        for (int hour = 1; hour <= 4; hour++)
        {
            readings.Add(Until(hour * 3_600, Gains(2_000_000_000, 0)).OfType<FundingDecided>().Single(e => e.Instrument == P).Reading);
            Assert.Equal(hour >= 2, venue.HasCase(weak));
        }
        Assert.Equal([CrowdingState.Added, CrowdingState.Added, CrowdingState.OpenCases, CrowdingState.OpenCases], readings.Select(r => r.Crowding));
        Assert.Equal([50_000_000, 50_000_000, 12_500, 12_500], readings.Select(r => r.SettledPpb));
    }

    [Fact]
    public void Funding_OfTheHost_IsRefusedWhileThePolicyFormsRates()
    {
        Assert.True(venue.Try(Command.SettleFunding(venue.Now, P, 1_000)).IsAccepted);
        Apply("\"cap\": 0.0075");
        Assert.Equal(RejectReason.FundingByPolicy, venue.Try(Command.SettleFunding(venue.Now, P, 1_000)).Reason);
    }

    [Fact]
    public void Settle_WhileTheIndexIsStale_WaitsForIt()
    {
        Quote(20);
        Apply("\"cap\": 0.0075");
        Until(3_000);
        Assert.DoesNotContain(venue.Advance(700_000), e => e is FundingDecided); // 3,700 s: due, but without an index
        venue.Index(100);
        FundingDecided late = venue.Advance(5_000).OfType<FundingDecided>().Single(e => e.Instrument == P);
        Assert.InRange(late.Reading.RatePpb, 1_500_000, 1_503_000); // after so long the average basis stands where the book does, a tick higher
        Assert.InRange(late.Reading.SampledNanos, 2_990 * Timestamp.NanosPerSecond, 3_010 * Timestamp.NanosPerSecond);
    }
}

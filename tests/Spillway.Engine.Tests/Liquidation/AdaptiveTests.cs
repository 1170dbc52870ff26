using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Close buffer and fee that follow volatility and the time cases take. Amounts by hand.</summary>
public sealed class AdaptiveTests
{
    private readonly AccountId trader, bear, maker;
    private readonly Scenario venue;

    // Long 50 at 100 on 500 USDT. At 94: equity 200, maintenance 235. A case in Y that finds no book is what takes long.
    public AdaptiveTests()
    {
        venue = Of("\"referenceDelaySeconds\": 1, \"step\": 1, \"stepSeconds\": 1");
        (trader, bear, maker) = Open(venue);
    }

    private static Scenario Of(string adaptive)
    {
        Scenario venue = new();
        venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), Encoding.UTF8.GetBytes($$"""
            { "name": "adapted", "release": { "method": "unlimited" }, "netting": { "enabled": false }, "handOver": { "route": "wait" }, "adaptive": { "enabled": true, {{adaptive}} } }
            """));
        return venue;
    }

    private static (AccountId Trader, AccountId Bear, AccountId Maker) Open(Scenario venue)
    {
        (AccountId trader, AccountId bear, AccountId maker) = (venue.Account(500), venue.Account(10_000), venue.Account(100_000));
        AccountId stuck = venue.Account(200), other = venue.Account(10_000);
        venue.Import(trader, bear, 100, 50);
        venue.Import(stuck, other, 100, 10, Y);
        venue.Index(100);
        venue.Index(100, index: 1);
        venue.Advance();
        return (trader, bear, maker);
    }

    /// <summary>Seconds with an open case in Y.</summary>
    private static List<object> Stick(Scenario venue, int seconds)
    {
        List<object> all = [];
        for (int s = 0; s < seconds; s++)
        {
            venue.Index(86, index: 1);
            all.AddRange(venue.Advance());
        }
        return all;
    }

    [Fact]
    public void Adapt_WhenACaseWaits_FollowsTheSquareRootOfItsAgeUpToTheBound()
    {
        List<object> events = Stick(venue, 8);
        // The case was opened by the first price; each second it is a second older: √1, √2, √3, then 2, which is the bound.
        Assert.Equal([1_414_213, 1_732_050, 2_000_000], events.OfType<TermsAdapted>().Where(e => e.Instrument == X).Select(e => e.Reading.MultiplierPpm));
        TermsAdapted last = events.OfType<TermsAdapted>().Last(e => e.Instrument == X);
        Assert.Equal((2_000_000, 2_000), (last.Reading.Buffer.Ppm, last.Reading.Fee.Ppm));
        Assert.Equal((40_000, 4 * Timestamp.NanosPerSecond), (last.Reading.Volatility.Ppm, last.Reading.DelayNanos));
        Assert.Equal((2_000_000, 2_000), (venue.Engine.Desk.BufferOf(X).Ppm, venue.Engine.Desk.FeeOf(X).Ppm));
    }

    [Fact]
    public void Adapt_WithAFreshVolatility_IsLinearInIt()
    {
        Scenario day = Of("\"referenceDelaySeconds\": 4, \"bufferMost\": 4, \"step\": 1, \"stepSeconds\": 1");
        Open(day);
        Stick(day, 3);
        day.Do(Command.Report(day.Now, X, new MarketSignals(0, 0, 0, 120_000, 0, 0, day.Now))); // three times the reference
        TermsAdapted moved = Stick(day, 1).OfType<TermsAdapted>().Single(e => e.Instrument == X);
        Assert.Equal((3_000_000, 2_000_000), (moved.Reading.TargetPpm, moved.Reading.MultiplierPpm)); // one step of one
        Assert.Equal(120_000, moved.Reading.Volatility.Ppm);
        Assert.Equal(1_118_033, Stick(day, 1).OfType<TermsAdapted>().Single(e => e.Instrument == Y).Reading.MultiplierPpm); // whose volatility nobody reported: √(5 s / 4 s)
    }

    [Fact]
    public void Adapt_InALongEvent_TellsAtMostOneStepInItsTime()
    {
        Scenario day = Of("\"referenceDelaySeconds\": 1, \"bufferMost\": 4, \"feeMost\": 4");
        Open(day);
        List<object> events = Stick(day, 60);
        int[] steps = [.. events.OfType<TermsAdapted>().Where(e => e.Instrument == X).Select(e => e.Reading.MultiplierPpm)];
        Assert.Equal([1_250_000, 1_500_000, 1_750_000, 2_000_000, 2_250_000, 2_500_000], steps);
    }

    [Fact]
    public void Adapt_AfterTheEvent_GoesBackToThePolicyExactly()
    {
        Scenario day = Of("\"referenceDelaySeconds\": 1, \"halfLifeSeconds\": 60");
        (_, _, AccountId maker) = Open(day);
        Stick(day, 60);
        day.Bid(maker, 85.9m, 100, Y); // the way out
        Assert.Contains(Stick(day, 1), e => e is CaseClosed);
        List<object> quiet = [];
        for (int i = 0; i < 40; i++)
        {
            day.Index(100); // without a fresh index nothing moves
            quiet.AddRange(Stick(day, 30));
        }
        Assert.True(quiet.OfType<TermsAdapted>().Count(e => e.Instrument == X) >= 4);
        Assert.Equal(RatePpm.FromPpm(1_000_000), day.Engine.Desk.BufferOf(X));
        Assert.Equal(1_000_000, quiet.OfType<TermsAdapted>().Last(e => e.Instrument == X).Reading.MultiplierPpm);
    }

    [Fact]
    public void Service_WithTheBufferDoubled_ClosesMoreAndTakesTheDoubledFee()
    {
        Stick(venue, 8);
        venue.Bid(maker, 94, 100);
        Money fund = venue.Fund;
        venue.Index(94);
        CloseSized sized = Stick(venue, 1).OfType<CloseSized>().Single(e => e.Account == trader);
        // Each lot costs a fee of 0.188 and frees 14.1 of three times the margin: 200 − 0.188 n ≥ 14.1 (50 − n) from n = 37 on; with 0.094 and twice, 30.
        Assert.Equal((3_000_000, Lots(37)), (sized.TargetPpm, sized.Lots));
        Assert.Equal(Usd(37 * 94 * 0.002m), venue.Fund - fund);
        Assert.True(venue.Health(trader).RatioPpm >= 3_000_000);
    }

    [Fact]
    public void Service_AtAnyPrice_ChargesThePolicysFeeAndMoreOnlyWhereHealthIsNotLowered()
    {
        int whole = 0, part = 0, least = 0;
        for (decimal price = 90.3m; price < 94.7m; price += 0.7m)
        {
            for (decimal away = 0; away <= 4.5m; away += 0.2m)
            {
                Scenario day = Of("\"referenceDelaySeconds\": 1, \"step\": 1, \"stepSeconds\": 1, \"feeMost\": 4, \"bufferMost\": 4");
                (AccountId weak, _, AccountId buyer) = Open(day);
                Stick(day, 20);
                day.Bid(buyer, price - away, 20); // too few for all
                AccountHealth healthy = day.Health(weak);
                day.Index(price);
                AccountHealth before = day.Health(weak);
                if (before.Equity < Money.Zero || day.Mark != Ticks(price)) continue;
                Money fund = day.Fund;
                List<object> events = Stick(day, 1);
                if (events.OfType<Traded>().Count(t => t.Case != CaseId.None && t.Seller == weak) != 1) continue;
                Traded trade = events.OfType<Traded>().Single(t => t.Case != CaseId.None && t.Seller == weak);
                decimal lots = trade.Lots.Lots, fee = (day.Fund - fund).Units / 1e6m, usual = 0.001m * lots * price;
                decimal equity = (before.Equity.Units / 1e6m) - (lots * (price - (trade.Price.Ticks / 100m))), margin = 0.05m * (50 - lots) * price;
                Assert.InRange(fee, Math.Min(usual, Math.Max(0, equity)) - 0.000001m, (4 * usual) + 0.000001m);
                if (fee <= usual + 0.000001m) least++;
                else
                {
                    Assert.True((equity - fee) * before.Maintenance.Units / 1e6m >= before.Equity.Units / 1e6m * margin, $"{away} below {price}: {healthy}");
                    if (fee >= (4 * usual) - 0.000001m) whole++;
                    else part++;
                }
            }
        }
        Assert.True(whole > 20 && part > 2 && least > 2, $"{whole} in full, {part} in part, {least} the policy's own");
    }

    [Fact]
    public void Policy_WithoutAdaptation_ForgetsWhatWasAdapted()
    {
        Stick(venue, 8);
        venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), Encoding.UTF8.GetBytes("""{ "name": "plain" }"""));
        Assert.Equal((1_000_000, 1_000), (venue.Engine.Desk.BufferOf(X).Ppm, venue.Engine.Desk.FeeOf(X).Ppm));
    }
}

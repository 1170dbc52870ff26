using Spillway.Liquidation;
using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Simulation.Tests;

public sealed class ScenarioRulesTests : IDisposable
{
    private readonly ScenarioFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("\"fromShare\": 0,", "\"fromShare\": 0.0001,", "market.tiers[0].fromShare", "must begin at 0")]
    [InlineData("\"fromShare\": 0.005,", "\"fromShare\": 0.00050,", "market.tiers[2].fromShare", "tiers must rise")]
    [InlineData("\"fromShare\": 0.05,", "\"fromShare\": 0.001,", "market.tiers[3].fromShare", "tiers must rise")]
    [InlineData("\"fromShare\": 0.0005,", "\"fromShare\": 0.00000000000000001,", "market.tiers[1].fromShare", "millionth")]
    [InlineData("\"initialRate\": 0.04,", "\"initialRate\": 0.019999,", "market.tiers[2].initialRate", "below the maintenance margin of 0.02")]
    [InlineData("\"makerFee\": 0.0002", "\"makerFee\": -0.000501", "market.makerFee", "at least -0.0005")]
    [InlineData("\"openInterest\": 8791000000", "\"openInterest\": 20000", "accounts.count", "at most 3422")]
    [InlineData("\"count\": 20000", "\"count\": 2", "accounts.count", "raise the count")]
    public void Fields_WhenTheyContradictEachOther_NameTheOneToChange(string from, string to, string field, string problem) =>
        Assert.Contains(problem, folder.Refused(from, to, field).Problem, StringComparison.Ordinal);

    [Fact]
    public void SizeCapShare_WhenOpenInterestMakesItTooLarge_IsNamed()
    {
        folder.Write("\"sizeCapShare\": 0.02", "\"sizeCapShare\": 0.5");
        Assert.Equal(0.5, folder.Read().Accounts.SizeCapShare);
        BadInputException e = Assert.Throws<BadInputException>(() => ScenarioDocument.Read(folder.Name, openInterestUsd: 2e10));
        Assert.Equal((25, "accounts.sizeCapShare"), (e.Line, e.Field));
        Assert.Contains("lower sizeCapShare", e.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Tiers_OfAnotherNumberThanTheVenueLists_AreNamed(int tiers)
    {
        string list = string.Join(",", Enumerable.Range(0, tiers).Select(i => $"{{ \"fromShare\": 0.{i:D2}, \"initialRate\": 0.1, \"maintenanceRate\": 0.05 }}"));
        string shipped = folder.Write("", "");
        int start = shipped.IndexOf("\"tiers\": [", StringComparison.Ordinal), end = shipped.IndexOf(']', start) + 1;
        Assert.Contains("1 to 16 are expected", folder.Refused(shipped[start..end], $"\"tiers\": [{list}]", "market.tiers").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"makers\": 4", "\"makers\": 64")]
    [InlineData("\"fundShare\": 0.005", "\"fundShare\": 0")]
    [InlineData("\"poolShare\": 0.0001", "\"poolShare\": 0")]
    [InlineData("\"poolShare\": 0.0001", "\"poolShare\": 1")]
    [InlineData("\"fromShare\": 0.05,", "\"fromShare\": 10,")]
    [InlineData("\"entrySigma\": 0.03", "\"entrySigma\": 1")]
    [InlineData("\"noisePerSecond\": 0.5", "\"noisePerSecond\": 0.00000000000000000001")]
    [InlineData("\"openInterest\": 8791000000", "\"openInterest\": 50000000000")]
    [InlineData("\"openInterest\": 8791000000", "\"openInterest\": 250000")]
    public void Venue_WithAnUnusualButLegitimateValue_Opens(string from, string to)
    {
        folder.Write(from, to);
        OpenForAMinute(folder.Read());
    }

    // So much of the money there may be is with others that the pool's account cannot keep the range that was asked for: it gets a narrower one.
    [Fact]
    public void Venue_WithTheLargestPoolInTheLargestMarket_Opens()
    {
        Scenario scenario = Checkout.Shipped;
        IReadOnlyList<TierTerms> dear = [.. scenario.Market.Tiers.Select(tier => tier with { InitialRate = 1 })];
        OpenForAMinute(scenario with { OpenInterestUsd = 5e10, Liquidity = scenario.Liquidity with { Makers = 64, DepthShare = 5 }, Amm = new AmmTerms(0.9, 0, 2), Market = scenario.Market with { Tiers = dear } });
    }

    [Theory]
    [InlineData("0.000000001")]
    [InlineData("0.00001")]
    [InlineData("0.99")]
    [InlineData("1000000000")]
    public void Venue_AtAnyPriceATableMayHold_Opens(string price)
    {
        folder.Write("", "");
        File.WriteAllText(folder.Prices, PriceFile.Lines(PriceFile.Header, $"1760129340000,{price},{price},{price},{price},1,1,1,0"));
        OpenForAMinute(folder.Read());
    }

    /// <summary>Whatever is within the documented bounds opens the venue, or is answered at one of the two fields whose bounds follow from others.</summary>
    [Fact]
    public void Venue_OfAnyDocumentWithinTheBounds_Opens()
    {
        int opened = 0, answered = 0;
        Gen<int> pick = Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(RandomScenario.Most)), (6, Gen.Choose(0, RandomScenario.Most)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(pick.ArrayOf(RandomScenario.Picks).ToArbitrary(), picks =>
        {
            RandomScenario random = new(picks);
            File.WriteAllText(folder.Document, random.Document());
            File.WriteAllText(folder.Prices, random.Prices());
            try
            {
                OpenForAMinute(folder.Read());
                opened++;
            }
            catch (BadInputException e) when (e is { Line: > 0, Field: "accounts.count" or "accounts.sizeCapShare" })
            {
                answered++;
            }
        }));
        Assert.True(opened > 3 * answered, $"{opened} opened, {answered} answered");
    }

    private static void OpenForAMinute(Scenario scenario)
    {
        Exception? end = Record.Exception(() => Checkout.Run(scenario, "spillway", 1, new VenueRunOptions { Events = new Minute() }));
        Assert.True(end is OperationCanceledException, $"{end}");
    }

    // Signals are reported every five seconds.
    private sealed class Minute : IEngineEvents
    {
        private int reports;

        public void On(in SignalsTaken e)
        {
            if (++reports > 12) throw new OperationCanceledException();
        }
    }
}

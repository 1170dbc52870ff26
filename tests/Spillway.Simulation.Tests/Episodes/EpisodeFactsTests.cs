using System.Text.Json.Nodes;
using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Simulation.Tests;

/// <summary>The course of a few closes made by hand, whose figures can be read off.</summary>
public sealed class EpisodeFactsTests
{
    // Two closes through the book at 0 s, one at 10 s; at 70 s the vault takes one account and three deleveragings follow; a last one at 200 s.
    private static readonly ForcedClose[] Episode =
    [
        Close(0, 1, 100, TradeRoute.Book), Close(0, 2, 50, TradeRoute.Book), Close(10, 1, 50, TradeRoute.Book), Close(70, 3, 200, TradeRoute.Vault),
        Close(70, 4, 100, TradeRoute.Deleveraging), Close(70, 4, 150, TradeRoute.Deleveraging), Close(70, 5, 50, TradeRoute.Deleveraging), Close(200, 5, 100, TradeRoute.Deleveraging),
    ];

    [Theory]
    [InlineData("firstDeleveragingSeconds", 70)]
    [InlineData("closesBeforeDeleveraging", 4)]
    [InlineData("closesBeforeDeleveragingShare", 4 / 8.0)]
    [InlineData("largestBurst", 4)]
    [InlineData("largestBurstShare", 4 / 8.0)]
    [InlineData("deleveragedShare", 400 / 800.0)]
    [InlineData("deleveragedCloseShare", 4 / 8.0)]
    [InlineData("deleveragedOverLiquidatedAccounts", 10 / 5.0)]
    [InlineData("deleveragingsPerAccount", 4 / 10.0)]
    [InlineData("accountsClosedByDeleveragingShare", 2 / 5.0)]
    [InlineData("negativeAccountShare", 1 / 5.0)]
    [InlineData("worstMinuteShare", 500 / 800.0)]
    [InlineData("worstMinuteCloseShare", 4 / 8.0)]
    [InlineData("deleveragedWorstMinuteShare", 300 / 400.0)]
    [InlineData("deleveragedLargestBurstShare", 300 / 400.0)]
    [InlineData("deleveragingTimes", 2)]
    [InlineData("halfSeconds", 0)]
    [InlineData("durationSeconds", 200)]
    public void Fact_OfAnEpisode_IsItsClosedForm(string key, double expected) => Assert.Equal(expected, EpisodeFacts.Of(Episode, 10, 1)[key]!.Value, 12);

    [Fact]
    public void Facts_WithoutACloseAtAll_AreNullButForCounts()
    {
        IReadOnlyDictionary<string, double?> facts = EpisodeFacts.Of([], 0, 0);
        Assert.Equal(["deleveragingTimes"], facts.Where(fact => fact.Value is not null).Select(fact => fact.Key));
        Assert.Equal(0, facts["deleveragingTimes"]);
    }

    [Fact]
    public void Facts_WithoutADeleveraging_AreNullWhereTheyNeedOneAndZeroWhereTheyAreAShare()
    {
        IReadOnlyDictionary<string, double?> facts = EpisodeFacts.Of([Close(0, 1, 100, TradeRoute.Book), Close(5, 2, 100, TradeRoute.Book)], 0, 0);
        foreach (string key in new[] { "firstDeleveragingSeconds", "closesBeforeDeleveraging", "closesBeforeDeleveragingShare", "deleveragingsPerAccount", "deleveragedWorstMinuteShare", "deleveragedLargestBurstShare" })
            Assert.Null(facts[key]);
        foreach (string key in new[] { "deleveragedShare", "deleveragedCloseShare", "deleveragedOverLiquidatedAccounts", "accountsClosedByDeleveragingShare", "negativeAccountShare" })
            Assert.Equal(0, facts[key]);
    }

    [Fact]
    public void FirstDeleveraging_WhenItIsTheFirstClose_ComesAfterZeroSecondsAndNothing()
    {
        IReadOnlyDictionary<string, double?> facts = EpisodeFacts.Of([Close(3, 1, 100, TradeRoute.Deleveraging)], 1, 0);
        Assert.Equal(0, facts["firstDeleveragingSeconds"]);
        Assert.Equal(0, facts["closesBeforeDeleveraging"]);
    }

    [Fact]
    public void WorstMinute_WhenACloseIsExactlySixtySecondsLater_LeavesItOut()
    {
        ForcedClose[] closes = [Close(0, 1, 100, TradeRoute.Book), Close(59.999, 1, 100, TradeRoute.Book), Close(60, 1, 100, TradeRoute.Book)];
        Assert.Equal(2 / 3.0, EpisodeFacts.Of(closes, 0, 0)["worstMinuteShare"]!.Value, 12);
    }

    [Fact]
    public void HalfSeconds_OfEvenlySpacedCloses_IsTheSpanOfHalfOfThem()
    {
        ForcedClose[] closes = [.. Enumerable.Range(0, 10).Select(i => Close(3 * i, i, 1, TradeRoute.Book))];
        Assert.Equal(12, EpisodeFacts.Of(closes, 0, 0)["halfSeconds"]);
    }

    [Fact]
    public void WorstMinuteAndHalf_OfRandomCloses_AgreeWithTheNaiveSearch()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            int[] seconds = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(300)).Order()];
            ForcedClose[] closes = [.. seconds.Select(second => Close(second, 1, random.Next(1, 9), TradeRoute.Book))];
            double worst = seconds.Max(start => closes.Where((_, i) => seconds[i] >= start && seconds[i] < start + 60).Sum(close => close.Notional));
            int half = (seconds.Length + 1) / 2;
            int shortest = Enumerable.Range(0, seconds.Length - half + 1).Min(i => seconds[i + half - 1] - seconds[i]);
            IReadOnlyDictionary<string, double?> facts = EpisodeFacts.Of(closes, 0, 0);
            Assert.Equal(worst / closes.Sum(close => close.Notional), facts["worstMinuteShare"]!.Value, 12);
            Assert.Equal(shortest, facts["halfSeconds"]);
        }
    }

    [Fact]
    public void Keys_OfTheFacts_AreThoseListed() => Assert.Equal(EpisodeFacts.All.Select(fact => fact.Key).Order(), EpisodeFacts.Of(Episode, 0, 0).Keys.Order());

    [Fact]
    public void Result_OfASimulation_CarriesTheFactsOfEveryPolicy()
    {
        SimulationResult result = Checkout.Run(Checkout.Request(Checkout.Small, Checkout.Policy("hyperliquid")));
        JsonNode document = ResultDocument.Write(result);
        foreach (JsonNode? policy in document["policies"]!.AsArray())
            Assert.Equal(EpisodeFacts.All.Select(fact => fact.Key), policy!["episode"]!.AsObject().Select(member => member.Key));
        JsonNode exogenous = document["policies"]!.AsArray().Single(policy => (string?)policy!["name"] == "exogenous")!["episode"]!;
        Assert.Equal(0, (int)exogenous["firstDeleveragingSeconds"]!["count"]!);
        Assert.Null(exogenous["firstDeleveragingSeconds"]!["mean"]);
        Assert.Equal(0, (double)exogenous["deleveragedShare"]!["mean"]!);
    }

    [Fact]
    public void Accounts_OfARunThatDeleverages_AreCountedOnBothSides()
    {
        RunObservation seen = Checkout.Run(Checkout.Small with { PoolShare = 0 }, "hyperliquid", 1, new VenueRunOptions());
        int deleveragings = seen.ForcedCloses.Count(close => close.Route == TradeRoute.Deleveraging);
        Assert.InRange(seen.DeleveragedAccounts, 1, deleveragings);
        Assert.InRange(seen.NegativeAccounts, seen.BadDebt > 0 ? 1 : 0, seen.LiquidatedAccounts.Count);
    }

    private static ForcedClose Close(double second, int account, double notional, TradeRoute route) =>
        new(Timestamp.FromNanos((long)(second * 1e9)), account, notional, route);
}

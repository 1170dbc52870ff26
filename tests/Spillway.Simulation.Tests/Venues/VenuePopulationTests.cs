using Spillway.Core;

namespace Spillway.Simulation.Tests;

public sealed class VenuePopulationTests
{
    private const int Rows = 300, Pairs = Rows / 2;

    [Fact]
    public void Accounts_WithoutCrossMargin_HoldOneMarketEach()
    {
        VenuePopulation population = Draw(TwoMarkets.With());
        Assert.Equal(2 * Rows, population.AccountCount);
        Assert.Equal(Enumerable.Range(0, Rows), Numbers(population, 0));
        Assert.Equal(Enumerable.Range(Rows, Rows), Numbers(population, 1));
    }

    [Fact]
    public void Accounts_WhenAllAreCross_HoldTheSameRowsEverywhere()
    {
        VenuePopulation population = Draw(TwoMarkets.With(crossShare: 1));
        Assert.Equal(Rows, population.AccountCount);
        Assert.Equal(Numbers(population, 0), Numbers(population, 1));
    }

    [Fact]
    public void Accounts_WhenAllHedge_AreOnTheOtherSideInTheSecondMarket()
    {
        VenuePopulation population = Draw(TwoMarkets.With(crossShare: 1, hedgedShare: 1));
        Assert.Equal(Rows, population.AccountCount);
        int[] first = Numbers(population, 0), second = Numbers(population, 1);
        for (int pair = 0; pair < Pairs; pair++)
        {
            Assert.Equal(first[pair], second[Pairs + pair]);
            Assert.Equal(first[Pairs + pair], second[pair]);
        }
    }

    [Fact]
    public void Accounts_WhenSomeAreCross_EachStandBehindOneRowOfAMarketAtMost()
    {
        VenuePopulation population = Draw(TwoMarkets.With(crossShare: 0.3, hedgedShare: 0.5));
        Assert.InRange(population.AccountCount, Rows * 3 / 2, (2 * Rows) - 20);
        for (int m = 0; m < 2; m++) Assert.Equal(Rows, Numbers(population, m).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, population.AccountCount), Numbers(population, 0).Union(Numbers(population, 1)).Order());
    }

    [Fact]
    public void Markets_OfOneSeed_DrawSizesOfTheirOwn()
    {
        VenuePopulation population = Draw(TwoMarkets.With());
        Assert.NotEqual(Shares(population.Markets[0]), Shares(population.Markets[1]));
    }

    private static double[] Shares(Simulation.Population market)
    {
        double total = market.Holders.Sum(holder => Math.Abs(holder.SizeLots));
        return [.. market.Holders.Select(holder => Math.Round(holder.SizeLots / total, 4))];
    }

    private static int[] Numbers(VenuePopulation population, int market) => [.. population.AccountsOf(market).Select(account => account.Index)];

    private static VenuePopulation Draw(VenueScenario scenario) =>
        VenuePopulation.Draw(scenario, [.. scenario.Markets.Select(market => new ContractGrid((double)market.Prices.FirstOpen, market.OpenInterestUsd))], 7);
}

namespace Spillway.Simulation.Tests;

public sealed class PopulationTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(300, 3)]
    [InlineData(4_001, 4)]
    public void Population_OfAnyCount_HasSidesOfTheSameLots(int count, ulong seed)
    {
        (Simulation.Population population, ContractGrid grid) = Draw(count, seed);
        long total = grid.LotsOf(Checkout.Scenario.OpenInterestUsd);
        Assert.Equal(count, population.Holders.Count);
        Assert.Equal(total, population.Holders.Where(holder => holder.SizeLots > 0).Sum(holder => holder.SizeLots));
        Assert.Equal(-total, population.Holders.Where(holder => holder.SizeLots < 0).Sum(holder => holder.SizeLots));
        Assert.All(population.Holders.Take(count / 2), holder => Assert.True(holder.SizeLots > 0));
        Assert.All(population.Holders.Skip(count / 2), holder => Assert.True(holder.SizeLots < 0));
    }

    [Theory]
    [InlineData(300, 3)]
    [InlineData(4_001, 4)]
    public void Population_WhenItsTradesAreAddedUp_GivesEveryPositionAndEntry(int count, ulong seed)
    {
        (Simulation.Population population, _) = Draw(count, seed);
        long[] lots = new long[count];
        double[] value = new double[count];
        foreach (Simulation.Population.Pairing trade in population.Pairings)
        {
            Assert.True(trade.Lots > 0 && trade.PriceTicks > 0);
            lots[trade.Long] += trade.Lots;
            lots[trade.Short] -= trade.Lots;
            value[trade.Long] += (double)trade.Lots * trade.PriceTicks;
            value[trade.Short] += (double)trade.Lots * trade.PriceTicks;
        }
        Assert.Equal(population.Holders.Select(holder => holder.SizeLots), lots);
        for (int i = 0; i < count; i++) Assert.Equal(1, population.Holders[i].EntryTicks * Math.Abs(lots[i]) / value[i], 9);
    }

    [Fact]
    public void Population_AtTheFirstPrice_HoldsNobodyBelowMaintenance()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            (Simulation.Population population, ContractGrid grid) = Draw(2_000, seed);
            Assert.All(population.Holders, holder =>
            {
                double notional = grid.NotionalUnits(Math.Abs(holder.SizeLots));
                Assert.True(holder.EquityUnits >= grid.MaintenanceUnits(Checkout.Scenario.Market.Tiers, notional) + (0.005 * notional));
            });
        }
    }

    [Theory]
    [InlineData(300, 3, 0.5)]
    [InlineData(4_001, 4, 0.013)]
    [InlineData(4_001, 4, 0.9)]
    public void Limited_ToAShare_CutsEveryPositionAlikeAndKeepsLeverage(int count, ulong seed, double share)
    {
        (Simulation.Population drawn, _) = Draw(count, seed);
        Simulation.Population kept = drawn.Limited(new OpeningShares(share, []));
        Assert.Equal((long)(drawn.OpenLots * share), kept.OpenLots, 1.0);
        Assert.Equal(0, kept.Holders.Sum(holder => holder.SizeLots));
        Assert.Equal(drawn.DrawnLots, kept.DrawnLots);
        for (int i = 0; i < count; i++)
        {
            Holder before = drawn.Holders[i], after = kept.Holders[i];
            int trades = drawn.Pairings.Count(trade => trade.Long == i || trade.Short == i);
            Assert.InRange(Math.Abs(after.SizeLots), (Math.Abs(before.SizeLots) * share) - trades, (Math.Abs(before.SizeLots) * share) + trades);
            Assert.Equal((double)before.EquityUnits / before.SizeLots * after.SizeLots, after.EquityUnits, 1.0);
        }
    }

    [Fact]
    public void Limited_ByTheirOwnMargin_LeavesItToThoseHeldBackAndTakesTheRestFromTheirCounterparts()
    {
        (Simulation.Population drawn, _) = Draw(300, 3);
        double[] shares = [.. Enumerable.Range(0, 300).Select(row => row == 0 ? 0.25 : 1)];
        Simulation.Population kept = drawn.Limited(new OpeningShares(1, shares));
        Assert.Equal(0.25 * drawn.Holders[0].SizeLots, kept.Holders[0].SizeLots, 2.0);
        Assert.Equal(1, (double)kept.Holders[0].EquityUnits / drawn.Holders[0].EquityUnits, 0.02);
        int other = drawn.Pairings.First(trade => trade.Long == 0).Short;
        Assert.True(kept.Holders[other].SizeLots > drawn.Holders[other].SizeLots);
        Assert.Equal((double)drawn.Holders[other].EquityUnits / drawn.Holders[other].SizeLots * kept.Holders[other].SizeLots, kept.Holders[other].EquityUnits, 1.0);
        Assert.Same(drawn, drawn.Limited(new OpeningShares(1, [])));
    }

    [Fact]
    public void Population_WhenThePriceNeverMoves_LosesNobodyToLiquidation()
    {
        MinuteBar first = Checkout.Small.Prices.Bars[0];
        MinuteBar flat = first with { High = first.Open, Low = first.Open, Close = first.Open, Volume = 0, QuoteVolume = 0, Trades = 0, TakerBuyVolume = 0 };
        Scenario still = Checkout.Small with { Prices = new PriceTable("flat", [flat]) };
        RunObservation seen = Checkout.Run(still, "market-order", 1, new VenueRunOptions());
        Assert.Empty(seen.LiquidatedAccounts);
        Assert.Empty(seen.SecondsToFlat);
        Assert.Equal(0, seen.BadDebt);
    }

    [Fact]
    public void Population_OfOneSeed_IsTheSameAndOfAnotherIsNot()
    {
        Assert.Equal(Draw(300, 7).Population.Holders, Draw(300, 7).Population.Holders);
        Assert.NotEqual(Draw(300, 7).Population.Holders, Draw(300, 8).Population.Holders);
    }

    [Fact]
    public void Population_WhenAccountsOutnumberLots_IsRefusedByName()
    {
        Scenario scenario = Checkout.Small with { OpenInterestUsd = 1_000 };
        ContractGrid grid = GridOf(scenario);
        BadInputException e = Assert.Throws<BadInputException>(() => Simulation.Population.Draw(scenario, grid, 1));
        Assert.Equal("accounts.count", e.Field);
    }

    private static (Simulation.Population Population, ContractGrid Grid) Draw(int count, ulong seed)
    {
        Scenario scenario = Checkout.Scenario with { Accounts = Checkout.Scenario.Accounts with { Count = count } };
        ContractGrid grid = GridOf(scenario);
        return (Simulation.Population.Draw(scenario, grid, seed), grid);
    }

    private static ContractGrid GridOf(Scenario scenario) => new((double)scenario.Prices.FirstOpen, scenario.OpenInterestUsd);
}

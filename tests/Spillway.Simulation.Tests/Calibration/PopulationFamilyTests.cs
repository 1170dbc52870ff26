namespace Spillway.Simulation.Tests;

public sealed class PopulationFamilyTests
{
    private static readonly MarketPopulation Bitcoin = new(16, 4, 2.5);

    [Fact]
    public void At_TheEnds_IsTheStatedOneAndThoseOfTheShippedScenarios()
    {
        PopulationFamily family = new(Bitcoin, ShockDirection.Fall);
        Assert.Equal(Bitcoin, MarketPopulation.Of(Checkout.Shipped));
        Assert.Equal(Bitcoin, family.At(0));
        Assert.Equal(Shipped("avax-2025-10-10"), family.At(-1));
        Assert.Equal(Shipped("btc-2024-08-05"), family.At(1));
    }

    // Half of the way is the geometric mean: √(16·2), √(4·1), √(2.5·1).
    [Fact]
    public void At_HalfOfTheWay_IsTheGeometricMean() => Assert.Equal(new MarketPopulation(5.66, 2, 1.58), new PopulationFamily(Bitcoin, ShockDirection.Fall).At(-0.5));

    [Fact]
    public void At_InASqueeze_LeveragesTheShorts() => Assert.Equal(new MarketPopulation(30, 4, 6), new PopulationFamily(Bitcoin, ShockDirection.Squeeze).At(1));

    [Fact]
    public void At_WhereTheStatedOneIsBeyondAnEnd_KeepsItsNumber()
    {
        PopulationFamily family = new(new MarketPopulation(1, 1.5, 8), ShockDirection.Fall);
        Assert.Equal(new MarketPopulation(1, 1, 1), family.At(-1));
        Assert.Equal(new MarketPopulation(30, 6, 8), family.At(1));
        Assert.Equal(8, family.At(0.5).ShortLeverage);
    }

    [Fact]
    public void At_AlongTheFamily_NeverFalls()
    {
        PopulationFamily family = new(Bitcoin, ShockDirection.Fall);
        for (int i = -99; i <= 100; i++)
        {
            MarketPopulation before = family.At((i - 1) / 100.0), after = family.At(i / 100.0);
            Assert.True(after.DepthShare >= before.DepthShare && after.LongLeverage >= before.LongLeverage && after.ShortLeverage >= before.ShortLeverage, $"{before}, then {after}");
        }
    }

    [Fact]
    public void Deeper_BeyondAnyBook_IsNone()
    {
        Assert.Equal(Bitcoin with { DepthShare = 22.4 }, PopulationFamily.Deeper(Bitcoin, 1.4));
        Assert.Null(PopulationFamily.Deeper(Bitcoin, 8));
    }

    [Fact]
    public void In_AScenario_ChangesDepthAndLeverageAlone()
    {
        Scenario changed = new MarketPopulation(5, 2, 1.5).In(Checkout.Shipped);
        Assert.Equal(new MarketPopulation(5, 2, 1.5), MarketPopulation.Of(changed));
        Assert.Equal(Checkout.Shipped, Bitcoin.In(changed));
    }

    private static MarketPopulation Shipped(string name) => MarketPopulation.Of(ScenarioDocument.Read(Checkout.Library.ScenarioFolder(name)));
}

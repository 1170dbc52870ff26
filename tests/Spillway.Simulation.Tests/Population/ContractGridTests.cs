using System.Text.Json.Nodes;
using Spillway.Core;

namespace Spillway.Simulation.Tests;

public sealed class ContractGridTests
{
    [Theory]
    [InlineData(0.000025, "0.000001", "2.5")]
    [InlineData(0.25, "0.000001", "2.5")]
    [InlineData(2.5, "0.000001", "2.5")]
    [InlineData(250, "0.0001", "250")]
    public void Grid_OfAPrice_ListsContractsWorthOneUnitOrMore(double price, string tickSize, string contract)
    {
        ContractGrid grid = new(price, 1e8);
        Assert.Equal(decimal.Parse(tickSize), List(grid)["tickSize"]!.GetValue<decimal>());
        Assert.Equal((long)(decimal.Parse(contract) * QuotePrice.PartsPerUnit), grid.IndexOf(price).Parts);
    }

    [Theory]
    [InlineData(0.000000001)]
    [InlineData(0.0000314)]
    [InlineData(0.7)]
    [InlineData(116_836.7)]
    [InlineData(999_999_999)]
    public void Grid_AtAnyPrice_MeansTheSamePriceByTicksAndByIndex(double price)
    {
        ContractGrid grid = new(price, 1e8);
        double contractPrice = grid.IndexOf(price).Parts / (double)QuotePrice.PartsPerUnit;
        Assert.Equal(1, grid.PriceOf(PriceTicks.FromTicks(grid.TicksOf(price))) / price, 6);
        Assert.Equal(1, grid.TicksOf(price) * List(grid)["tickSize"]!.GetValue<double>() / contractPrice, 6);
        Assert.Equal(1, grid.Tick * grid.Lot * 1e6 / grid.UnitsPerTickLot, 6);
        Assert.InRange(grid.Usd(1, price), 9.999, 100.001);
    }

    private static JsonObject List(ContractGrid grid) => (JsonObject)JsonNode.Parse(grid.Listing(Checkout.Scenario.Market, "USD", "INDEX").ToJsonString())!;
}

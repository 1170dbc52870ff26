using System.Text.Json.Nodes;

namespace Spillway.Simulation.Tests;

public sealed class SensitivityRunnerTests
{
    private static readonly Scenario Crash = Checkout.Small with { Liquidity = Checkout.Shipped.Liquidity };

    [Fact]
    public void Grid_IsEveryCombination() => Assert.Equal(36, SensitivityResult.Grid.Distinct().Count());

    [Fact]
    public void Cell_IsFittedAnewAndJudgedOnSixteenSeeds()
    {
        SimulationRequest request = Checkout.Request(Crash, Checkout.Policy("market-order"), Checkout.Policy("spillway")) with { Threads = 2 };
        List<SensitivityCell> told = [];
        SensitivityResult result = SensitivityRunner.Run(request, [(1, 2, 0.4)], told.Add, CancellationToken.None);
        SensitivityCell cell = Assert.Single(result.Cells);
        Assert.Same(cell, Assert.Single(told));
        Assert.NotEqual(Crash.Theta, cell.Calibrations[0].Theta);
        Assert.Equal(16, cell.Policies[0].Metrics["amplification"].Count);

        JsonNode json = result.ToJson()["cells"]![0]!;
        Assert.Equal((1.0, 2.0, 0.4), (json["leverage"]!.GetValue<double>(), json["depth"]!.GetValue<double>(), json["permanentShare"]!.GetValue<double>()));
        Assert.Equal(["market-order", "spillway"], json["verdicts"]!.AsArray().Select(verdict => verdict!["policy"]!.GetValue<string>()));
        AssertNetting(result);
    }

    private static void AssertNetting(SensitivityResult result)
    {
        Assert.Equal([0, 0.25], result.Netting.Select(cell => cell.NettingShare));
        double[] netted = [.. result.Netting.Select(cell => cell.Policies[1].Metrics["nettedShareOfOi"].Mean!.Value)];
        // Without members only opposite cases net each other, and in a fall hardly any short breaches.
        Assert.InRange(netted[0], 0, 0.001);
        Assert.True(netted[1] > 0.01, $"{netted[1]} of open interest netted");
        Assert.All(result.Netting, cell => Assert.Equal(result.Netting[0].Policies[0].Metrics["amplification"].Mean, cell.Policies[0].Metrics["amplification"].Mean));
        Assert.Equal(2, result.ToJson()["netting"]!.AsArray().Count);
    }

    [Fact]
    public void Run_WhenItIsCancelled_KeepsTheFinishedCells()
    {
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();
        Assert.Empty(SensitivityRunner.Run(Checkout.Request(Crash, Checkout.Policy("market-order")), SensitivityResult.Grid, _ => { }, cancellation.Token).Cells);
    }
}

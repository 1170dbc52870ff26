namespace Spillway.Simulation.Tests;

public sealed class ThetaFitTests
{
    // The bars around the fall with a tenth of the accounts: cheap, and the trough still jumps.
    private static readonly Scenario Crash = Checkout.Small with { Liquidity = Checkout.Shipped.Liquidity, Traders = Checkout.Shipped.Traders };

    [Fact]
    public void Fit_OnACrash_FindsAShareOfThePathThatReproducesTheTrough()
    {
        List<ThetaFit.Point> told = [];
        (double theta, IReadOnlyList<ThetaFit.Point> scan) = ThetaFit.Fit(Crash, Checkout.Policy("market-order"), 1, 6, 2, told.Add, CancellationToken.None);
        ThetaFit.Point best = scan.Single(point => point.Theta == theta);
        Assert.Equal(told.Count, scan.Count);
        Assert.InRange(theta, 0.1, 1);
        Assert.All(scan, point => Assert.True(Math.Abs(point.TroughLog - Crash.ObservedTroughLog) >= Math.Abs(best.TroughLog - Crash.ObservedTroughLog)));
        Assert.InRange(best.TroughLog / Crash.ObservedTroughLog, 0.85, 1.15);
    }

    [Fact]
    public void Fit_WhateverTheThreads_IsTheSame()
    {
        (double one, IReadOnlyList<ThetaFit.Point> left) = ThetaFit.Fit(Crash, Checkout.Policy("market-order"), 1, 3, 1, _ => { }, CancellationToken.None);
        (double two, IReadOnlyList<ThetaFit.Point> right) = ThetaFit.Fit(Crash, Checkout.Policy("market-order"), 1, 3, 2, _ => { }, CancellationToken.None);
        Assert.Equal(one, two);
        Assert.Equal(left, right);
    }

    [Fact]
    public void Trough_AtThetaOneWithoutLeverage_IsTheRecordedOne()
    {
        Scenario calm = Crash with { Accounts = Crash.Accounts with { LongLeverage = 1, ShortLeverage = 1, LeverageSigma = 0, EntrySigma = 0 }, Traders = TraderTerms.Nobody };
        ThetaFit.Point point = ThetaFit.EvaluateAt(calm, Checkout.Policy("market-order"), 1, 1, 4, 2, CancellationToken.None);
        Assert.InRange(point.TroughLog / calm.ObservedTroughLog, 0.95, 1.05);
        Assert.Equal(0, point.FlowRatio);
    }

    // The shipped values with the default seed and the default number of seeds: what everybody sees who runs a scenario.
    [Theory]
    [InlineData("btc-2025-10-10")]
    [InlineData("sol-2025-10-10")]
    [InlineData("xrp-2025-10-10")]
    [InlineData("avax-2025-10-10")]
    [InlineData("btc-2024-08-05")]
    public void ShippedTheta_OfARecordedCrash_MeetsBothAnchors(string name)
    {
        Scenario shipped = ScenarioDocument.Read(Checkout.Library.ScenarioFolder(name));
        double[] troughs = new double[16], flows = new double[16];
        SimulationRunner.ForEachSeed(16, 2, Run, CancellationToken.None);
        MarketCalibration calibration = new(name, shipped.Theta, shipped.ObservedTroughLog, MetricSummary.Of(troughs.Select(trough => (double?)trough)), flows.Average(), FlowBand.Default);
        Assert.True(calibration.Converged, calibration.Note);

        void Run(int k)
        {
            RunObservation run = Checkout.Run(shipped, "market-order", SimulationRunner.SeedOf(1, k), new VenueRunOptions { EndsWithPrices = true });
            (troughs[k], flows[k]) = (run.Markets[0].DrawdownOfBars, ThetaFit.FlowRatio(run, shipped, 0));
        }
    }

    [Fact]
    public void Library_OfRecordedCrashes_IsCheckedWhole() => Assert.Equal(
        ["avax-2025-10-10", "btc-2024-08-05", "btc-2025-10-10", "four-markets-2025-10-10", "sol-2025-10-10", "xrp-2025-10-10"],
        Checkout.Library.ScenarioNames.Where(name => VenueScenarioDocument.Read(Checkout.Library.ScenarioFolder(name)).Kind == ScenarioKind.Recorded));
}

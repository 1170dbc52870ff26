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

    // The shipped value with the default seed and the default number of seeds: what everybody sees who runs the scenario.
    [Fact]
    public void ShippedTheta_OfTheBitcoinCrash_MeetsBothAnchors()
    {
        Scenario shipped = Checkout.Shipped;
        SimulationResult result = Checkout.Run(Checkout.Request(shipped, Checkout.Policy("market-order")) with { Seeds = 16, Threads = 2 });
        Assert.True(result.Markets[0].Calibration!.Converged, result.Markets[0].Calibration!.Note);
        Assert.Equal(shipped.Theta, result.Markets[0].Calibration!.Theta);
    }
}

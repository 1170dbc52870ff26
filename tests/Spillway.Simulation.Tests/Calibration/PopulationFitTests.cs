namespace Spillway.Simulation.Tests;

public sealed class PopulationFitTests
{
    private static readonly PriceTable Minutes = new("nine minutes around the fall", Checkout.Shipped.Prices.Bars.Skip(24).Take(9));

    // Few accounts with twice the leverage: more is liquidated than the band allows.
    private static readonly Scenario Crash = Checkout.Shipped with
    {
        Prices = Minutes,
        OpenInterestUsd = 0.5 * (double)Minutes.QuoteVolume,
        Accounts = Checkout.Shipped.Accounts with { Count = 100, LongLeverage = 8 },
    };

    private static Scenario Fit(Scenario scenario, int seeds, int threads, Action<FitTrial> evaluated) =>
        PopulationFit.Fit(scenario, Checkout.Policy("market-order"), 1, seeds, threads, evaluated, CancellationToken.None).Scenario;

    // The coin fell by two thirds. With the leverage of Bitcoin 30 % of its volume would have been liquidations, whatever θ.
    [Fact]
    public void Fit_OfAnotherCoinUnderTheAssumptionsOfBitcoin_MeetsBothAnchors()
    {
        string prices = Path.Combine(Checkout.Library.ScenarioFolder("avax-2025-10-10"), "prices.csv");
        Scenario coin = ScenarioDocument.Read(Checkout.ScenarioFolder, prices);
        coin = coin with { Accounts = coin.Accounts with { Count = 400 } };
        Scenario fitted = Fit(coin, 4, 2, _ => { });
        SimulationResult result = Checkout.Run(Checkout.Request(fitted, Checkout.Policy("market-order")) with { Seeds = 4, Threads = 2 });
        Assert.True(result.Markets[0].Calibration!.Converged, result.Markets[0].Calibration!.Note);
        Assert.True(fitted.Accounts.LongLeverage < coin.Accounts.LongLeverage);
        Assert.True(fitted.Liquidity.DepthShare < coin.Liquidity.DepthShare);
        Assert.Contains(MarketPopulation.Of(fitted).ToString(), result.Markets[0].Calibration!.Note, StringComparison.Ordinal);
        Assert.Contains("in place of depth 16, leverage 4 / 2.5", result.Markets[0].Calibration!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WhateverTheThreads_IsTheSame()
    {
        List<FitTrial> left = [], right = [];
        Scenario one = Fit(Crash, 2, 1, left.Add), two = Fit(Crash, 2, 2, right.Add);
        Assert.Equal(one, two);
        Assert.Equal(left, right);
        Assert.True(left.Count > 2);
    }

    // The run repeats the last word of the fit: same seeds, same figures.
    [Fact]
    public void Fit_OfAWindow_IsWhatTheRunThenMeasures()
    {
        List<FitTrial> trials = [];
        Scenario fitted = Fit(Crash, 2, 2, trials.Add);
        MarketCalibration calibration = Checkout.Run(Checkout.Request(fitted, Checkout.Policy("market-order")) with { Seeds = 2, Threads = 2 }).Markets[0].Calibration!;
        FitTrial chosen = trials.Last(trial => trial.Seeds == 2 && trial.Theta == fitted.Theta && trial.Population == MarketPopulation.Of(fitted));
        Assert.Equal(chosen.Trough, calibration.BaselineTroughLog);
        Assert.Equal(chosen.FlowRatio, calibration.FlowRatio);
    }

    [Fact]
    public void Fit_WhenItIsCancelled_StopsWithinAnEvaluation()
    {
        using CancellationTokenSource cancellation = new();
        int told = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => PopulationFit.Fit(Crash, Checkout.Policy("market-order"), 1, 2, 2, _ => Tell(), cancellation.Token));
        Assert.Equal(2, told);

        void Tell()
        {
            if (++told == 2) cancellation.Cancel();
        }
    }

    [Fact]
    public void Fit_OfAPriceThatDoesNotMove_FitsNothing()
    {
        PriceTable flat = new("flat", Minutes.Bars.Select(bar => bar with { Open = 100, High = 100, Low = 100, Close = 100 }));
        int told = 0;
        Scenario fitted = Fit(Crash with { Prices = flat }, 2, 1, _ => told++);
        Assert.Equal(0, told);
        Assert.Equal(MarketPopulation.Of(Crash), MarketPopulation.Of(fitted));
        Assert.Empty(fitted.PopulationNote);
    }
}

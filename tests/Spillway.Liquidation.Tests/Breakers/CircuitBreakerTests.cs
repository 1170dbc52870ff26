using Spillway.Core;

namespace Spillway.Liquidation.Tests.Breakers;

public sealed class CircuitBreakerTests
{
    private const long Second = Timestamp.NanosPerSecond;

    private static readonly BreakerPolicy Policy = new(
        0, RatePpm.Zero, 300, 0, BreakerAction.Halt, 0, 10, BreakerAction.Halt, RatePpm.Zero, 0, 60, BreakerAction.Halt, 0, 0, BreakerAction.Halt, RatePpm.Zero, BreakerAction.Halt,
        RatePpm.FromPpm(500_000), 5 * Second, 1, 60 * Second, 3, 90 * Second);

    [Fact]
    public void Step_WhileTheTriggerNeverStops_HoldsForExpiryTimesOnePlusRenewalsThenRests()
    {
        CircuitBreaker breaker = new();
        List<(int Second, BreakerStep Step)> steps = [];
        for (int second = 0; second < 700; second++)
        {
            BreakerStep step = breaker.Step(Reading(BreakerAction.Halt), Policy, At(second), mayEnd: true);
            if (step != BreakerStep.None) steps.Add((second, step));
        }
        (int, BreakerStep)[] round = [(0, BreakerStep.Tripped), (60, BreakerStep.Renewed), (120, BreakerStep.Renewed), (180, BreakerStep.Renewed), (240, BreakerStep.Expired)];
        Assert.Equal([.. round, .. round.Select(step => (step.Item1 + 330, step.Item2)), (660, BreakerStep.Tripped)], steps);
    }

    [Fact]
    public void Step_OutsideOfTheService_TripsAndNeverEnds()
    {
        CircuitBreaker breaker = new();
        Assert.Equal(BreakerStep.Tripped, breaker.Step(Reading(BreakerAction.CutRelease), Policy, At(0), mayEnd: false));
        Assert.Equal(BreakerStep.None, breaker.Step(default, Policy, At(1_000), mayEnd: false));
        Assert.Equal(BreakerStep.Expired, breaker.Step(default, Policy, At(1_000), mayEnd: true));
    }

    [Fact]
    public void Step_WhenRenewedByAMilderTrigger_BecomesMilder()
    {
        CircuitBreaker breaker = new();
        breaker.Step(Reading(BreakerAction.Halt), Policy, At(0), mayEnd: true);
        Assert.Equal(BreakerStep.None, breaker.Step(Reading(BreakerAction.CutRelease), Policy, At(59), mayEnd: true));
        Assert.Equal(BreakerAction.Halt, breaker.Action);
        Assert.Equal(BreakerStep.Renewed, breaker.Step(Reading(BreakerAction.CutRelease), Policy, At(60), mayEnd: true));
        Assert.Equal((BreakerAction.CutRelease, false), (breaker.Action, breaker.Collects));
    }

    [Fact]
    public void Batches_AfterAHalt_BeginAtOnceAndOtherwiseAfterAnInterval()
    {
        CircuitBreaker halted = new(), fresh = new();
        halted.Step(Reading(BreakerAction.Halt), Policy, At(0), mayEnd: true);
        halted.Step(Reading(BreakerAction.BatchOnly), Policy, At(60), mayEnd: true);
        fresh.Step(Reading(BreakerAction.BatchOnly), Policy, At(60), mayEnd: true);
        Assert.Equal((At(60), At(65)), (halted.NextBatch, fresh.NextBatch));
    }

    [Fact]
    public void Mean_IsOfOneMarkASecondWithinTheWindow()
    {
        BreakerWindows windows = new();
        foreach ((int second, long mark) in ((int, long)[])[(0, 100), (0, 500), (1, 200), (1, 900), (2, 300)]) windows.Observe(PriceTicks.FromTicks(mark), At(second), Policy);
        Assert.Equal(200, windows.Mean(default).Ticks);
        windows.Observe(PriceTicks.FromTicks(400), At(301), Policy);
        Assert.Equal(350, windows.Mean(default).Ticks); // of 300 and 400
        Assert.Equal((400, 400), (windows.High.Ticks, windows.Low.Ticks));
    }

    [Fact]
    public void Forced_WhateverIsAdded_NeverOverflows()
    {
        BreakerWindows windows = new();
        for (int i = 0; i < 40; i++) windows.AddForced(Side.Sell, QuantityLots.FromLots(1L << 59), At(1), Policy);
        Assert.Equal((1L << 60, 0), (windows.Forced(Side.Sell), windows.Forced(Side.Buy)));
        windows.Observe(PriceTicks.FromTicks(1), At(61), Policy);
        Assert.Equal(0, windows.Forced(Side.Sell));
    }

    private static Timestamp At(int second) => Timestamp.FromNanos((1_000 + second) * Second);

    private static BreakerReading Reading(BreakerAction action) => new(action, BreakerRule.LoopGain, 2, 1, PriceTicks.FromTicks(1), PriceTicks.None);
}

using Spillway.Core;
using Spillway.Liquidation;

namespace Spillway.Engine.Tests.Watch;

/// <summary>The edge watch finds what a look at everyone finds, in the same command, on random days with linear, inverse and whole-tier markets.</summary>
public sealed class EdgeWatchTests
{
    private static readonly EngineOptions Scanning = EngineOptions.Default with { LooksAtEveryone = true };

    private static int Days => Run.IsLong ? 1_000 : 60;

    [Theory]
    [InlineData("market-order", 60_000)]
    [InlineData("spillway", 70_000)]
    [InlineData("exogenous", 80_000)]
    [InlineData("hyperliquid", 130_000)]
    [InlineData("dydx-v4", 140_000)]
    [InlineData(ScheduledPolicy.Name, 150_000)]
    [InlineData(null, 90_000)]
    public void Sweep_OnRandomDays_FindsWhatALookAtEveryoneFinds(string? policy, int seed)
    {
        for (int day = 0; day < Days; day++)
        {
            byte[] document = policy is null ? RandomPolicy.Of(seed + day) : Repository.ResolvedPolicy(policy);
            List<Step> steps = Run.Record(seed + day, 2_500, document, EngineOptions.Default, crashShare: day % 2 == 0 ? 0.004 : 0.03);
            AssertSame(steps, seed + day);
        }
    }

    [Fact]
    public void Sweep_WhenTheWarningRatioChangesDuringTheDay_FindsWhatALookAtEveryoneFinds()
    {
        for (int day = 0; day < Days; day++)
        {
            List<Step> steps = Run.Record(95_000 + day, 1_500, RandomPolicy.Of(day), EngineOptions.Default);
            for (int at = steps.Count - 100; at > 300; at -= 300) steps.Insert(at, new Step(Command.Document(CommandKind.ApplyPolicy, steps[at].Command.Time), RandomPolicy.Of(day + at)));
            AssertSame(steps, day);
        }
    }

    // So few wakes that batches of prices are bursts: everybody is looked at, and the ladders catch up over the commands that follow.
    [Theory]
    [InlineData("market-order", 150_000, 0)]
    [InlineData("spillway", 160_000, 1)]
    [InlineData(null, 170_000, 0)]
    public void Sweep_InBursts_FindsWhatALookAtEveryoneFinds(string? policy, int seed, int mostWakes)
    {
        long looks = 0;
        for (int day = 0; day < Days; day++)
        {
            byte[] document = policy is null ? RandomPolicy.Of(seed + day) : Repository.ResolvedPolicy(policy);
            EngineOptions bursting = EngineOptions.Default with { MostWakes = mostWakes };
            List<Step> steps = Run.Record(seed + day, 2_500, document, bursting, crashShare: 0.06);
            looks += ((EdgeWatch)AssertSame(steps, seed + day, bursting).Watch).Looks;
        }
        Assert.True(looks > Days, $"only {looks} looks at everybody in {Days} days: no bursts");
    }

    private static void AssertSame(List<Step> steps, int seed) => AssertSame(steps, seed, EngineOptions.Default);

    private static RiskEngine AssertSame(List<Step> steps, int seed, EngineOptions options)
    {
        (RiskEngine edges, EventLog edgeLog) = Run.Of(steps, options);
        (RiskEngine scan, EventLog scanLog) = Run.Of(steps, Scanning);
        for (int i = 0; i < Math.Min(edgeLog.All.Count, scanLog.All.Count); i++)
        {
            if (!edgeLog.All[i].Equals(scanLog.All[i])) Assert.Fail($"seed {seed}, event {i}: {edgeLog.All[i]} by edges, {scanLog.All[i]} by a look at everyone");
        }
        Assert.Equal(scanLog.All.Count, edgeLog.All.Count);
        Assert.Equal(scan.Hash(), edges.Hash());
        return edges;
    }
}

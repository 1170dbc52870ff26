using Spillway.Liquidation;

namespace Spillway.Engine.Tests;

/// <summary>The laws of the engine on random days: it proves them itself after every command (ChecksEveryCommand) and must never throw.</summary>
public sealed class EngineLawTests
{
    private static int Days => Run.IsLong ? 1_500 : 60;

    private static int Commands => Run.IsLong ? 6_000 : 2_500;

    [Theory]
    [InlineData("market-order", 10_000)]
    [InlineData("spillway", 20_000)]
    [InlineData("exogenous", 30_000)]
    [InlineData("hyperliquid", 110_000)]
    [InlineData("dydx-v4", 120_000)]
    [InlineData(ScheduledPolicy.Name, 150_000)]
    public void Laws_UnderAPolicyOfTheRepository_HoldAfterEveryCommand(string policy, int seed)
    {
        for (int day = 0; day < Days; day++) Run.Record(seed + day, Commands, Repository.ResolvedPolicy(policy), World.Checked, crashShare: day % 2 == 0 ? 0.004 : 0.03);
    }

    [Fact]
    public void Laws_UnderRandomPolicies_HoldAfterEveryCommand()
    {
        for (int day = 0; day < Days * 2; day++) Run.Record(40_000 + day, Commands / 2, RandomPolicy.Of(day), World.Checked, crashShare: 0.02);
    }

    [Fact]
    public void Laws_WhenBoundsAreTiny_HoldAfterEveryCommand()
    {
        EngineOptions tiny = new(EngineLimits.Default with { MaxAccounts = 9, MaxPositionsPerAccount = 2, MaxNettingMembers = 1, MaxLiquidationRounds = 1, MaxServicedCases = 1, Book = new(8, 2, 4) }, ChecksEveryCommand: true);
        for (int day = 0; day < Days; day++) Run.Record(50_000 + day, Commands, RandomPolicy.Of(1_000 + day), tiny, crashShare: 0.02);
    }
}

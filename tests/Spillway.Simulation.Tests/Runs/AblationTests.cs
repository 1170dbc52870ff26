using Xunit.Abstractions;

namespace Spillway.Simulation.Tests;

/// <summary>Each part of the rule book earns its place: without it, something gets worse beyond chance.</summary>
/// <remarks>In a market without takers: with them the budget is reached so rarely that eight seeds cannot tell its worth (0.07 ± 0.08 of amplification).</remarks>
public sealed class AblationTests(ITestOutputHelper output)
{
    private static readonly Lazy<SimulationResult> Simulation = new(() => Checkout.Run(
        Checkout.Request(
            Checkout.Scenario with { Accounts = Checkout.Scenario.Accounts with { Count = 1_500 }, Takers = Checkout.Scenario.Takers with { Share = 0 } },
            Checkout.Policy("spillway"),
            Checkout.Variant("""{ "name": "without-budget", "extends": "spillway", "release": { "method": "unlimited" } }"""),
            Checkout.Variant("""{ "name": "without-hand-over", "extends": "spillway", "handOver": { "route": "wait" } }"""))
        with
        { Seeds = 8, Threads = 2 }));

    [Fact]
    public void WithoutTheBudget_TheFallIsAmplifiedMore()
    {
        MetricSummary difference = Difference("without-budget", "amplification");
        Assert.True(difference.Ci95Low > 0, $"amplification rises by {difference}");
    }

    [Fact]
    public void WithoutHandOver_CasesStayOpenLongerOrDebtIsLeft()
    {
        MetricSummary debt = Difference("without-hand-over", "badDebt");
        MetricSummary time = Difference("without-hand-over", "timeToFlatP99Seconds");
        Assert.True(debt.Ci95Low > 0 || time.Ci95Low > 0, $"debt {debt}, time {time}");
    }

    private MetricSummary Difference(string policy, string metric)
    {
        IReadOnlyList<double?> with = Simulation.Value.Policies.Single(outcome => outcome.Name == "spillway").PerSeed[metric];
        IReadOnlyList<double?> without = Simulation.Value.Policies.Single(outcome => outcome.Name == policy).PerSeed[metric];
        MetricSummary difference = MetricSummary.OfDifferences(without, with);
        output.WriteLine($"{policy}, {metric}: {string.Join(' ', without)} against {string.Join(' ', with)}; difference {difference}; {Simulation.Value.ElapsedSeconds} s");
        return difference;
    }
}

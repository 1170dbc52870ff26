namespace Spillway.Simulation.Tests;

/// <summary>The rule books of venues in a small crash: what a vault does is counted and told, and a restart changes nothing.</summary>
public sealed class VenueRuleBookTests
{
    private static SimulationRequest Request(double poolShare = 0.03) =>
        Checkout.Request(Checkout.Small with { PoolShare = poolShare }, Checkout.Policy("hyperliquid"), Checkout.Policy("dydx-v4"));

    private static readonly Lazy<SimulationResult> Result = new(() => Checkout.Run(Request()));

    [Fact]
    public void Vault_WhenThePolicyHasOne_UsesCapitalAndOtherwiseNone()
    {
        Assert.All(Values(Result.Value, "hyperliquid", "poolCapitalUsedPeak"), used => Assert.True(used > 0));
        Assert.All(Values(Result.Value, "hyperliquid", "poolLoss"), loss => Assert.True(loss >= 0));
        foreach (string policy in new[] { "dydx-v4", "exogenous" })
        {
            Assert.All(Values(Result.Value, policy, "poolCapitalUsedPeak"), used => Assert.Equal(0, used));
            Assert.All(Values(Result.Value, policy, "poolLoss"), loss => Assert.Equal(0, loss));
        }
    }

    [Fact]
    public void Vault_WithoutCapitalInTheScenario_IsNotOpened()
    {
        SimulationResult without = Checkout.Run(Request(poolShare: 0));
        Assert.All(Values(without, "hyperliquid", "poolCapitalUsedPeak"), used => Assert.Equal(0, used));
        Assert.All(Values(without, "hyperliquid", "liquidatedAccounts"), count => Assert.True(count > 0));
    }

    [Fact]
    public void Runner_WhenEnginesOfVenueRuleBooksAreRestoredMidCrash_GivesTheSameBits()
    {
        SimulationResult restarted = Checkout.Run(Request() with { RestartAtSecond = 700 });
        Assert.Equal(Result.Value.StateHash, restarted.StateHash);
    }

    [Fact]
    public void Narrator_OfARunWithAVault_TellsEachTakeOver()
    {
        List<Decision> decisions = [];
        RunObservation seen = Checkout.Run(Checkout.Small, "hyperliquid", 1, new VenueRunOptions { Events = new Narrator(decisions.Add) });
        int moved = seen.ForcedCloses.Count(close => close.Route == Liquidation.TradeRoute.Vault);
        Assert.True(moved > 0);
        Decision[] told = [.. decisions.Where(decision => decision.Event == "VaultTookOver")];
        Assert.Equal(moved, told.Length); // one market: one position an account
        Assert.Contains("which is not returned", told[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Liquidated_WhenTheVaultIsClosedInItsTurn_CountsWhatLeftItsHoldersOnce()
    {
        RunObservation run = Checkout.Run(Checkout.Small with { PoolShare = 0.0001 }, "hyperliquid", 1, new VenueRunOptions());
        RunObservation exogenous = Checkout.Run(Checkout.Small with { PoolShare = 0.0001 }, "exogenous", 1, new VenueRunOptions());
        ForcedClose[] ofVault = [.. run.ForcedCloses.Where(close => close.Account >= run.Holders)];
        Assert.NotEmpty(ofVault);
        IReadOnlyDictionary<string, double?> metrics = RunMetrics.Of(run, exogenous, run).Venue;
        double all = run.ForcedCloses.Sum(close => close.Notional), again = ofVault.Sum(close => close.Notional);
        Assert.InRange((all - again) / metrics["liquidatedNotional"]!.Value, 0.999999, 1.000001);
        Assert.All(run.LiquidatedAccounts, account => Assert.InRange(account, 0, run.Holders - 1));
        Assert.InRange(metrics["deleveragedNotional"]!.Value, ofVault.Where(close => close.Route == Liquidation.TradeRoute.Deleveraging).Sum(close => close.Notional), all);
    }

    // Whoever is deleveraged at a price that leaves the closed account nothing, or at yesterday's mark, pays its debt: it is there all the same.
    [Theory]
    [InlineData("dydx-v4")]
    [InlineData("hyperliquid")]
    public void BadDebt_WhenWinnersPayItByTheirPrice_IsThatOfTheMark(string policy)
    {
        const string atMark = "at-mark";
        SimulationResult result = Checkout.Run(Checkout.Request(
            Checkout.Small with { PoolShare = 0 },
            Checkout.Policy(policy),
            Checkout.Variant($$"""{ "name": "{{atMark}}", "extends": "{{policy}}", "handOver": { "price": "mark" } }""")));
        Assert.All(Values(result, policy, "deleveragedShareOfOi"), share => Assert.True(share > 0));
        double paid = Values(result, policy, "badDebt").Average()!.Value, plain = Values(result, atMark, "badDebt").Average()!.Value;
        Assert.True(plain > 0);
        Assert.InRange(paid / plain, 0.7, 1.4);
    }

    private static IReadOnlyList<double?> Values(SimulationResult result, string policy, string metric) =>
        result.Policies.Single(outcome => outcome.Name == policy).PerSeed[metric];
}

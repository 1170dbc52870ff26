namespace Spillway.Simulation.Tests;

/// <summary>A policy that limits what may be opened: the run begins with what it would have let open.</summary>
public sealed class OpenInterestRunTests
{
    private const double CalmMost = 0.3;

    private static readonly Lazy<SimulationResult> Result = new(() => Checkout.Run(Request()));

    [Fact]
    public void Population_UnderACapOnGain_OpensWithTheGainOfTheCap()
    {
        RunObservation capped = Observe(Capped), open = Checkout.Run(Checkout.Small, "spillway", 1, new VenueRunOptions());
        double before = open.Markets[0].GainCurve.Take(200).Max(), after = capped.Markets[0].GainCurve.Take(200).Max();
        Assert.True(before > 2 * CalmMost, $"n = {before}: nothing to cap");
        Assert.InRange(after, 0.05 * CalmMost, 1.1 * CalmMost); // the larger gain, of a squeeze, is the one that was cut to the cap
        Assert.InRange(capped.Markets[0].OpenInterestForgone, 0.2, 0.99);
        Assert.InRange(after / before, 0, 1.4 * (1 - capped.Markets[0].OpenInterestForgone)); // n falls at least in proportion to what is open, and by more where a squeeze had the larger gain
        Assert.Equal(0, open.Markets[0].OpenInterestForgone);
    }

    [Fact]
    public void Population_UnderACapInMoney_OpensAtTheCap()
    {
        double cap = Math.Floor(0.6 * Checkout.Small.OpenInterestUsd);
        RunObservation run = Observe(Variant("cap", FormattableString.Invariant($"\"cap\": {cap}")));
        Assert.InRange(run.Markets[0].OpenInterestForgone, 0.39, 0.41);
    }

    [Fact]
    public void OpenInterestForgone_CostsTheClauseOfSideEffectsAndIsReported()
    {
        Assert.All(Values("capped", "openInterestForgone"), share => Assert.True(share > 0.1));
        Assert.All(Values("spillway", "openInterestForgone"), share => Assert.Equal(0, share));
        // Of what was drawn, not of what the policy let open: else the clause could be met by opening nothing.
        Assert.All(Values("capped", Metric.OpenInterestBefore), share => Assert.True(share < 0.9));
        Assert.All(Values("exogenous", Metric.OpenInterestBefore), share => Assert.True(share > 0.9));
    }

    [Fact]
    public void EquityPreserved_CountsMarginThatWasNeverDeposited() => Assert.All(Values("capped", "equityPreserved"), ratio => Assert.InRange(ratio!.Value, 0.8, 1.6));

    [Fact]
    public void Baseline_BesideACappedPolicy_IsTheSameRun()
    {
        SimulationResult alone = Checkout.Run(Checkout.Request(Checkout.Small, Checkout.Policy("spillway")));
        Assert.Equal(alone.Policies.Single(policy => policy.Name == "spillway").PerSeed["amplification"], Values("spillway", "amplification"));
    }

    [Fact]
    public void AddOnForSize_HoldsBackMoreTheMoreItAsks()
    {
        double Forgone(string k) => Observe(Variant("k", FormattableString.Invariant($"\"concentration\": {k}"))).Markets[0].OpenInterestForgone;
        double all = Forgone("1"), some = Forgone("0.3");
        Assert.InRange(all, 0.001, 0.9);
        Assert.True(some < all, $"{some} at 0.3, {all} at 1");
    }

    [Fact]
    public void Runner_WhenEnginesUnderACapAreRestoredMidCrash_GivesTheSameBits() =>
        Assert.Equal(Result.Value.StateHash, Checkout.Run(Request() with { RestartAtSecond = 700 }).StateHash);

    [Fact]
    public void Narrator_WhenAGainCrossesTheCap_TellsWhatIsRefused()
    {
        List<Decision> decisions = [];
        Observe(Capped, new VenueRunOptions { Events = new Narrator(decisions.Add) });
        Decision[] told = [.. decisions.Where(decision => decision.Event == "GainCapMoved")];
        Assert.NotEmpty(told);
        Assert.Contains("on stressed depth, cap 1: orders that open", told[0].Text, StringComparison.Ordinal);
    }

    private static Spillway.Engine.PolicyDocument Capped => Variant("capped", "\"gainMost\": 1, \"withdrawal\": 0.7");

    private static SimulationRequest Request() => Checkout.Request(Checkout.Small, Checkout.Policy("spillway"), Capped);

    private static Spillway.Engine.PolicyDocument Variant(string name, string section) =>
        Checkout.Variant($$"""{ "name": "{{name}}", "extends": "spillway", "openInterest": { {{section}} } }""");

    private static RunObservation Observe(Spillway.Engine.PolicyDocument policy, VenueRunOptions? options = null)
    {
        VenueScenario scenario = VenueScenario.Of(Checkout.Small);
        using VenueRun run = new(scenario, policy, SimulationRunner.PathsOf(scenario, 1), 1, options ?? new VenueRunOptions());
        return run.Run(CancellationToken.None);
    }

    private static IReadOnlyList<double?> Values(string policy, string metric) => Result.Value.Policies.Single(outcome => outcome.Name == policy).PerSeed[metric];
}

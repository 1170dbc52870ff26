using System.Text;
using Spillway.Engine;

namespace Spillway.Simulation.Tests;

/// <summary>The scenarios and policies of the checkout, and a small crash made of them.</summary>
internal static class Checkout
{
    public static Library Library { get; } = new(CheckoutFolder.Root);

    public static string ScenarioFolder { get; } = Library.ScenarioFolder("btc-2025-10-10");

    /// <summary>The crash as it ships, calibrated.</summary>
    public static Scenario Shipped { get; } = ScenarioDocument.Read(ScenarioFolder);

    /// <summary>The whole recorded fall as an exogenous shock on a thin book: sharper than the shipped crash, so that every rule has work to do, and without
    /// traders who react to the price, so that the liquidations alone are seen.</summary>
    public static Scenario Scenario { get; } = Shipped with { Theta = 1, Liquidity = Shipped.Liquidity with { DepthShare = 6 }, Traders = TraderTerms.Nobody };

    /// <summary>Few accounts and the 25 bars around the fall: a run takes a fraction of a second.</summary>
    public static Scenario Small { get; } = Scenario with
    {
        Accounts = Scenario.Accounts with { Count = 300 },
        Prices = new PriceTable("bars 20 to 45", Scenario.Prices.Bars.Skip(20).Take(25)),
    };

    public static PolicyDocument Policy(string name) => Library.ReadPolicy(name);

    /// <summary>A policy that changes something of a shipped one.</summary>
    public static PolicyDocument Variant(string json) => PolicyDocument.Read(
        Encoding.UTF8.GetBytes(json),
        name => File.ReadAllBytes(Path.Combine(Library.Root, "policies", name + ".json")));

    public static SimulationRequest Request(Scenario scenario, params PolicyDocument[] policies) => new()
    {
        Scenario = VenueScenario.Of(scenario),
        Policies = policies,
        Baseline = policies[0],
        Exogenous = Policy("exogenous"),
        Seeds = 2,
    };

    /// <summary>One run of a scenario of one market.</summary>
    public static RunObservation Run(Scenario scenario, string policy, ulong seed, VenueRunOptions options) => Run(VenueScenario.Of(scenario), policy, seed, options);

    /// <summary>One run.</summary>
    public static RunObservation Run(VenueScenario scenario, string policy, ulong seed, VenueRunOptions options)
    {
        using VenueRun run = new(scenario, Policy(policy), SimulationRunner.PathsOf(scenario, seed), seed, options with { IsCounterfactual = policy == "exogenous" });
        return run.Run(CancellationToken.None);
    }

    public static SimulationResult Run(SimulationRequest request) => SimulationRunner.Run(request, _ => { }, CancellationToken.None);
}

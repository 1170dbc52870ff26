namespace Spillway.Simulation.Tests;

/// <summary>Two small markets at one venue: the sharp Bitcoin crash, and a market like it whose own price hardly moves.</summary>
internal static class TwoMarkets
{
    public static Scenario Crash { get; } = Checkout.Small;

    /// <summary>Half the open interest, hardly a fall, and little equity to lend, under another symbol.</summary>
    public static Scenario Calm { get; } = Checkout.Small with
    {
        Market = Checkout.Small.Market with { Symbol = "CALM-PERP" },
        OpenInterestUsd = Checkout.Small.OpenInterestUsd / 2,
        Accounts = Checkout.Small.Accounts with { LongLeverage = 30, ShortLeverage = 30 },
        Theta = 0.02,
    };

    public static VenueScenario With(double crossShare = 0, double hedgedShare = 0, int sharedMakers = 0) =>
        new("two-markets", "", ScenarioKind.Recorded, [Crash, Calm], new JointTerms(crossShare, hedgedShare, sharedMakers));
}

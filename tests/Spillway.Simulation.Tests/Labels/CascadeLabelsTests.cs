using Spillway.Engine;

namespace Spillway.Simulation.Tests;

/// <summary>For each class one made episode that gets its label, and a different one that does not.</summary>
public sealed class CascadeLabelsTests
{
    private static readonly TraderTerms Nobody = TraderTerms.Nobody;

    private static readonly Scenario Sharp = Checkout.Small;

    private static readonly Scenario Calm = Checkout.Small with { Theta = 0.05 };

    [Fact]
    public void Margin_InASharpFall_IsRecognisedAndInACalmOneNot()
    {
        Assert.True(Label("margin", Sharp, "market-order"));
        Assert.False(Label("margin", Calm, "market-order"));
    }

    [Fact]
    public void StopLoss_WhereManyHoldStops_IsRecognisedAndWhereNobodyDoesNot()
    {
        Assert.True(Label("stop-loss", Sharp with { Traders = Nobody with { StopShare = 0.8 } }, "market-order"));
        Assert.False(Label("stop-loss", Sharp, "market-order"));
    }

    [Fact]
    public void Sentiment_WhereManyFollowTheTrend_IsRecognisedAndWhereNobodyDoesNot()
    {
        Assert.True(Label("sentiment", Sharp with { Traders = Nobody with { MomentumShare = 0.3 } }, "spillway"));
        Assert.False(Label("sentiment", Sharp, "spillway"));
    }

    [Fact]
    public void Deleveraging_WhereWinnersHedgeAgain_IsRecognisedAndWhereTheyDoNotItIsNot()
    {
        Assert.True(Label("deleveraging", Sharp with { Traders = Nobody with { RehedgeShare = 1, RehedgeSeconds = 5 } }, "spillway"));
        Assert.False(Label("deleveraging", Sharp, "spillway"));
        Assert.False(Label("deleveraging", Sharp with { Traders = Nobody with { RehedgeShare = 1, RehedgeSeconds = 5 } }, "market-order"));
    }

    [Fact]
    public void Liquidity_WhereMakersWithdraw_IsRecognisedAndWhereTheyStayNot()
    {
        Assert.True(Label("liquidity", Sharp, "market-order"));
        Assert.False(Label("liquidity", Sharp with { Liquidity = Sharp.Liquidity with { Withdrawal = 0, DepthShare = 200 } }, "market-order"));
    }

    [Fact]
    public void MarginCall_WhereMostAnswerTheirCalls_IsRecognisedAndWhereNobodyDoesNot()
    {
        // A book so deep that the fall itself liquidates few: most of what is sold is sold before.
        Scenario deep = Sharp with { Liquidity = Sharp.Liquidity with { DepthShare = 60 } };
        Assert.True(Label("margin-call", deep with { Traders = Nobody with { CallShare = 1 } }, "urgent-calls"));
        Assert.False(Label("margin-call", deep, "urgent-calls"));
    }

    [Fact]
    public void CrossMargin_WhereAccountsHoldBothMarkets_IsRecognisedAndWhereTheyDoNotItIsNot()
    {
        Assert.True(Label("cross-margin", TwoMarkets.With(crossShare: 1), "market-order"));
        Assert.False(Label("cross-margin", TwoMarkets.With(), "market-order"));
        Assert.False(Label("cross-margin", Sharp, "market-order"));
    }

    [Fact]
    public void Collateral_WhereTheCoinIsTheMargin_IsRecognisedAndWhereDollarsAreNot()
    {
        Assert.True(Label("collateral", Sharp with { Accounts = Sharp.Accounts with { CoinShare = 0.8 } }, "market-order"));
        Assert.False(Label("collateral", Sharp, "market-order"));
    }

    [Fact]
    public void Class_WithoutAMechanism_IsNeverClaimed() => Assert.False(Label("protocol", Sharp, "market-order"));

    private static bool Label(string name, Scenario scenario, string policy) => Label(name, VenueScenario.Of(scenario), policy);

    private static bool Label(string name, VenueScenario scenario, string policy)
    {
        PolicyDocument rules = policy == "urgent-calls" ? UrgentCalls : Checkout.Policy(policy);
        SimulationResult result = Checkout.Run(Checkout.Request(scenario.Markets[0], rules) with { Scenario = scenario });
        CascadeLabel label = result.Policies[0].Labels.Single(label => label.Class == name);
        Assert.NotEmpty(label.Evidence);
        return label.IsPresent;
    }

    // Calls early and gives little time: what many answer together is a fall of its own.
    private static PolicyDocument UrgentCalls { get; } = Checkout.Variant("""{ "name": "urgent-calls", "extends": "market-order", "warning": { "ratio": 1.5, "deadlineSeconds": 10 } }""");
}

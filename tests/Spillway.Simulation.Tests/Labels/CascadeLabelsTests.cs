namespace Spillway.Simulation.Tests;

/// <summary>For each class one made episode that gets its label, and a different one that does not.</summary>
public sealed class CascadeLabelsTests
{
    private static readonly TraderTerms Nobody = new(0, 0, 0, 1);

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

    [Theory]
    [InlineData("margin-call")]
    [InlineData("cross-margin")]
    [InlineData("collateral")]
    [InlineData("protocol")]
    public void Class_WithoutAMechanism_IsNeverClaimed(string name) => Assert.False(Label(name, Sharp, "market-order"));

    private static bool Label(string name, Scenario scenario, string policy)
    {
        SimulationResult result = Checkout.Run(Checkout.Request(scenario, Checkout.Policy(policy)));
        CascadeLabel label = result.Policies[0].Labels.Single(label => label.Class == name);
        Assert.NotEmpty(label.Evidence);
        return label.IsPresent;
    }
}

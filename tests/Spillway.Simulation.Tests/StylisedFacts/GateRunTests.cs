namespace Spillway.Simulation.Tests;

/// <summary>The gate in a short form: two hours of one day, which settle what the agents do and not what the path gives them.</summary>
public sealed class GateRunTests
{
    private static readonly Lazy<GateResult> First = new(() => Run(Request));

    private static GateRequest Request => new() { Scenario = Checkout.Shipped, Exogenous = Checkout.Policy("exogenous"), Hours = 2 };

    [Fact]
    public void Gate_WhenItHasTwoThreads_GivesTheSameBits()
    {
        GateResult other = Run(Request with { Threads = 2 });
        Assert.Equal(First.Value.StateHash, other.StateHash);
        Assert.Equal(First.Value.Commands, other.Commands);
        Assert.Equal(First.Value.Figures, other.Figures);
        Assert.Equal(GateChart.Draw(First.Value), GateChart.Draw(other));
    }

    [Fact]
    public void Gate_LiquidatesNobody() => Assert.Equal(0, First.Value.Liquidated);

    [Theory]
    [InlineData("flowSlopeDepthExponent")]
    [InlineData("resilienceHalfLife")]
    public void Gate_OfTheShippedMarket_HoldsWhatItsAgentsDo(string key) => Assert.True(First.Value[key].IsWithin, $"{key}: {First.Value[key].Venue}");

    [Theory]
    [InlineData(10)]
    [InlineData(2_000)]
    public void Gate_WhenMakersHandOnTheirInventoryAtAnotherPace_SeesThatTheBookReturnsTooFastOrTooSlowly(double halfLife)
    {
        Scenario shipped = Checkout.Shipped;
        LiquidityTerms terms = shipped.Liquidity with { InventoryHalfLifeSeconds = halfLife, ArbitrageHalfLifeSeconds = 3_600 };
        GateResult other = Run(Request with { Scenario = shipped with { Liquidity = terms }, Hours = 1 });
        Assert.False(other["resilienceHalfLife"].IsWithin, $"{other["resilienceHalfLife"].Venue}");
        Assert.False(other.IsPassed);
    }

    // Read off prices. The wider market follows p of what was swept, and makers keep the whole of it as skew on top: the peak is 1 + p, and p of that stays.
    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(0.6)]
    public void PermanentShare_OfForcedOrders_IsThatOfThePeak(double stated)
    {
        GateResult result = Run(Request with { Scenario = Checkout.Shipped with { PermanentShare = stated } });
        double expected = stated / (1 + stated);
        Assert.InRange(result["permanentShare"].Venue!.Value, expected - 0.03, expected + 0.03);
    }

    [Fact]
    public void Metaorders_AreAllThatDiffersBetweenPairedRuns()
    {
        GateMarket market = new(1, QuietTerms.Default, 30, 1, HasMetaorders: true, ShockKind.None);
        GateTape with = market.Run(Checkout.Shipped, Checkout.Policy("exogenous"), CancellationToken.None);
        GateTape without = (market with { HasMetaorders = false }).Run(Checkout.Shipped, Checkout.Policy("exogenous"), CancellationToken.None);
        Assert.Equal(with.Market.Wider, without.Market.Wider);
        Assert.Equal(1_800, with.Market.Middle.Count);
        Assert.NotEqual(with.Market.Middle, without.Market.Middle);
        Assert.Empty(without.Metaorders.Finished);
        Assert.NotEmpty(with.Metaorders.Finished);
        Assert.All(with.Metaorders.Finished, order => Assert.True(order.Notional > 0 && order.LastSecond >= order.FirstSecond));
    }

    [Fact]
    public void Document_CarriesEveryFigureAndSaysWhatFailed()
    {
        System.Text.Json.Nodes.JsonObject document = GateDocument.Write(First.Value);
        Assert.Equal(First.Value.Figures.Select(figure => figure.Key), document["figures"]!.AsArray().Select(figure => figure!["key"]!.GetValue<string>()));
        Assert.Equal(First.Value.IsPassed, document["figures"]!.AsArray().All(figure => !figure!["hard"]!.GetValue<bool>() || figure["within"]!.GetValue<bool>()));
    }

    private static GateResult Run(GateRequest request) => GateRun.Run(request, _ => { }, CancellationToken.None);
}

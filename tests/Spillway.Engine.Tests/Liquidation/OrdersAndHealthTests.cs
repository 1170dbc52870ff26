using System.Text;
using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>An order changes nobody's health; who is looked at after one is only who was forgotten before it.</summary>
public sealed class OrdersAndHealthTests
{
    [Fact]
    public void PlaceOrder_WhenTheRatioWasRaisedSinceTheLastLook_CallsTheAccountAtOnce()
    {
        Scenario venue = new();
        AccountId trader = venue.Account(500), other = venue.Account(100_000);
        venue.Import(trader, other, 100, 20);
        venue.Index(100); // equity 500, maintenance 100
        string policy = Encoding.UTF8.GetString(Repository.ResolvedPolicy("market-order")).Replace("\"ratio\": 1.25", "\"ratio\": 6", StringComparison.Ordinal);
        venue.Do(Command.Document(CommandKind.ApplyPolicy, venue.Now), Encoding.UTF8.GetBytes(policy));
        Assert.Equal(6_000_000, venue.Engine.Desk.Policy.Warning.Ratio.Ppm);

        venue.Log.Clear();
        venue.Bid(trader, 90, 1);
        Assert.Equal(trader, Assert.Single(venue.Log.Of<MarginCalled>()).Account);
        venue.Log.Clear();
        venue.Bid(trader, 90, 1);
        Assert.Empty(venue.Log.Of<MarginCalled>()); // called once
    }

    [Fact]
    public void IndexPrice_WhenItBreaches_CancelsTheOrdersMarketByMarket()
    {
        Scenario venue = new();
        AccountId trader = venue.Account(1_000), other = venue.Account(100_000);
        venue.Import(trader, other, 100, 50);
        venue.Import(trader, other, 100, 1, Y);
        venue.Index(100);
        venue.Index(100, index: 1);
        venue.Bid(trader, 50, 1, Y);
        venue.Bid(trader, 50, 1);
        venue.Bid(trader, 49, 1);
        var ended = venue.Index(84).OfType<OrderEnded>().ToList();
        Assert.Equal([X, X, Y], ended.Select(e => e.Instrument));
        Assert.All(ended, e => Assert.Equal(OrderEnd.Liquidation, e.Reason));
    }
}

using Spillway.Core;
using Spillway.Liquidation;
using static Spillway.Engine.Tests.Scenario;

namespace Spillway.Engine.Tests.Liquidation;

/// <summary>Cases of a round that share what the market has room for.</summary>
public sealed class SharedRoomTests
{
    private static string Policy(string order, string more = "") =>
        $$"""{ "name": "shared", "netting": { "enabled": false }, "sizing": { "method": "wholePosition" }, "release": { "method": "unlimited", "order": "{{order}}" }, "handOver": { "route": "wait" }{{more}} }""";

    // Each is long at 100 on a tenth of that, and has a case at 94.
    private static (Scenario Venue, AccountId[] Traders) Breached(string policy, decimal bid, long bids, params long[] sizes)
    {
        Scenario venue = new(policyText: _ => policy);
        AccountId bear = venue.Account(100_000), maker = venue.Account(100_000);
        AccountId[] traders = [.. sizes.Select(size => venue.Account(10 * size))];
        for (int i = 0; i < sizes.Length; i++) venue.Import(traders[i], bear, 100, sizes[i]);
        venue.Index(100);
        venue.Advance();
        if (bids > 0) venue.Bid(maker, bid, bids);
        venue.Index(94);
        return (venue, traders);
    }

    private static long[] Sold(List<object> events, AccountId[] traders) =>
        [.. traders.Select(trader => events.OfType<Traded>().Where(e => e.Route == TradeRoute.Book && e.Seller == trader).Sum(e => e.Lots.Lots))];

    [Theory]
    [InlineData("inTurn", 40, 40, 0)]
    [InlineData("proportional", 40, 30, 10)]
    [InlineData("proportional", 41, 31, 10)] // 30.75 and 10.25
    [InlineData("proportional", 1, 1, 0)]
    [InlineData("proportional", 80, 60, 20)]
    [InlineData("proportional", 200, 60, 20)]
    public void Service_WhenThereIsNotRoomForAll_SharesIt(string order, long bids, long first, long second)
    {
        (Scenario venue, AccountId[] traders) = Breached(Policy(order), 93.5m, bids, 60, 20);
        Assert.Equal([first, second], Sold(venue.Advance(), traders));
    }

    [Fact]
    public void Service_Sharing_SizesAndReportsEachCaseBeforeAnyIsSold()
    {
        (Scenario venue, _) = Breached(Policy("proportional"), 93.5m, 40, 60, 20);
        Assert.Equal(
            ["CloseSized", "CloseSized", "ReleaseDecided", "Traded", "BookReleased", "ReleaseDecided", "Traded", "BookReleased"],
            venue.Advance().TakeWhile(e => e is not MarkMoved).Take(8).Select(e => e.GetType().Name));
    }

    [Fact]
    public void Service_Sharing_HandsOverWhatTheShareLeaves()
    {
        (Scenario venue, AccountId[] traders) = Breached(Policy("proportional").Replace("\"wait\"", "\"deleveraging\"", StringComparison.Ordinal), 93.5m, 40, 60, 20);
        List<object> events = venue.Advance();
        Assert.Equal([30, 10], Sold(events, traders));
        Assert.Equal([Lots(30), Lots(10)], events.OfType<HandedOver>().Select(e => e.Lots));
        Assert.All(events.OfType<ReleaseDecided>(), e => Assert.Equal(ReleaseBound.EmptyBook, e.Bound));
        Assert.Equal((0, 0), (venue.Size(traders[0]), venue.Size(traders[1])));
    }

    // Nobody has more by being two: shares go by lots, not by heads.
    [Fact]
    public void Service_Sharing_GivesNothingForSplitting()
    {
        (Scenario whole, AccountId[] two) = Breached(Policy("proportional"), 93.5m, 37, 60, 20);
        (Scenario split, AccountId[] four) = Breached(Policy("proportional"), 93.5m, 37, 20, 20, 20, 20);
        long[] before = Sold(whole.Advance(), two), after = Sold(split.Advance(), four);
        Assert.InRange(after[..3].Sum() - before[0], -2, 2);
        Assert.Equal(37, after.Sum());
    }

    [Fact]
    public void Service_Sharing_UnderTheBudget_StaysAboveTheFloor()
    {
        string budget = """{ "name": "shared", "netting": { "enabled": false }, "sizing": { "method": "wholePosition" }, "release": { "order": "proportional", "healthFloor": 0 }, "handOver": { "route": "wait" } }""";
        (Scenario venue, AccountId[] traders) = Breached(budget, 93.5m, 9, 60, 30);
        venue.Bid(venue.Account(100_000), 80, 500);
        List<object> events = venue.Advance();
        Assert.Equal([6, 3], Sold(events, traders));
        Assert.All(events.OfType<ReleaseDecided>().Take(2), e => Assert.Equal(ReleaseBound.AmplificationBudget, e.Bound));
    }

    [Fact]
    public void Service_Sharing_UnderACapOnVolume_SharesTheCapAndNamesIt()
    {
        (Scenario venue, AccountId[] traders) = Breached(Policy("proportional").Replace("\"proportional\"", "\"proportional\", \"participation\": 0.5", StringComparison.Ordinal), 93.5m, 500, 60, 20);
        AccountId a = venue.Account(100_000);
        venue.Ask(a, 93.5m, 16);
        List<object> events = venue.Advance();
        Assert.Equal([6, 2], Sold(events, traders));
        Assert.All(events.OfType<ReleaseDecided>().Take(2), e => Assert.Equal(ReleaseBound.Participation, e.Bound));
    }

    // What the first sale trips holds for the second: it was counted on the room, but it is not sold.
    [Fact]
    public void Service_Sharing_WhenTheFirstSaleHaltsTheMarket_SellsNoMore()
    {
        (Scenario venue, AccountId[] traders) = Breached(
            Policy("proportional", """, "breakers": { "flowOfOpenInterest": 0.1, "flowAction": "halt" }"""), 93.5m, 40, 60, 20);
        List<object> events = venue.Advance();
        Assert.Contains(events, e => e is BreakerTripped);
        Assert.Equal([30, 0], Sold(events, traders));
    }

    // A fillable price is an account's own, so there is no room that all could share: served in turn.
    [Fact]
    public void Service_WithFillablePrices_IsInTurn()
    {
        string policy = Policy("proportional").Replace("unlimited", "fillablePrice", StringComparison.Ordinal);
        (Scenario venue, AccountId[] traders) = Breached(policy, 93.9m, 40, 60, 20);
        Assert.Equal([40, 0], Sold(venue.Advance(), traders));
    }
}

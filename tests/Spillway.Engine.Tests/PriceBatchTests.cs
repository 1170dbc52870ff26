using System.Runtime.InteropServices;
using Spillway.Core;

namespace Spillway.Engine.Tests;

/// <summary>Prices of several markets that belong to one moment are one event: nobody is judged by half of it.</summary>
public sealed class PriceBatchTests
{
    [Fact]
    public void IndexPrices_WhenBothMarketsOfAHedgeMove_JudgesTheAccountByBoth()
    {
        (Scenario venue, AccountId hedged) = Hedged();
        venue.Do(Command.Document(CommandKind.IndexPrices, venue.Now), Reports((0, 80), (1, 80)));
        Assert.False(venue.HasCase(hedged));
    }

    [Fact]
    public void IndexPrice_OneMarketAfterTheOther_JudgesTheAccountInBetween()
    {
        (Scenario venue, AccountId hedged) = Hedged();
        venue.Index(80);
        Assert.True(venue.HasCase(hedged));
    }

    [Fact]
    public void IndexPrices_WhenTheyBreachAnAccount_OpensItsCaseInTheSameCommand()
    {
        (Scenario venue, AccountId hedged) = Hedged();
        venue.Do(Command.Document(CommandKind.IndexPrices, venue.Now), Reports((1, 100), (0, 80)));
        Assert.True(venue.HasCase(hedged));
    }

    [Theory]
    [InlineData(9, 100, RejectReason.UnknownIndex)]
    [InlineData(-1, 100, RejectReason.UnknownIndex)]
    [InlineData(1, -5, RejectReason.InvalidPrice)]
    [InlineData(1, 0, RejectReason.InvalidPrice)]
    public void IndexPrices_WhenOneReportIsWrong_TakesNone(int index, int price, RejectReason reason)
    {
        (Scenario venue, _) = Hedged();
        Assert.Equal(reason, venue.Try(Command.Document(CommandKind.IndexPrices, venue.Now), Reports((0, 80), (index, price))).Reason);
        Assert.Equal(Scenario.Ticks(100), venue.Engine.Exchange[Scenario.X].Price.Mark);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    [InlineData(49)]
    [InlineData(48 * 20_000)]
    public void IndexPrices_WithAPayloadOfAnotherLength_AreRefused(int bytes)
    {
        (Scenario venue, _) = Hedged();
        Assert.Equal(RejectReason.InvalidPayload, venue.Try(Command.Document(CommandKind.IndexPrices, venue.Now), new byte[bytes]).Reason);
    }

    // 100 long in X and 100 short in Y at 100, with margin for neither alone to fall by a fifth.
    private static (Scenario Venue, AccountId Hedged) Hedged()
    {
        Scenario venue = new();
        AccountId hedged = venue.Account(2_500), other = venue.Account(1_000_000);
        venue.Import(hedged, other, 100, 100);
        venue.Import(other, hedged, 100, 100, Scenario.Y);
        venue.Do(Command.Document(CommandKind.IndexPrices, venue.Now), Reports((0, 100), (1, 100)));
        return (venue, hedged);
    }

    private static byte[] Reports(params ReadOnlySpan<(int Index, int Price)> prices)
    {
        List<IndexPrice> reports = [];
        foreach ((int index, int price) in prices)
            reports.Add(new IndexPrice(PriceIndexId.FromIndex(index), 0, QuotePrice.FromParts(price * 1_000_000_000L), default, default, default, default));
        return MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(reports)).ToArray();
    }
}

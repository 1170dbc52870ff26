using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class OpenOrderTableTests
{
    [Fact]
    public void Change_AddsUpEachSide()
    {
        OpenOrderTable table = new();
        int row = table.Add(7);
        table.Change(row, Side.Buy, 1, 10, 1_000);
        table.Change(row, Side.Buy, 0, -4, -400);
        table.Change(row, Side.Sell, 1, 3, 330);
        Assert.Equal((7, 2), (table.PositionRow(row), table.OrderCount(row)));
        Assert.Equal((6, 600, 3, 330), (table.BidLots(row), table.BidUnits(row), table.AskLots(row), table.AskUnits(row)));
    }

    [Fact]
    public void Free_ThenAdd_ReusesRowsLastInFirstOut()
    {
        OpenOrderTable table = new();
        for (int position = 0; position < 20; position++) Assert.Equal(position, table.Add(position));
        foreach (int row in new[] { 4, 0, 11 }) table.Free(row);
        Assert.Equal([11, 0, 4, 20], [table.Add(50), table.Add(51), table.Add(52), table.Add(53)]);
        Assert.Equal([50, 51, 52, 53], [table.PositionRow(11), table.PositionRow(0), table.PositionRow(4), table.PositionRow(20)]);
    }

    [Fact]
    public void Free_WhileSumsRemain_IsABrokenInvariant()
    {
        OpenOrderTable table = new();
        table.Change(table.Add(0), Side.Sell, 0, 0, 1);
        Assert.Throws<InvariantException>(() => table.Free(0));
    }

    [Fact]
    public void Restore_OfWhatWasSaved_GivesOutTheSameRows()
    {
        byte[] saved = StateBytes.Of(WithFreedRows().Save);
        StateReader reader = new(saved);
        OpenOrderTable restored = OpenOrderTable.Restore(ref reader);
        Assert.True(reader.AtEnd);
        Assert.Equal(saved, StateBytes.Of(restored.Save));
        Assert.Equal([11, 0, 20], [restored.Add(50), restored.Add(51), restored.Add(52)]);
    }

    [Fact]
    public void Restore_OfDamagedBytes_IsRefusedOrUsable() => Damage.AssertRefusedOrUsable(StateBytes.Of(WithFreedRows().Save), (ref reader) =>
    {
        OpenOrderTable table = OpenOrderTable.Restore(ref reader);
        for (int n = 0; n < 4; n++) table.Free(table.Add(n));
    });

    // Twenty rows, 11 and 0 freed.
    private static OpenOrderTable WithFreedRows()
    {
        OpenOrderTable table = new();
        for (int position = 0; position < 20; position++) table.Change(table.Add(position), Side.Buy, 1, position, position * 100);
        foreach (int row in new[] { 0, 11 })
        {
            table.Change(row, Side.Buy, -1, -row, row * -100);
            table.Free(row);
        }
        return table;
    }

    [Fact]
    public void OrderRestedAndShrank_InAnySequence_CancelOutWhenAllOrdersAreGone() => Draw.ForAll(100, draw =>
    {
        Venue venue = new(draw.Chance(50));
        AccountId account = venue.Accounts[0];
        List<(Side Side, PriceTicks Price, long Lots)> resting = [];
        for (int n = 0; n < 60; n++)
        {
            if (resting.Count > 0 && draw.Chance(50))
            {
                int i = draw.Between(0, resting.Count - 1);
                (Side side, PriceTicks price, long lots) = resting[i];
                long left = draw.Chance(50) ? 0 : draw.Between(0, lots - 1);
                venue.House.OrderShrank(venue.Contract, venue.House.FindOwnerSlot(account, venue.Contract), side, price, QuantityLots.FromLots(lots), QuantityLots.FromLots(left));
                if (left == 0) resting.RemoveAt(i);
                else resting[i] = (side, price, left);
                continue;
            }
            resting.Add((draw.Pick([Side.Buy, Side.Sell]), PriceTicks.FromTicks(draw.Magnitude(1_000_000)), draw.Magnitude(1_000)));
            venue.House.OrderRested(venue.Contract, venue.House.OwnerSlot(account, venue.Contract), resting[^1].Side, resting[^1].Price, QuantityLots.FromLots(resting[^1].Lots));
        }
        Assert.Equal(resting.Where(o => o.Side == Side.Buy).Sum(o => o.Lots), venue.House.RestingLots(account, venue.Contract, Side.Buy).Lots);
        Assert.Equal(resting.Where(o => o.Side == Side.Sell).Sum(o => o.Lots), venue.House.RestingLots(account, venue.Contract, Side.Sell).Lots);
        foreach ((Side side, PriceTicks price, long lots) in resting)
            venue.House.OrderShrank(venue.Contract, venue.House.FindOwnerSlot(account, venue.Contract), side, price, QuantityLots.FromLots(lots), QuantityLots.Zero);
        Assert.Equal(-1, venue.House.FindOwnerSlot(account, venue.Contract));
        Assert.Equal(0, venue.House.Accounts.PositionCount(account));
        Assert.Equal(Int128.Zero, venue.House.InitialMarginMillionths(account));
    });

    // 1 BTC long at a mark of 50,000, 2 % to open: 1,000 USD idle. A bid of 1 BTC at 51,000 makes 2,000 and 1,000 of loss on the spot.
    [Fact]
    public void InitialMargin_OfABidAboveTheMark_IsTheWholePositionAndTheLossInFull()
    {
        Venue venue = new(isInverse: false);
        venue.Trade(buyer: 0, seller: 1, usd: 40_000, lots: 1_000);
        Assert.Equal(Usd(1_000), venue.House.InitialMarginMillionths(venue.Accounts[0]));
        Int128 asked = venue.House.InitialMarginWith(venue.Accounts[0], venue.Contract, Side.Buy, Price(51_000), QuantityLots.FromLots(1_000), default, default);
        Assert.Equal(Usd(3_000), asked);
        Rest(venue, Side.Buy, 51_000, 1_000);
        Assert.Equal(asked, venue.House.InitialMarginMillionths(venue.Accounts[0]));
    }

    [Fact]
    public void InitialMargin_OfAnAskThatOnlyCloses_IsThatOfThePosition()
    {
        Venue venue = new(isInverse: false);
        venue.Trade(buyer: 0, seller: 1, usd: 40_000, lots: 1_000);
        Rest(venue, Side.Sell, 60_000, 2_000); // all filled: short 1 BTC, no loss on the spot
        Assert.Equal(Usd(1_000), venue.House.InitialMarginMillionths(venue.Accounts[0]));
        Rest(venue, Side.Sell, 60_000, 1_000); // all filled: short 2 BTC
        Assert.Equal(Usd(2_000), venue.House.InitialMarginMillionths(venue.Accounts[0]));
    }

    [Fact]
    public void InitialMarginWith_AReplacedOrder_CountsTheDifference() => Draw.ForAll(200, draw =>
    {
        Venue venue = new(draw.Chance(50));
        if (draw.Chance(70)) venue.House.Trade(venue.Contract, venue.Accounts[draw.Between(0, 1)], venue.Accounts[2], 100_000, draw.Magnitude(1_000));
        Side side = draw.Pick([Side.Buy, Side.Sell]);
        (PriceTicks was, PriceTicks becomes) = (PriceTicks.FromTicks(draw.Magnitude(1_000_000)), PriceTicks.FromTicks(draw.Magnitude(1_000_000)));
        (QuantityLots before, QuantityLots after) = (QuantityLots.FromLots(draw.Magnitude(1_000)), QuantityLots.FromLots(draw.Magnitude(1_000)));
        venue.House.OrderRested(venue.Contract, venue.House.OwnerSlot(venue.Accounts[0], venue.Contract), side, was, before);
        Int128 asked = venue.House.InitialMarginWith(venue.Accounts[0], venue.Contract, side, becomes, after, was, before);
        venue.House.OrderShrank(venue.Contract, venue.House.FindOwnerSlot(venue.Accounts[0], venue.Contract), side, was, before, QuantityLots.Zero);
        venue.House.OrderRested(venue.Contract, venue.House.OwnerSlot(venue.Accounts[0], venue.Contract), side, becomes, after);
        Assert.Equal(venue.House.InitialMarginMillionths(venue.Accounts[0]), asked);
    });

    private static void Rest(Venue venue, Side side, long usd, long lots) =>
        venue.House.OrderRested(venue.Contract, venue.House.OwnerSlot(venue.Accounts[0], venue.Contract), side, Price(usd), QuantityLots.FromLots(lots));

    private static PriceTicks Price(long usd) => PriceTicks.FromTicks(usd * 2);

    private static Int128 Usd(long whole) => (Int128)whole * 1_000_000_000_000;
}

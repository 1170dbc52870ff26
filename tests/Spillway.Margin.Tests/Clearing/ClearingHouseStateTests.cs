using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class ClearingHouseStateTests
{
    [Fact]
    public void Restore_OfWhatWasSaved_SavesTheSameBytes() => Draw.ForAll(100, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        byte[] saved = StateBytes.Of(world.House.Save);
        Assert.Equal(saved, StateBytes.Of(Restored(world, saved).Save));
    });

    [Fact]
    public void Restore_OfWhatWasSaved_GoesOnTheSameWay() => Draw.ForAll(100, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        ClearingHouse restored = Restored(world, StateBytes.Of(world.House.Save));
        foreach (AccountId account in world.Accounts)
        {
            Assert.Equal(world.House.Health(account), restored.Health(account));
            Assert.Equal(world.House.InitialMarginMillionths(account), restored.InitialMarginMillionths(account));
        }
        // Rows freed and taken again, an account, a mark: the tables must give out the same numbers.
        foreach (ClearingHouse house in new[] { world.House, restored })
        {
            foreach (MarginWorld.Order order in world.Orders)
            {
                InstrumentId id = InstrumentId.FromIndex(order.Instrument);
                house.OrderShrank(id, house.FindOwnerSlot(order.Account, id), order.Side, PriceTicks.FromTicks(order.Ticks), QuantityLots.FromLots(order.Lots), QuantityLots.Zero);
            }
            AccountId late = house.OpenCross();
            house.Trade(default, late, world.Accounts[0], 1, 1);
            house.OwnerSlot(world.Accounts[1], default);
            house.SetMark(default, 1);
        }
        Assert.Equal(StateBytes.Of(world.House.Save), StateBytes.Of(restored.Save));
    });

    [Fact]
    public void Restore_OfAnEmptyHouse_IsEmpty()
    {
        byte[] saved = StateBytes.Of(new ClearingHouse().Save);
        StateReader reader = new(saved);
        Assert.Equal(saved, StateBytes.Of(ClearingHouse.Restore(ref reader, [], []).Save));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(13)]
    public void Restore_OfDamagedBytes_IsRefusedOrUsable(ulong seed)
    {
        MarginWorld world = Eventful(new Draw(seed));
        Damage.AssertRefusedOrUsable(StateBytes.Of(world.House.Save), (ref reader) =>
        {
            ClearingHouse house = ClearingHouse.Restore(ref reader, world.Assets, world.Instruments);
            if (!AddsUp(house)) throw new InvalidStateException("the engine asks this before it goes on");
            for (int i = 0; i < house.Accounts.Count; i++)
            {
                AccountId account = AccountId.FromIndex(i);
                _ = (house.Health(account), house.Accounts.Parent(account));
                for (int instrument = 0; instrument < world.Instruments.Count; instrument++) _ = house.RestingLots(account, InstrumentId.FromIndex(instrument), Side.Buy);
            }
            house.Trade(default, house.OpenCross(), house.OpenCross(), 1, 1);
            house.OwnerSlot(house.OpenCross(), default);
        });
    }

    // Positions closed and orders gone, so that both free lists have rows.
    private static MarginWorld Eventful(Draw draw)
    {
        MarginWorld world = MarginWorld.ExactlyRepresentable(draw);
        ClearingHouse house = world.House;
        InstrumentId first = InstrumentId.FromIndex(0);
        AccountId one = house.OpenCross(), two = house.OpenCross();
        house.Trade(first, one, two, 1, 1);
        house.Trade(first, two, one, 1, 1);
        foreach (AccountId account in new[] { one, two }) house.OwnerSlot(account, first);
        foreach (AccountId account in new[] { one, two }) house.ReleaseOwnerSlot(first, house.FindOwnerSlot(account, first));
        return world;
    }

    private static bool AddsUp(ClearingHouse house)
    {
        try
        {
            house.CheckConservation();
            return true;
        }
        catch (InvariantException)
        {
            return false;
        }
    }

    private static ClearingHouse Restored(MarginWorld world, byte[] saved)
    {
        StateReader reader = new(saved);
        ClearingHouse house = ClearingHouse.Restore(ref reader, world.Assets, world.Instruments);
        Assert.True(reader.AtEnd);
        return house;
    }
}

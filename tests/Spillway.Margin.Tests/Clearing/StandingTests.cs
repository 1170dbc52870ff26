using Spillway.Core;

namespace Spillway.Margin.Tests;

public sealed class StandingTests
{
    [Fact]
    public void Standing_OfAnyAccount_IsItsSizeAndWhatItHasResting() => Draw.ForAll(300, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        foreach (AccountId account in world.Accounts)
        {
            for (int i = 0; i < world.Instruments.Count; i++)
            {
                foreach (Side side in new[] { Side.Buy, Side.Sell })
                {
                    InstrumentId id = InstrumentId.FromIndex(i);
                    (QuantityLots size, QuantityLots resting, bool hasRow) = world.House.Standing(account, id, side);
                    Assert.Equal((world.House.Size(account, id), world.House.RestingLots(account, id, side)), (size, resting));
                    Assert.Equal(size != QuantityLots.Zero || world.House.FindOwnerSlot(account, id) >= 0, hasRow);
                }
            }
        }
    });

    [Fact]
    public void Fetch_OfAnyAccount_ChangesNothing() => Draw.ForAll(50, draw =>
    {
        MarginWorld world = MarginWorld.Mixed(draw);
        foreach (AccountId account in world.Accounts)
        {
            AccountHealth before = world.House.Health(account);
            world.House.Fetch(account);
            Assert.Equal(before, world.House.Health(account));
        }
    });
}

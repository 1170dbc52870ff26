using Spillway.Benchmarks.Durability;
using Spillway.Core;
using Spillway.Engine;

namespace Spillway.Benchmarks.Tests.Durability;

public class CommandRingTests
{
    [Fact]
    public void TryOffer_WhenTheRingIsFull_SaysSoAndGoesOnOnceThereIsRoom()
    {
        CommandRing ring = new(4);
        for (int i = 0; i < 4; i++) Assert.True(ring.TryOffer(Command.Open(Timestamp.FromMilliseconds(i))));
        Assert.False(ring.TryOffer(Command.Open(Timestamp.FromMilliseconds(4))));
        Assert.Equal(4, ring.Waiting(out long from));
        Assert.Equal(Timestamp.FromMilliseconds(2), ring.At(from + 2).Time);
        ring.Take(3);
        Assert.True(ring.TryOffer(Command.Open(Timestamp.FromMilliseconds(5))));
        Assert.Equal(2, ring.Waiting(out from));
        Assert.Equal(Timestamp.FromMilliseconds(5), ring.At(from + 1).Time);
    }
}

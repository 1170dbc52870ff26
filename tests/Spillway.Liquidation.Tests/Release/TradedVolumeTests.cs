using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;
using Spillway.Testing;

namespace Spillway.Liquidation.Tests.Release;

/// <summary>The base of the participation cap: what others traded, and what forced orders did.</summary>
public sealed class TradedVolumeTests
{
    private const int Window = 10;

    private static Timestamp At(long second) => Timestamp.FromNanos(second * Timestamp.NanosPerSecond);

    private static QuantityLots Lots(long lots) => QuantityLots.FromLots(lots);

    private static RatePpm Rate(double rate) => RatePpm.FromPpm((int)(rate * 1e6));

    [Fact]
    public void Volume_OnAnyPath_CountsWhatTheWindowHolds() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Zip(Gen.Choose(0, 4), Gen.Zip(Gen.Choose(0, 2), Gen.Choose(0, 50))).ArrayOf().ToArbitrary(), path =>
        {
            TradedVolume volume = new();
            List<(long Second, int Kind, long Lots)> all = [];
            long second = 100;
            foreach ((int pause, (int kind, int lots)) in path)
            {
                second += pause;
                if (kind == 0) volume.AddOthers(Lots(lots));
                else volume.AddForced(kind == 1 ? Side.Sell : Side.Buy, Lots(lots), At(second), Window);
                volume.Observe(At(second), Window);
                all.Add((second, kind, lots));
                long Sum(int of) => all.Where(one => one.Kind == of && one.Second > second - Window).Sum(one => one.Lots);
                if ((volume.Others, volume.Forced(Side.Sell), volume.Forced(Side.Buy)) != (Sum(0), Sum(1), Sum(2))) return false;
                if (volume.Room(Side.Sell, Rate(0.3)).Lots != Math.Max(0, (Sum(0) * 3 / 10) - Sum(1))) return false;
            }
            return true;
        }));

    [Fact]
    public void AddOthers_EntersTheWindowWithTheNextObservation()
    {
        TradedVolume volume = new();
        volume.AddOthers(Lots(40));
        Assert.Equal(0, volume.Others);
        volume.Observe(At(5), Window);
        Assert.Equal((40, 20), (volume.Others, volume.Room(Side.Sell, Rate(0.5)).Lots));
        volume.Observe(At(15), Window);
        Assert.Equal(0, volume.Others);
    }

    [Fact]
    public void TakeBack_LeavesWhatWasObserved()
    {
        TradedVolume volume = new();
        volume.AddOthers(Lots(40));
        volume.Observe(At(5), Window);
        volume.AddOthers(Lots(7));
        volume.TakeBack(Lots(7));
        volume.Observe(At(6), Window);
        Assert.Equal(40, volume.Others);
    }

    [Fact]
    public void Volume_AtTheLargestSums_StopsGrowing()
    {
        TradedVolume volume = new();
        for (int second = 0; second < 5; second++)
        {
            for (int i = 0; i < 4; i++)
            {
                volume.AddOthers(Lots(1L << 60));
                volume.AddForced(Side.Buy, Lots(1L << 60), At(second), Window);
            }
            volume.Observe(At(second), Window);
        }
        Assert.Equal((1L << 60, 1L << 60, 0L), (volume.Others, volume.Forced(Side.Buy), volume.Room(Side.Buy, Rate(1)).Lots));
    }

    [Fact]
    public void Restore_OfWhatWasSaved_IsPossibleAndTheSame()
    {
        TradedVolume volume = new();
        volume.AddOthers(Lots(40));
        volume.Observe(At(5), Window);
        volume.AddForced(Side.Sell, Lots(3), At(6), Window);
        volume.AddOthers(Lots(2));
        StateReader reader = new(StateBytes.Of(volume.Save));
        TradedVolume restored = TradedVolume.Restore(ref reader);
        Assert.True(restored.IsPossible(At(6)) && !restored.IsPossible(At(4)));
        restored.Observe(At(7), Window);
        Assert.Equal((42, 3), (restored.Others, restored.Forced(Side.Sell)));
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Liquidation.Tests.Release;

/// <summary>The constant-time windows agree with a list of everything.</summary>
public sealed class SlidingWindowTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(400);

    /// <summary>Pauses in seconds and values; small numbers, so that ties and expiries are common.</summary>
    private static Arbitrary<(int Pause, int Value)[]> Paths() =>
        Gen.Zip(Gen.Frequency((4, Gen.Choose(0, 1)), (2, Gen.Choose(2, 9)), (1, Gen.Choose(10, 400))), Gen.Choose(-20, 20)).Select(pair => (pair.Item1, pair.Item2)).ArrayOf().ToArbitrary();

    [Fact]
    public void SlidingExtreme_OnAnyPath_IsTheLargestOfTheWindow() => Check.One(Many, Prop.ForAll(Paths(), path =>
    {
        SlidingExtreme window = new();
        List<(long Second, long Value)> all = [];
        long second = 1_000;
        foreach ((int pause, int value) in path)
        {
            second += pause;
            window.Add(second, value, 10);
            all.Add((second, value));
            if (window.Largest != all.Where(one => one.Second > second - 10).Max(one => one.Value)) return false;
        }
        return true;
    }));

    [Fact]
    public void SlidingSum_OnAnyPath_IsTheSumOfTheWindow() => Check.One(Many, Prop.ForAll(Paths(), path =>
    {
        SlidingSum window = new();
        List<(long Second, long Value)> all = [];
        long second = 1_000;
        foreach ((int pause, int value) in path)
        {
            second += pause;
            window.Add(second, value, 10);
            all.Add((second, value));
            if (window.Total != all.Where(one => one.Second > second - 10).Sum(one => one.Value)) return false;
        }
        return true;
    }));

    [Fact]
    public void SlidingExtreme_WithManyFallingValuesInOneSecond_KeepsOneCandidateASecond()
    {
        SlidingExtreme window = new();
        for (int second = 0; second < 100; second++)
        {
            for (int i = 0; i < 1_000; i++) window.Add(second, -(second * 1_000) - i, 3_600);
        }
        Assert.Equal(100, window.Count);
        Assert.Equal(0, window.Largest);
    }

    [Fact]
    public void SlidingExtreme_WhenAWindowAllCandidatesLong_IsRefilled_AllocatesNothing()
    {
        SlidingExtreme window = new();
        for (int second = 0; second < 10_000; second++) window.Add(second, -second, 600);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int second = 10_000; second < 20_000; second++) window.Add(second, -second, 600);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

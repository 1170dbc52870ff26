using Spillway.Core;

namespace Spillway.Liquidation.Tests.Adaptive;

public sealed class AdaptiveMultiplierTests
{
    // Steps of a quarter, at most every ten seconds.
    private static readonly AdaptivePolicy Policy = new(
        true, RatePpm.FromPpm(40_000), 30 * Timestamp.NanosPerSecond, 900 * Timestamp.NanosPerSecond, RatePpm.FromPpm(2_000_000), RatePpm.FromPpm(2_000_000), RatePpm.FromPpm(250_000), 10 * Timestamp.NanosPerSecond);

    private static Timestamp At(long seconds) => Timestamp.FromNanos(seconds * Timestamp.NanosPerSecond);

    [Fact]
    public void Toward_AFarTarget_GoesInStepsAndInItsOwnTime()
    {
        AdaptiveMultiplier multiplier = default;
        List<(long Second, int Ppm)> moves = [];
        for (int s = 1; s <= 60; s++)
        {
            AdaptiveMultiplier next = multiplier.Toward(1_700_000, At(s), Policy);
            if (next != multiplier) moves.Add((s, next.InForcePpm));
            multiplier = next;
        }
        Assert.Equal([(1, 1_250_000), (11, 1_500_000), (21, 1_700_000)], moves);
    }

    [Theory]
    [InlineData(1_549_999, 1_500_000)] // too little to tell anybody
    [InlineData(1_550_000, 1_550_000)]
    [InlineData(1_450_001, 1_500_000)]
    [InlineData(1_450_000, 1_450_000)]
    public void Toward_ATargetNearby_MovesOnlyWhereItMatters(int target, int after) =>
        Assert.Equal(after, new AdaptiveMultiplier(1_500_000, At(1)).Toward(target, At(100), Policy).InForcePpm);

    [Fact]
    public void Toward_One_EndsThereExactly() =>
        Assert.Equal(1_000_000, new AdaptiveMultiplier(1_010_000, At(1)).Toward(1_000_000, At(100), Policy).InForcePpm);

    [Fact]
    public void Read_OfADelay_HalvesEveryHalfLifeAndKeepsThePeak()
    {
        DelayMeter meter = default;
        long half = Policy.HalfLifeNanos;
        meter.Add(100 * Timestamp.NanosPerSecond, At(1_000), half);
        meter.Add(60 * Timestamp.NanosPerSecond, At(1_000), half); // a shorter one is no news
        Assert.Equal(50e9, meter.Read(At(1_900), half), 100.0);
        meter.Add(60 * Timestamp.NanosPerSecond, At(1_900), half);
        Assert.Equal(60 * Timestamp.NanosPerSecond, meter.Read(At(1_900), half));
        Assert.Equal(0, meter.Read(At(100_000_000), half));
    }
}

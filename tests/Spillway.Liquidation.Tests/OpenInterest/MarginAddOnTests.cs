using Spillway.Core;

namespace Spillway.Liquidation.Tests.OpenInterest;

/// <summary>The two parts of the add-on: golden numbers, and that they grow without a cliff and stay within their bounds.</summary>
public sealed class MarginAddOnTests
{
    private const long Whole = 1_000_000_000;

    private static OpenInterestPolicy Policy(int addOn = 2_000_000, int from = 500_000, int k = 10_000, int most = 250_000) =>
        new(0, RatePpm.FromPpm(800_000), RatePpm.FromPpm(700_000), RatePpm.FromPpm(200_000), RatePpm.FromPpm(addOn), RatePpm.FromPpm(from), RatePpm.FromPpm(k), RatePpm.FromPpm(most));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(500_000_000, 0)]
    [InlineData(500_000_001, 4)]
    [InlineData(750_000_000, 1_000_000_000)]
    [InlineData(1_000_000_000, 2_000_000_000)]
    public void CrowdingPpb_OfAUse_GrowsFromNothingToTheWhole(long use, long expected) => Assert.Equal(expected, MarginAddOn.CrowdingPpb(use, Policy()));

    [Theory]
    [InlineData(0, 1_000_000_000, 0)]
    [InlineData(10_000_000, 1_000_000_000, 10_000_000)] // as large as the depth within 1 %: k = 1 %
    [InlineData(5_000_000, 1_000_000_000, 5_000_000)]
    [InlineData(250_000_000, 1_000_000_000, 250_000_000)]
    [InlineData(251_000_000, 1_000_000_000, 250_000_000)] // bounded
    [InlineData(1, 0, 250_000_000)] // nobody knows the depth
    [InlineData(0, 0, 0)]
    public void ConcentrationPpb_OfANotional_IsProportionalUpToItsBound(long notional, long depth, long expected) =>
        Assert.Equal(expected, MarginAddOn.ConcentrationPpb(notional, depth, Policy()));

    [Fact]
    public void ConcentrationPpb_WithoutK_IsNothingEvenWithoutDepth() => Assert.Equal(0, MarginAddOn.ConcentrationPpb(1_000, 0, Policy(k: 0)));

    [Fact]
    public void BothParts_OverDrawnPolicies_GrowWithoutACliffWithinTheirBounds()
    {
        Random random = new(7);
        for (int i = 0; i < 5_000; i++)
        {
            OpenInterestPolicy policy = Policy(random.Next(10_000_001), random.Next(950_001), random.Next(1_000_001), random.Next(1_000_001));
            long use = random.NextInt64(Whole), step = random.NextInt64(Whole - use + 1);
            long less = MarginAddOn.CrowdingPpb(use, policy), more = MarginAddOn.CrowdingPpb(use + step, policy);
            Assert.InRange(more - less, 0, 1 + (long)((Int128)step * policy.AddOn.Ppm * 1_000 / (Whole - (policy.AddOnFrom.Ppm * 1_000L))) + 1); // no steeper than the line
            Assert.InRange(more, 0, policy.AddOn.Ppm * 1_000L);

            long depth = 1 + random.NextInt64(1L << random.Next(1, 62)), notional = random.NextInt64(1L << random.Next(1, 55)), further = random.NextInt64(1L << random.Next(1, 55));
            long small = MarginAddOn.ConcentrationPpb(notional, depth, policy), large = MarginAddOn.ConcentrationPpb(notional + further, depth, policy);
            Assert.InRange(large, small, policy.ConcentrationMost.Ppm * 1_000L);
            Assert.True(large - small <= ((Int128)further * policy.Concentration.Ppm * 100_000 / depth) + 2);
            Assert.True(MarginAddOn.ConcentrationPpb(notional, depth + 1, policy) <= small);
        }
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(120_000, 500_000_000, false)]
    [InlineData(239_999, 999_995_834, false)]
    [InlineData(240_000, 1_000_000_000, true)] // 0.24 / 0.3 = 0.8
    [InlineData(int.MaxValue, 1_000_000_000, true)]
    public void StressedGain_AgainstItsCap_IsReachedExactlyWhereAllIsUsed(int gain, long use, bool isReached)
    {
        Assert.Equal(use, StressedGain.UsePpb(gain, Policy()));
        Assert.Equal(isReached, StressedGain.IsReached(gain, Policy()));
    }

    [Fact]
    public void StressedGain_WhenSevenTenthsOfTheDepthGo_IsTenThirds() => Assert.Equal(833_334, StressedGain.Ppm(250_000, RatePpm.FromPpm(700_000)));

    [Fact]
    public void StressedGain_WithoutACap_IsNeverReached() => Assert.False(StressedGain.IsReached(int.MaxValue, Policy() with { GainMost = RatePpm.Zero }));
}

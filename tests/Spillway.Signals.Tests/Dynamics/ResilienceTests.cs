using Spillway.Core;

namespace Spillway.Signals.Tests.Dynamics;

public sealed class ResilienceTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(120)]
    public void PerSecond_OfOrnsteinUhlenbeckPaths_IsTheRateOfReturn(double halfLife)
    {
        double rate = Math.Log(2) / halfLife, mean = 0;
        const int paths = 16;
        for (int seed = 1; seed <= paths; seed++) mean += Estimate(seed, rate, jitter: 0, basis: 0.002) / paths;
        // One path errs by √(2 / (ρ·10,386)); the mean of sixteen by a quarter of it, and small samples err toward fast.
        double standardError = Math.Sqrt(2 / (rate * 10_386)) / 4;
        Assert.InRange(mean / rate, 1 - (3 * standardError), 1.06 + (3 * standardError));
    }

    [Fact]
    public void PerSecond_WhenQuotesJitter_StaysTheRateOfReturn()
    {
        double rate = Math.Log(2) / 60, mean = 0;
        for (int seed = 1; seed <= 16; seed++) mean += Estimate(seed, rate, jitter: 0.3, basis: 0) / 16;
        Assert.InRange(mean / rate, 0.7, 1.5); // plain least squares would say 7 and more
    }

    [Fact]
    public void PerSecond_BeforeTenMinutes_IsUnknown()
    {
        Resilience resilience = new(3_600);
        Follow(resilience, 1, 0.01, samples: Resilience.MinSamples + 1, 0, 0);
        Assert.Null(resilience.PerSecond);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.0123456789)]
    public void PerSecond_OfAConstantDisplacement_IsUnknown(double displacement)
    {
        Resilience resilience = new(3_600);
        for (int i = 0; i < 2_000; i++) resilience.Observe(displacement, Timestamp.FromMilliseconds(1_000 * i));
        Assert.Null(resilience.PerSecond);
    }

    [Fact]
    public void PerSecond_OfARandomWalk_IsNearTheSlowBound()
    {
        Resilience resilience = new(3_600);
        Follow(resilience, 3, 0, 20_000, 0, 0);
        Assert.InRange(resilience.PerSecond!.Value, Resilience.Slowest, 0.003);
    }

    [Fact]
    public void PerSecond_WhenTheBookReturnsWithinASample_IsTheFastBound()
    {
        Resilience resilience = new(3_600);
        // Every third sample is displaced, the next one still a little, the third not at all: memory of one step, none of two.
        for (int i = 0; i < 3_000; i++) resilience.Observe(((i * 7919) % 5 == 0 ? 1e-3 : 0) + (((i - 1) * 7919) % 5 == 0 ? 1e-3 : 0), Timestamp.FromMilliseconds(1_000 * i));
        Assert.Equal(Resilience.Fastest, resilience.PerSecond);
    }

    [Fact]
    public void Observe_AfterAPause_DoesNotBridgeIt()
    {
        // Chains of two never make a triple.
        Resilience resilience = new(3_600);
        for (int i = 0; i < 6_000; i++) resilience.Observe(i % 17, Timestamp.FromMilliseconds((1_000 * i) + (10_000 * (i / 2))));
        Assert.Null(resilience.PerSecond);
    }

    [Fact]
    public void Observe_MoreOftenThanOnceASecond_ChangesNothing()
    {
        Resilience plain = new(3_600), eager = new(3_600);
        NormalDraws draws = new(4);
        double d = 0;
        for (int i = 0; i < 3_000; i++)
        {
            d = (0.99 * d) + draws.Next();
            plain.Observe(d, Timestamp.FromMilliseconds(1_000 * i));
            eager.Observe(d, Timestamp.FromMilliseconds(1_000 * i));
            eager.Observe(d + 5, Timestamp.FromMilliseconds((1_000 * i) + 300));
        }
        Assert.Equal(plain.PerSecond, eager.PerSecond);
    }

    private static double Estimate(int seed, double rate, double jitter, double basis)
    {
        Resilience resilience = new(3_600);
        Follow(resilience, seed, rate, 40_000, jitter, basis);
        return resilience.PerSecond!.Value;
    }

    private static void Follow(Resilience resilience, int seed, double rate, int samples, double jitter, double basis)
    {
        NormalDraws draws = new(seed);
        double slope = Math.Exp(-rate), stationary = rate > 0 ? 1 / Math.Sqrt(1 - (slope * slope)) : 0, d = stationary * draws.Next();
        for (int i = 0; i < samples; i++)
        {
            d = (slope * d) + draws.Next();
            resilience.Observe(basis + (1e-4 * (d + (jitter * stationary * draws.Next()))), Timestamp.FromMilliseconds(1_000 * i));
        }
    }
}

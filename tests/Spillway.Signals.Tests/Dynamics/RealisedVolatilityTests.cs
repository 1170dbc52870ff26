using Spillway.Core;

namespace Spillway.Signals.Tests.Dynamics;

public sealed class RealisedVolatilityTests
{
    [Theory]
    [InlineData(1, 0.03)]
    [InlineData(2, 0.03)]
    [InlineData(3, 0.6)]
    public void PerSqrtDay_OfABrownianPathSeenAtRandomTimes_IsItsVolatility(int seed, double sigma)
    {
        RealisedVolatility volatility = new(3_600);
        Walk(volatility, new NormalDraws(seed), sigma, meanStepSeconds: 2, steps: 20_000, from: Timestamp.FromNanos(1), log: 0);
        // N ≈ 2.9 · 3,600 / 2 for even spacing, about half as many for exponential spacing: four standard errors of 1 / √(2N).
        Assert.Equal(sigma, volatility.PerSqrtDay!.Value, 4 * sigma / Math.Sqrt(2 * 2_600.0));
    }

    [Fact]
    public void PerSqrtDay_AfterManyHalfLives_HasForgottenTheOldRegime()
    {
        RealisedVolatility volatility = new(600);
        NormalDraws draws = new(5);
        (Timestamp now, double log) = Walk(volatility, draws, 0.5, 1, 5_000, Timestamp.FromNanos(1), 0);
        Walk(volatility, draws, 0.05, 1, 20_000, now, log);
        Assert.Equal(0.05, volatility.PerSqrtDay!.Value, 0.01);
    }

    [Fact]
    public void PerSqrtDay_BeforeEnoughReturns_IsUnknown()
    {
        RealisedVolatility volatility = new(600);
        for (int i = 0; i < RealisedVolatility.MinReturns; i++) volatility.Observe(100 + i, Timestamp.FromMilliseconds(1_000 * i));
        Assert.Null(volatility.PerSqrtDay);
        volatility.Observe(200, Timestamp.FromMilliseconds(1_000_000));
        Assert.NotNull(volatility.PerSqrtDay);
    }

    [Fact]
    public void PerSqrtDay_OfAPriceThatRests_IsZero()
    {
        RealisedVolatility volatility = new(600);
        for (int i = 0; i < 100; i++) volatility.Observe(100, Timestamp.FromMilliseconds(1_000 * i));
        Assert.Equal(0, volatility.PerSqrtDay);
    }

    [Fact]
    public void Observe_WhenTimeStandsStill_LeavesTheMoveToTheNextReturn()
    {
        RealisedVolatility once = new(600), twice = new(600);
        for (int i = 0; i < 100; i++)
        {
            Timestamp now = Timestamp.FromMilliseconds(1_000 * i);
            double price = 100 + (i % 7);
            once.Observe(price, now);
            twice.Observe(price, now);
            twice.Observe(price * 2, now);
        }
        Assert.Equal(once.PerSqrtDay, twice.PerSqrtDay);
    }

    private static (Timestamp Now, double Log) Walk(RealisedVolatility volatility, NormalDraws draws, double sigma, double meanStepSeconds, int steps, Timestamp from, double log)
    {
        Timestamp now = from;
        for (int i = 0; i < steps; i++)
        {
            double step = draws.Exponential(meanStepSeconds);
            log += sigma * Math.Sqrt(step / 86_400) * draws.Next();
            now = now.AddNanos((long)(step * 1e9) + 1);
            volatility.Observe(50_000 * Math.Exp(log), now);
        }
        return (now, log);
    }
}

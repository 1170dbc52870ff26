using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation.Tests;

public sealed class MeanIntervalTests
{
    [Fact]
    public void Of_FewValues_IsStudentsInterval()
    {
        // 1, 2, 3, 4: mean 2.5, s² = 5/3, standard error √(5/12) = 0.6454972, t(3) = 3.1824463.
        var interval = MeanInterval.Of([1, 2, 3, 4])!.Value;
        Assert.Equal(0.44573970, interval.Low, 1e-7);
        Assert.Equal(4.55426030, interval.High, 1e-7);
    }

    [Fact]
    public void Of_FewerThanTwoValues_IsUndefined()
    {
        Assert.Null(MeanInterval.Of([]));
        Assert.Null(MeanInterval.Of([1]));
    }

    [Fact]
    public void Of_EqualValues_HasNoWidth()
    {
        Assert.Equal(new MeanInterval(1.5, 1.5), MeanInterval.Of([1.5, 1.5, 1.5]));
        Assert.Equal(new MeanInterval(1.5, 1.5), MeanInterval.Of([.. Enumerable.Repeat(1.5, 40)]));
    }

    [Fact]
    public void Of_TwentyNineAndThirtyValues_ChangesFromStudentToBootstrap()
    {
        double[] values = [.. Normals(100, 30)];
        var student = MeanInterval.Of(values.AsSpan(0, 29))!.Value;
        Assert.Equal(values.Take(29).Average(), (student.Low + student.High) / 2, 1e-12); // symmetric
        Assert.Equal(student, MeanInterval.Of(values.AsSpan(0, 29), seed: 2));
        Assert.NotEqual(MeanInterval.Of(values, seed: 1), MeanInterval.Of(values, seed: 2));
    }

    [Fact]
    public void Of_ManyNormalValues_IsCloseToTheNormalInterval()
    {
        // One interval of 2,000 resamples is itself uncertain by 0.06 standard errors; ten of them by 0.02.
        double[] values = [.. Normals(1, 100)];
        double mean = values.Average(), error = Math.Sqrt(values.Average(x => (x - mean) * (x - mean)) / values.Length);
        MeanInterval[] intervals = [.. Enumerable.Range(1, 10).Select(seed => MeanInterval.Of(values, (ulong)seed)!.Value)];
        Assert.Equal(mean - (1.96 * error), intervals.Average(interval => interval.Low), 0.08 * error);
        Assert.Equal(mean + (1.96 * error), intervals.Average(interval => interval.High), 0.08 * error);
    }

    [Theory]
    [InlineData(16, 1000)]
    [InlineData(40, 150)]
    public void Of_ManySamples_HoldsTheTrueMeanAsOftenAsItSays(int size, int samples)
    {
        int held = Enumerable.Range(1, samples).Count(seed =>
        {
            var interval = MeanInterval.Of([.. Normals(seed, size)], (ulong)seed)!.Value;
            return interval.Low <= 0 && interval.High >= 0;
        });
        double threeErrors = 3 * Math.Sqrt(0.95 * 0.05 / samples);
        Assert.InRange(held / (double)samples, 0.93 - threeErrors, 0.95 + threeErrors); // percentile intervals of 40 values run about 1 % short
    }

    [Fact]
    public void Of_AnyValues_HoldsTheirMean() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat[]>(), numbers =>
        {
            double[] values = [.. numbers.Select(number => number.Get % 1e6)];
            if (MeanInterval.Of(values) is { } interval) Assert.InRange(values.Average(), interval.Low - 1e-6, interval.High + 1e-6);
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<double> Normals(int seed, int count) =>
        Enumerable.Range(0, count).Select(i => new Draws((ulong)seed, 0, Timestamp.FromNanos(i), DrawPurpose.PathBridge).Normal());
}

using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation.Tests;

public sealed class DrawsTests
{
    private const int Count = 40_000;

    // Kolmogorov's 99.9 % bound on √n · D. The seed is fixed, so this is a test of the code and not of luck.
    private const double KolmogorovBound = 1.95;

    [Fact]
    public void Uniform_OverManyTimes_IsUniform() => AssertFollows(draws => draws.Uniform(), x => x);

    [Fact]
    public void Uniform_BetweenBounds_IsUniformThere() => AssertFollows(draws => draws.Uniform(-3, 5), x => (x + 3) / 8);

    [Fact]
    public void Normal_OverManyTimes_HasItsDistribution() => AssertFollows(draws => draws.Normal(), NormalCdf);

    [Fact]
    public void Exponential_OverManyTimes_HasItsDistribution() => AssertFollows(draws => draws.Exponential(4), x => 1 - Math.Exp(-x / 4));

    [Fact]
    public void Pareto_OverManyTimes_HasItsDistribution()
    {
        double total = 1 - Math.Pow(2.0 / 50, 1.3);
        AssertFollows(draws => draws.Pareto(1.3, 2, 50), x => (1 - Math.Pow(2 / x, 1.3)) / total);
    }

    [Fact]
    public void LogNormal_OverManyTimes_HasItsDistribution() => AssertFollows(draws => draws.LogNormal(7, 0.6), x => NormalCdf(Math.Log(x / 7) / 0.6));

    [Fact]
    public void Normal_OverManyTimes_HasItsMoments()
    {
        double[] values = Sample(draws => draws.Normal());
        // Standard errors: 1/√n, √(2/n), √(96/n) for the fourth moment.
        Assert.Equal(0, values.Average(), 4 / Math.Sqrt(Count));
        Assert.Equal(1, values.Average(x => x * x), 4 * Math.Sqrt(2.0 / Count));
        Assert.Equal(3, values.Average(x => x * x * x * x), 4 * Math.Sqrt(96.0 / Count));
    }

    [Fact]
    public void Exponential_OverManyTimes_HasItsMoments()
    {
        double[] values = Sample(draws => draws.Exponential(4));
        Assert.Equal(4, values.Average(), 4 * 4 / Math.Sqrt(Count));
        Assert.Equal(32, values.Average(x => x * x), 4 * 16 * Math.Sqrt(20.0 / Count));
    }

    [Fact]
    public void Pareto_OverManyTimes_HasItsMean()
    {
        // Bounded Pareto: α/(α−1) · L · (1 − (L/H)^(α−1)) / (1 − (L/H)^α).
        double expected = 1.3 / 0.3 * 2 * (1 - Math.Pow(2.0 / 50, 0.3)) / (1 - Math.Pow(2.0 / 50, 1.3));
        double[] values = Sample(draws => draws.Pareto(1.3, 2, 50));
        double deviation = Math.Sqrt(values.Average(x => x * x) - (values.Average() * values.Average()));
        Assert.Equal(expected, values.Average(), 4 * deviation / Math.Sqrt(Count));
    }

    [Fact]
    public void LogNormal_OverManyTimes_HasItsMean() =>
        Assert.Equal(7 * Math.Exp(0.18), Sample(draws => draws.LogNormal(7, 0.6)).Average(), 4 * 7 * Math.Sqrt((Math.Exp(0.36) - 1) * Math.Exp(0.36) / Count));

    [Fact]
    public void Integer_OverManyTimes_IsEquallyLikely()
    {
        int[] counts = new int[7];
        for (int i = 0; i < Count; i++) counts[At(i).Integer(-3, 4) + 3]++;
        double expected = Count / 7.0;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 22.5); // χ² with 6 degrees, 99.9 %
    }

    [Fact]
    public void Integer_WhenTheRangeIsThreeQuartersOfAll_FavoursNoPart()
    {
        // A product without rejection would hit one third of the values twice as often: the thirds would hold 1/2, 1/4, 1/4.
        const long quarter = 1L << 62;
        int[] counts = new int[3];
        for (int i = 0; i < Count; i++)
        {
            Int128 value = At(i).Integer(long.MinValue, long.MinValue + quarter + quarter - 1 + quarter);
            counts[(int)((value - long.MinValue) % 3)]++;
        }
        Assert.All(counts, count => Assert.InRange(count, (Count / 3) - 400, (Count / 3) + 400));
    }

    [Fact]
    public void Integer_ForAnyRange_StaysInside() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<long>(),
            ArbMap.Default.ArbFor<long>(),
            ArbMap.Default.ArbFor<int>(),
            (a, b, agent) =>
            {
                long low = Math.Min(a, b), high = Math.Max(a, b);
                if (low == high) high++;
                Assert.InRange(new Draws(1, agent, Timestamp.FromNanos(a), DrawPurpose.Bootstrap).Integer(low, high), low, high - 1);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Uniform_BetweenNeighbouringDoubles_NeverReachesTheOpenEnd()
    {
        double high = Math.BitIncrement(1.0);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(1.0, At(i).Uniform(1, high)));
    }

    [Fact]
    public void Pareto_ForManyShapes_StaysWithinItsBounds() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(),
            ArbMap.Default.ArbFor<PositiveInt>(),
            ArbMap.Default.ArbFor<PositiveInt>(),
            (alpha, min, above) => Assert.InRange(At(alpha.Get).Pareto(alpha.Get / 10.0, min.Get, min.Get + above.Get), min.Get, min.Get + above.Get)).QuickCheckThrowOnFailure();

    [Fact]
    public void Draws_AtOneAddress_AreOneNumber()
    {
        var draws = At(5);
        Assert.Equal(draws.Uniform(), At(5).Uniform());
        Assert.Equal(draws.Uniform(), draws.At(0).Uniform());
        Assert.Equal(draws.At(3).Uniform(), draws.At(9).At(3).Uniform());
    }

    [Fact]
    public void Draws_WhenAnyPartOfTheAddressDiffers_Differ()
    {
        var time = Timestamp.FromNanos(77);
        Draws[] all =
        [
            new(1, 2, time, DrawPurpose.PathBridge), new(2, 2, time, DrawPurpose.PathBridge), new(1, 3, time, DrawPurpose.PathBridge),
            new(1, -2, time, DrawPurpose.PathBridge), new(1, 2, time.AddNanos(1), DrawPurpose.PathBridge), new(1, 2, time, DrawPurpose.Bootstrap),
            new Draws(1, 2, time, DrawPurpose.PathBridge).At(1),
        ];
        Assert.Equal(all.Length, all.Select(draws => draws.Uniform()).Distinct().Count());
    }

    [Fact]
    public void Draws_OfNeighbouringAgentsTimesAndSequences_AreUncorrelated()
    {
        Func<int, Draws>[] neighbours =
        [
            i => new(1, 8, Timestamp.FromNanos(i), DrawPurpose.Bootstrap), i => new(1, 7, Timestamp.FromNanos(i + 1), DrawPurpose.Bootstrap),
            i => At(i).At(1), i => new(2, 7, Timestamp.FromNanos(i), DrawPurpose.Bootstrap), i => new(1, 7, Timestamp.FromNanos(i), DrawPurpose.PathBridge),
        ];
        double[] own = Sample(draws => draws.Normal());
        foreach (var neighbour in neighbours)
        {
            double correlation = own.Select((x, i) => x * neighbour(i).Normal()).Average();
            Assert.Equal(0, correlation, 4 / Math.Sqrt(Count));
        }
    }

    [Fact]
    public void Draws_WhenArgumentsMakeNoSense_Throw()
    {
        var draws = At(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Uniform(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Uniform(double.MinValue, double.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Uniform(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Integer(4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Exponential(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Exponential(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Pareto(1, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Pareto(-1, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.LogNormal(1, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.LogNormal(double.PositiveInfinity, 1));
    }

    private static Draws At(int i) => new(1, 7, Timestamp.FromNanos(i), DrawPurpose.Bootstrap);

    private static double[] Sample(Func<Draws, double> draw) => [.. Enumerable.Range(0, Count).Select(i => draw(At(i)))];

    /// <summary>Largest distance between the empirical and the true distribution, against Kolmogorov's bound.</summary>
    private static void AssertFollows(Func<Draws, double> draw, Func<double, double> cdf)
    {
        double[] values = Sample(draw);
        Array.Sort(values);
        double distance = values.Select((x, i) => Math.Max(Math.Abs(cdf(x) - ((double)i / Count)), Math.Abs(cdf(x) - ((i + 1.0) / Count)))).Max();
        Assert.InRange(Math.Sqrt(Count) * distance, 0, KolmogorovBound);
    }

    /// <summary>Φ by Marsaglia's series, "Evaluating the normal distribution", Journal of Statistical Software 11 (2004).</summary>
    private static double NormalCdf(double x)
    {
        double sum = x, term = x;
        for (int i = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum) && i < 300; i += 2) sum += term *= x * x / i;
        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}

using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;

namespace Spillway.Simulation.Tests;

public sealed class ExogenousPathTests
{
    private static readonly Timestamp _start = Timestamp.FromMilliseconds(1_760_129_340_000);

    [Fact]
    public void Path_ForAnyBarsAndSeed_StaysWithinEveryBarAndTouchesItsCorners() =>
        ForAnyTable((table, seed) =>
        {
            var path = ExogenousPath.Create(table, seed);
            for (int i = 0; i < table.Bars.Count; i++) AssertFits(table.Bars[i], path.Prices.Slice(i * 60, 60));
        });

    [Fact]
    public void Path_AtCoarserSteps_TouchesTheCornersAllTheSame()
    {
        int[] steps = [1, 2, 3, 4, 5, 6, 10, 12, 15];
        ForAnyTable((table, seed) =>
        {
            foreach (int step in steps)
            {
                var path = ExogenousPath.Create(table, seed, stepSeconds: step);
                int perMinute = 60 / step;
                Assert.Equal((table.Bars.Count + 60) * perMinute, path.Prices.Length);
                for (int i = 0; i < table.Bars.Count; i++) AssertFits(table.Bars[i], path.Prices.Slice(i * perMinute, perMinute));
            }
        });
    }

    [Fact]
    public void Path_OfEveryRealTable_StaysWithinEveryBar() =>
        Assert.All(PriceFile.AllReal(), file =>
        {
            var table = PriceTableReader.Read(file);
            for (ulong seed = 1; seed <= 20; seed++)
            {
                var path = ExogenousPath.Create(table, seed);
                for (int i = 0; i < table.Bars.Count; i++) AssertFits(table.Bars[i], path.Prices.Slice(i * 60, 60));
            }
        });

    [Fact]
    public void Path_AfterTheLastBar_RestsAtItsCloseForAnHour()
    {
        var path = ExogenousPath.Create(Table(Bar(100, 101, 99, 100.5m)), seed: 1);
        Assert.Equal(61 * 60, path.Prices.Length);
        Assert.All(path.Prices[59..].ToArray(), price => Assert.Equal(100.5, price));
        Assert.Equal(61L * 60 * Timestamp.NanosPerSecond, path.End - path.Start);
    }

    [Fact]
    public void Path_WhenTheBarIsFlat_IsConstant() =>
        Assert.All(ExogenousPath.Create(Table(Bar(7, 7, 7, 7)), seed: 1).Prices.ToArray(), price => Assert.Equal(7.0, price));

    [Fact]
    public void Path_WhenABarOpensAwayFromTheLastClose_JumpsThere()
    {
        var path = ExogenousPath.Create(Table(Bar(100, 101, 99, 100), Bar(120, 121, 119, 119.5m)), seed: 1);
        Assert.Equal((100.0, 120.0), (path.Prices[59], path.Prices[60]));
    }

    [Fact]
    public void Path_UnderTheSameSeed_HasTheSameBits() =>
        Assert.Equal(ExogenousPath.Create(Shipped(), 5, 0.7, market: 2).Prices.ToArray(), ExogenousPath.Create(Shipped(), 5, 0.7, market: 2).Prices.ToArray());

    [Fact]
    public void Path_WhenSeedOrMarketDiffers_Differs()
    {
        double[] path = ExogenousPath.Create(Shipped(), 5).Prices.ToArray();
        Assert.NotEqual(path, ExogenousPath.Create(Shipped(), 6).Prices.ToArray());
        Assert.NotEqual(path, ExogenousPath.Create(Shipped(), 5, market: 1).Prices.ToArray());
    }

    [Fact]
    public void Path_OfABar_DoesNotDependOnTheBarsAround()
    {
        var whole = Shipped();
        var late = new PriceTable("cut", whole.Bars.Skip(30).Take(10));
        Assert.Equal(ExogenousPath.Create(whole, 3).Prices.Slice(30 * 60, 600).ToArray(), ExogenousPath.Create(late, 3).Prices[..600].ToArray());
    }

    [Fact]
    public void Path_OverManySeeds_VisitsEveryPairOfSecondsEquallyOften()
    {
        // Mean of the smaller of two numbers from 1..58 is 59/3, of the larger 118/3; the deviation of each is 13.7.
        var table = Table(Bar(100, 103, 98, 99));
        double[] first = new double[2000], second = new double[2000];
        for (int seed = 0; seed < first.Length; seed++)
        {
            var path = ExogenousPath.Create(table, (ulong)seed);
            first[seed] = path.Prices.IndexOf(103);
            second[seed] = path.Prices.IndexOf(98);
        }
        Assert.Equal(59 / 3.0, first.Average(), 4 * 13.7 / Math.Sqrt(2000));
        Assert.Equal(118 / 3.0, second.Average(), 4 * 13.7 / Math.Sqrt(2000));
    }

    [Fact]
    public void Path_OverManySeeds_IsAsRoughAsParkinsonsEstimate()
    {
        // The slope from corner to corner adds to the sum of squares, most where two corners lie close; reflection takes a little away.
        var table = Table(Bar(100, 101, 99, 100));
        double expected = Math.Pow(Math.Log(101 / 99.0), 2) / (4 * Math.Log(2)), sum = 0;
        for (ulong seed = 0; seed < 500; seed++)
        {
            var prices = ExogenousPath.Create(table, seed).Prices[..60];
            for (int i = 1; i < 60; i++) sum += Math.Pow(Math.Log(prices[i] / prices[i - 1]), 2);
        }
        Assert.InRange(sum / 500 / expected, 1.2, 1.45);
    }

    [Fact]
    public void Theta_WhenOne_LeavesEveryBit() =>
        ForAnyTable((table, seed) =>
        {
            var path = ExogenousPath.Create(table, seed);
            Assert.Equal(path.Prices.ToArray(), path.WithTheta(0.3).WithTheta(1).Prices.ToArray());
        });

    [Fact]
    public void Theta_ForAnyShare_ScalesTheLogReturnFromTheFirstOpen() =>
        ForAnyTable((table, seed) =>
        {
            var observed = ExogenousPath.Create(table, seed);
            double theta = (1 + (seed % 1000)) / 1000.0;
            var scaled = observed.WithTheta(theta);
            Assert.Equal(observed.Prices[0], scaled.Prices[0]);
            for (int i = 0; i < observed.Prices.Length; i++)
                Assert.Equal(theta * Math.Log(observed.Prices[i] / observed.Prices[0]), Math.Log(scaled.Prices[i] / scaled.Prices[0]), 1e-14);
        });

    [Fact]
    public void Theta_OfTheShippedTable_ScalesTheDrawdown()
    {
        var path = ExogenousPath.Create(Shipped(), 1, theta: 0.5);
        Assert.Equal(0.5 * Shipped().DrawdownLog, Math.Log(path.Prices[0] / path.Prices.ToArray().Min()), 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.0000001)]
    [InlineData(double.NaN)]
    public void Theta_WhenItIsNoShare_Throws(double theta)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExogenousPath.Create(Shipped(), 1, theta));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExogenousPath.Create(Shipped(), 1).WithTheta(theta));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(-1)]
    public void Step_WhenAMinuteHasNotFourOfIt_Throws(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ExogenousPath.Create(Shipped(), 1, stepSeconds: seconds));

    [Fact]
    public void PriceAt_BetweenTwoSteps_IsThePriceOfTheEarlier()
    {
        var path = ExogenousPath.Create(Shipped(), 1);
        Assert.Equal(path.Prices[17], path.PriceAt(path.TimeAt(17)));
        Assert.Equal(path.Prices[17], path.PriceAt(path.TimeAt(18).AddNanos(-1)));
        Assert.Equal(path.Prices[18], path.PriceAt(path.TimeAt(18)));
    }

    [Fact]
    public void PriceAt_OutsideThePath_Throws()
    {
        var path = ExogenousPath.Create(Shipped(), 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => path.PriceAt(path.Start.AddNanos(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => path.PriceAt(path.End));
        Assert.Equal(113209.2, path.PriceAt(path.End.AddNanos(-1)));
    }

    /// <summary>Bits, not digits: recorded state hashes of simulations rest on them.</summary>
    [Fact]
    public void Path_OfTheShippedTable_HasTheseBitsOnEveryMachine()
    {
        ulong bits = 0;
        foreach (double price in ExogenousPath.Create(Shipped(), 1, theta: 0.62).Prices)
            bits = System.Numerics.BitOperations.RotateLeft(bits, 7) ^ BitConverter.DoubleToUInt64Bits(price);
        Assert.Equal(14_793_012_586_087_758_065UL, bits);
    }

    private static void AssertFits(in MinuteBar bar, ReadOnlySpan<double> prices)
    {
        double open = (double)bar.Open, high = (double)bar.High, low = (double)bar.Low, close = (double)bar.Close;
        Assert.Equal(open, prices[0]);
        Assert.Equal(close, prices[^1]);
        foreach (double price in prices) Assert.InRange(price, low, high);
        int highAt = prices.IndexOf(high), lowAt = prices.IndexOf(low);
        Assert.True(highAt >= 0 && lowAt >= 0, $"{bar} does not reach its extremes");
        if (close < open) Assert.True(highAt < lowAt, $"{bar} falls, but visits its low first");
        if (close > open) Assert.True(lowAt < highAt, $"{bar} rises, but visits its high first");
    }

    private static PriceTable Shipped() => PriceTableReader.Read(PriceFile.Shipped);

    private static PriceTable Table(params MinuteBar[] bars) =>
        new("made", bars.Select((bar, i) => bar with { OpenTime = _start.AddNanos(i * MinuteBar.DurationNanos) }));

    private static MinuteBar Bar(decimal open, decimal high, decimal low, decimal close) => new(_start, open, high, low, close, 1, 1, 1, 0);

    /// <summary>Tables of bars with any shape: flat, one tick high, opening or closing at an extreme, gapping, of tiny and huge prices.</summary>
    private static void ForAnyTable(Action<PriceTable, ulong> law)
    {
        var bars =
            from floor in Gen.Choose(1, 1_000_000)
            from height in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(1)), (4, Gen.Choose(2, 300_000)))
            from open in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(height)), (4, Gen.Choose(0, height)))
            from close in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(height)), (1, Gen.Constant(open)), (4, Gen.Choose(0, height)))
            from tick in Gen.Elements(0.000000001m, 0.0001m, 0.1m, 25m)
            select Bar((floor + open) * tick, (floor + height) * tick, floor * tick, (floor + close) * tick);
        var tables = Gen.NonEmptyListOf(bars).Select(list => Table([.. list.Take(5)]));
        Prop.ForAll(tables.ToArbitrary(), ArbMap.Default.ArbFor<ulong>(), law).QuickCheckThrowOnFailure();
    }
}

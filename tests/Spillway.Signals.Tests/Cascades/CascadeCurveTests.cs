using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Signals.Tests.Cascades;

public sealed class CascadeCurveTests
{
    [Fact]
    public void End_WithoutLiquidations_IsTheShock()
    {
        CascadeCurve curve = Of(_ => 0);
        Assert.All(Enumerable.Range(0, LogPriceGrid.Cells), i => Assert.Equal(LogPriceGrid.Start(i + 1), curve.Ends[i]));
        Assert.Equal(0.1234, curve.End(0.1234), 1e-15);
        Assert.Equal(1, curve.Amplification(0.1234), 1e-12);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void End_AtConstantGain_IsTheGeometricSeries(double gain)
    {
        CascadeCurve curve = Of(_ => gain);
        double shock = 0.4 * (1 - gain);
        Assert.Equal(0.4, curve.End(shock), 1e-12);
        Assert.Equal(1 / (1 - gain), curve.Amplification(shock), 1e-9);
        Assert.Equal(double.PositiveInfinity, curve.End(0.51 * (1 - gain)));
        Assert.Null(curve.Cliff);
        Assert.Null(curve.CriticalShock);
        Assert.Null(curve.Gap);
    }

    [Fact]
    public void Measure_OfAHandWorkedCliff_FindsItsShockAndItsGap()
    {
        // n = 0.5 up to 0.05, 2 up to 0.06, then 0.25. g(0.05) = 0.025, g(0.06) = 0.015, g = 0.025 again at 0.06 + 0.01 / 0.75.
        CascadeCurve curve = Of(x => x < 0.05 ? 0.5 : x < 0.06 ? 2 : 0.25);
        Assert.Equal(0.05, curve.Cliff);
        Assert.Equal(0.025, curve.CriticalShock!.Value, 1e-12);
        Assert.Equal(0.01 + (0.01 / 0.75), curve.Gap!.Value, 1e-12);
        Assert.Equal(0.05, curve.End(0.025), 1e-12);
        Assert.Equal(0.06 + (0.011 / 0.75), curve.End(0.026), 1e-12);
    }

    [Fact]
    public void Measure_WhenTheRunIsNarrowerThanFiftyBasisPoints_SeesNoCliff()
    {
        Assert.Null(Of(x => x is >= 0.05 and < 0.054 ? 10 : 0).Cliff);
        Assert.Equal(0.05, Of(x => x is >= 0.05 and < 0.055 ? 10 : 0).Cliff);
    }

    [Fact]
    public void CriticalShock_WhenANarrowRunComesFirst_IsTheLargestStopBeforeTheCliff()
    {
        // g reaches 0.05 at 0.05, falls to 0.01 over a run of 40 bp with n = 11, and is back at 0.036 only when the cliff begins at 0.08.
        CascadeCurve curve = Of(x => x is >= 0.05 and < 0.054 ? 11 : x >= 0.08 && x < 0.1 ? 1.5 : 0);
        Assert.Equal(0.08, curve.Cliff);
        Assert.Equal(0.05, curve.CriticalShock!.Value, 1e-12);
        Assert.Equal(0.05 + 0.004 + 0.04 + 0.02 + 0.01 - 0.05 + 0.0, curve.Gap!.Value, 1e-12);
    }

    [Fact]
    public void Measure_WhenTheCliffIsAtTheMark_EveryShockIsCritical()
    {
        CascadeCurve curve = Of(x => x < 0.02 ? 3 : 0);
        Assert.Equal(0, curve.Cliff);
        Assert.Equal(0, curve.CriticalShock);
        Assert.Equal(0.06, curve.Gap!.Value, 1e-12);
    }

    [Fact]
    public void Measure_WhenTheGainIsInfinite_NeverEndsAndNeverIsNaN()
    {
        CascadeCurve curve = Of(x => x >= 0.1 ? double.PositiveInfinity : 0.5);
        Assert.Equal(0.1, curve.Cliff);
        Assert.Equal(0.05, curve.CriticalShock!.Value, 1e-12);
        Assert.Null(curve.Gap);
        Assert.Equal(0.1, curve.End(0.05), 1e-12);
        Assert.Equal(double.PositiveInfinity, curve.End(0.0501));
        Assert.DoesNotContain(curve.Ends.ToArray(), double.IsNaN);
    }

    [Fact]
    public void Measure_WhenReused_ForgetsTheLastCliff()
    {
        CascadeCurve curve = Of(_ => 2);
        curve.Measure(new double[LogPriceGrid.Cells]);
        Assert.Equal((null, null, null), (curve.Cliff, curve.CriticalShock, curve.Gap));
    }

    [Fact]
    public void End_ForAnyGain_AgreesWithIteration() =>
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), seed =>
        {
            double[] choices = [0, 0, 0.25, 0.5, 0.75, 1.5, 3];
            Random random = new(seed.Get);
            double value = 0;
            double[] gain = new double[LogPriceGrid.Cells];
            for (int cell = 0; cell < gain.Length; cell++)
            {
                if (random.Next(6) == 0) value = choices[random.Next(choices.Length)];
                gain[cell] = value;
            }
            CascadeCurve curve = new();
            curve.Measure(gain);
            double shock = (random.Next(1, 200) / 1_000.0) + 0.0000371; // off the grid, where rounding would decide ties
            AssertSame(Iterate(gain, shock), curve.End(shock));
            int onGrid = random.Next(LogPriceGrid.Cells);
            AssertSame(curve.End(LogPriceGrid.Start(onGrid + 1)), curve.Ends[onGrid]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void AssertSame(double expected, double actual)
    {
        if (double.IsInfinity(expected)) Assert.Equal(expected, actual);
        else Assert.Equal(expected, actual, 1e-9);
    }

    // z ← s + ∫₀ᶻ n from z = s: rises to the smallest solution.
    private static double Iterate(double[] gain, double shock)
    {
        double z = shock;
        for (int step = 0; step < 1_000_000; step++)
        {
            double next = shock + Integral(gain, z);
            if (next > LogPriceGrid.Reach) return double.PositiveInfinity;
            if (next - z < 1e-15) return next;
            z = next;
        }
        return z;
    }

    private static double Integral(double[] gain, double z)
    {
        double sum = 0;
        for (int cell = 0; cell < gain.Length && LogPriceGrid.Start(cell) < z; cell++) sum += gain[cell] * (Math.Min(z, LogPriceGrid.Start(cell + 1)) - LogPriceGrid.Start(cell));
        return sum;
    }

    private static CascadeCurve Of(Func<double, double> gain)
    {
        CascadeCurve curve = new();
        curve.Measure([.. Enumerable.Range(0, LogPriceGrid.Cells).Select(cell => gain(LogPriceGrid.Start(cell)))]);
        return curve;
    }
}

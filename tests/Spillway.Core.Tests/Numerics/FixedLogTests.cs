using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Core.Tests.Numerics;

public class FixedLogTests
{
    /// <summary>Half a unit lost by rounding, and what the arithmetic inside may lose.</summary>
    private const double RoundedToNearest = 0.5 + 1e-6;

    private static readonly Gen<long> ShiftPpb = Gen.Frequency(
        (4, Law.Between(-20 * FixedLog.Parts, 20 * FixedLog.Parts)),
        (2, Law.Between(-1_000_000, 1_000_000)),
        (1, Law.Between(-50 * FixedLog.Parts, 50 * FixedLog.Parts)),
        (1, Gen.Elements(0L, 1, -1, 693_147_180, 693_147_181, -693_147_180, -693_147_181)));

    private static readonly Gen<long> DecayPpb = ShiftPpb.Select(Math.Abs);

    [Fact]
    public void LnRatioPpb_OfAnyTwoNumbers_IsWithinOneUnit() => Law.Holds(Law.AnyPositive, Law.AnyPositive, AssertLn);

    [Fact]
    public void LnRatioPpb_OfNeighbours_IsWithinOneUnit() => Law.Holds(
        Law.AnyPositive, Gen.Choose(1, 1000), (value, step) => AssertLn(value, value > step ? value - step : value));

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1, long.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue - 1)]
    [InlineData(4, 3)]
    [InlineData(2, 3)]
    [InlineData(2_000_000_000, 1_999_999_999)]
    [InlineData(1L << 62, (1L << 62) + 1)]
    public void LnRatioPpb_AtTheEdges_IsWithinOneUnit(long numerator, long denominator) => AssertLn(numerator, denominator);

    [Theory]
    [InlineData(2, 1, 693_147_181)]
    [InlineData(1, 2, -693_147_181)]
    [InlineData(10, 1, 2_302_585_093)]
    [InlineData(86, 100, -150_822_890)]
    [InlineData(1_000_001, 1_000_000, 1_000)]
    [InlineData(7, 7, 0)]
    [InlineData(long.MaxValue, 1, 43_668_272_375)]
    public void LnRatioPpb_OfKnownRatios_IsTheTabulatedLogarithm(long numerator, long denominator, long ppb) =>
        Assert.Equal(ppb, FixedLog.LnRatioPpb(numerator, denominator));

    [Fact]
    public void LnRatioPpb_WhenTheNumeratorRises_NeverFalls() => Law.Holds(
        Law.AnyPositive, Law.AnyPositive, Law.AnyPositive, (a, b, denominator) => Assert.True(
            FixedLog.LnRatioPpb(Math.Min(a, b), denominator) <= FixedLog.LnRatioPpb(Math.Max(a, b), denominator)));

    [Fact]
    public void LnRatioPpb_AcrossEveryRangeOfTheReduction_NeverFalls()
    {
        // The ratio is reduced around 2/3 and 4/3 times powers of two: that is where two formulas meet.
        foreach (long edge in Enumerable.Range(2, 59).SelectMany(power => new[] { 1L << power, (1L << power) / 3 * 4, (1L << power) / 3 * 2 }))
        {
            for (long numerator = Math.Max(2, edge - 20); numerator < edge + 20; numerator++)
                Assert.True(FixedLog.LnRatioPpb(numerator, 1) >= FixedLog.LnRatioPpb(numerator - 1, 1), $"at {numerator}");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    public void LnRatioPpb_WhenANumberIsNotPositive_Throws(long numerator, long denominator) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedLog.LnRatioPpb(numerator, denominator));

    [Fact]
    public void ExpNegative32_OfAnyDistance_IsTheNearestMultiple() => Law.Holds(DecayPpb, ppb =>
        Assert.InRange(BigReal.ErrorOfExp(FixedLog.ExpNegative32(ppb), BigInteger.One << 32, -ppb), -RoundedToNearest, RoundedToNearest));

    [Fact]
    public void ExpNegative32_WhenTheDistanceGrows_NeverGrows() => Law.Holds(
        DecayPpb, DecayPpb, (a, b) => Assert.True(FixedLog.ExpNegative32(Math.Max(a, b)) <= FixedLog.ExpNegative32(Math.Min(a, b))));

    [Theory]
    [InlineData(0, 1L << 32)]
    [InlineData(1_000_000_000, 1_580_030_169)]
    [InlineData(22_873_856_958, 1)] // 33 ln 2 = 22.873856958476…: just above one half of the smallest multiple
    [InlineData(22_873_856_959, 0)]
    [InlineData(long.MaxValue, 0)]
    public void ExpNegative32_OfKnownDistances_IsTheTabulatedValue(long ppb, long expected) => Assert.Equal(expected, FixedLog.ExpNegative32(ppb));

    [Fact]
    public void ShiftPrice_OfAnyPrice_RoundsTheTruePriceInTheStatedDirection() => Law.Holds(Law.AnyPositive, ShiftPpb, Law.AnyRounding, (price, ppb, rounding) =>
    {
        long shifted = FixedLog.ShiftPrice(price, ppb, rounding);
        if (BigReal.ExpExceeds(price, ppb, long.MaxValue))
        {
            Assert.InRange(shifted, long.MaxValue - (long.MaxValue / 1_000_000_000_000_000), long.MaxValue);
            return;
        }
        double error = BigReal.ErrorOfExp(shifted, price, ppb), lost = shifted * 1e-16;
        Assert.InRange(error, rounding == Rounding.Up ? -lost : -1 - lost, rounding == Rounding.Up ? 1 + lost : lost);
    });

    [Fact]
    public void ShiftPrice_WhenTheDistanceGrows_NeverFalls() => Law.Holds(Law.AnyPositive, ShiftPpb, ShiftPpb, (price, a, b) => Assert.True(
        FixedLog.ShiftPrice(price, Math.Min(a, b), Rounding.Down) <= FixedLog.ShiftPrice(price, Math.Max(a, b), Rounding.Down)));

    [Fact]
    public void ShiftPrice_ThereAndBack_IsTheSamePriceToTheLastPpb() => Law.Holds(
        Law.Between(1_000_000_000, 1_000_000_000_000), Law.Between(-3 * FixedLog.Parts, 3 * FixedLog.Parts), (price, ppb) =>
        {
            long shifted = FixedLog.ShiftPrice(price, ppb, Rounding.Down);
            Assert.InRange(FixedLog.LnRatioPpb(shifted, price) - ppb, -1_000_000_000 / shifted - 1, 1);
        });

    [Theory]
    [InlineData(1_000_000, 0, Rounding.Down, 1_000_000)]
    [InlineData(1_000_000, 0, Rounding.Up, 1_000_000)]
    [InlineData(1_000_000, -150_000_000, Rounding.Down, 860_707)]
    [InlineData(1_000_000, -150_000_000, Rounding.Up, 860_708)]
    [InlineData(1_000_000, 150_000_000, Rounding.Down, 1_161_834)]
    [InlineData(1_000, 20_000_000_000, Rounding.Down, 485_165_195_409)] // e^20 = 485,165,195.409…
    [InlineData(1_000_000_000_000, -20_000_000_000, Rounding.Down, 2_061)] // e^-20 = 2.0611536e-9
    [InlineData(1, 42_000_000_000, Rounding.Up, 1_739_274_941_520_501_048)] // e^42 = 1.7392749415205010474e18
    [InlineData(2, 43_000_000_000, Rounding.Down, long.MaxValue)]
    [InlineData(1, long.MaxValue, Rounding.Down, long.MaxValue)]
    [InlineData(long.MaxValue, long.MinValue, Rounding.Up, 1)]
    [InlineData(long.MaxValue, long.MinValue, Rounding.Down, 0)]
    [InlineData(0, 1_000_000_000, Rounding.Up, 0)]
    public void ShiftPrice_OfKnownPrices_IsTheTabulatedPrice(long price, long ppb, Rounding rounding, long expected)
    {
        long tolerance = expected > 1L << 55 && expected != long.MaxValue ? expected >> 55 : 0; // the factor carries 55 bits
        Assert.InRange(FixedLog.ShiftPrice(price, ppb, rounding), expected - tolerance, expected == long.MaxValue ? expected : expected + tolerance);
    }

    [Fact]
    public void Decay_OfAnyValue_RoundsTowardZero() => Law.Holds(Law.AnyLong, DecayPpb, (value, ppb) =>
    {
        long left = FixedLog.Decay(value, ppb);
        double error = BigReal.ErrorOfExp(left, value, -ppb), lost = Math.Abs((double)left) * 1e-16;
        Assert.InRange(error, value < 0 ? -lost : -1 - lost, value < 0 ? 1 + lost : lost);
    });

    [Theory]
    [InlineData(1_000_000_000, 0, 1_000_000_000)]
    [InlineData(1_000_000_000, 693_147_181, 499_999_999)]
    [InlineData(-1_000_000_000, 693_147_181, -499_999_999)]
    [InlineData(long.MaxValue, 43_000_000_000, 1)]
    [InlineData(long.MaxValue, long.MaxValue, 0)]
    public void Decay_OfKnownValues_IsWhatIsLeft(long value, long ppb, long expected) => Assert.Equal(expected, FixedLog.Decay(value, ppb));

    private static void AssertLn(long numerator, long denominator) => Assert.InRange(
        BigReal.ErrorOfLnPpb(FixedLog.LnRatioPpb(numerator, denominator), numerator, denominator), -RoundedToNearest, RoundedToNearest);
}

using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Core.Tests.Numerics;

public class ExactMathTests
{
    [Fact]
    public void Divide_OfAnyTwoNumbers_RoundsTheTrueQuotient() => Law.Holds(Law.AnyInt128, Law.AnyInt128, Law.AnyRounding, (numerator, denominator, rounding) =>
    {
        if (denominator == 0) return;
        Assert.Equal(Quotient(numerator, denominator, rounding), (BigInteger)ExactMath.Divide(numerator, denominator, rounding));
    });

    [Theory]
    [InlineData(7, 2, Rounding.Up, 4)]
    [InlineData(7, 2, Rounding.Down, 3)]
    [InlineData(-7, 2, Rounding.Up, -3)]
    [InlineData(-7, 2, Rounding.Down, -4)]
    [InlineData(7, -2, Rounding.Up, -3)]
    [InlineData(7, -2, Rounding.Down, -4)]
    [InlineData(-7, -2, Rounding.Up, 4)]
    [InlineData(-7, -2, Rounding.Down, 3)]
    [InlineData(-6, 2, Rounding.Down, -3)]
    [InlineData(0, -5, Rounding.Down, 0)]
    public void Divide_OfEverySign_RoundsTowardTheStatedEnd(long numerator, long denominator, Rounding rounding, long expected) =>
        Assert.Equal(expected, ExactMath.Divide(numerator, denominator, rounding));

    [Fact]
    public void Divide_ByZero_Throws() => Assert.Throws<DivideByZeroException>(() => ExactMath.Divide(1, 0, Rounding.Up));

    [Fact]
    public void MultiplyDivide_OfAnyNumbers_HasNoOverflowInside() => Law.Holds(
        from left in Law.AnyLong from right in Law.AnyLong from denominator in Law.AnyPositive from rounding in Law.AnyRounding
        select (left, right, denominator, rounding),
        c =>
        {
            BigInteger expected = Quotient((BigInteger)c.left * c.right, c.denominator, c.rounding);
            if (expected >= long.MinValue && expected <= long.MaxValue)
                Assert.Equal(expected, ExactMath.MultiplyDivide(c.left, c.right, c.denominator, c.rounding));
            else
                Assert.Throws<OverflowException>(() => ExactMath.MultiplyDivide(c.left, c.right, c.denominator, c.rounding));
        });

    [Fact]
    public void ShiftRight_OfAnyNumber_EqualsTheDivision() => Law.Holds(Law.AnyInt128, Gen.Choose(0, 126), Law.AnyRounding, (value, shift, rounding) =>
        Assert.Equal(Quotient(value, BigInteger.One << shift, rounding), (BigInteger)ExactMath.ShiftRight(value, shift, rounding)));

    [Theory]
    [InlineData(-1, 1, Rounding.Down, -1)]
    [InlineData(-1, 1, Rounding.Up, 0)]
    [InlineData(-5, 1, Rounding.Down, -3)]
    [InlineData(-5, 1, Rounding.Up, -2)]
    [InlineData(5, 1, Rounding.Down, 2)]
    [InlineData(5, 1, Rounding.Up, 3)]
    [InlineData(-4, 2, Rounding.Up, -1)]
    public void ShiftRight_OfEverySign_RoundsTowardTheStatedEnd(long value, int shift, Rounding rounding, long expected) =>
        Assert.Equal(expected, ExactMath.ShiftRight(value, shift, rounding));

    [Fact]
    public void SquareRoot_OfAnyNumber_IsTheLargestWhoseSquareFits() => Law.Holds(Law.AnyPositive, Law.AnyPositive, (left, right) =>
    {
        Int128 value = (Int128)left * right;
        BigInteger root = ExactMath.SquareRoot(value);
        Assert.True(root * root <= value && (root + 1) * (root + 1) > value);
    });

    [Fact]
    public void SquareRoot_AroundEverySquare_IsExact() => Law.Holds(Law.AnyPositive, root =>
    {
        Int128 square = (Int128)root * root;
        Assert.Equal(root, ExactMath.SquareRoot(square));
        Assert.Equal(root - 1, ExactMath.SquareRoot(square - 1));
        Assert.Equal(root, ExactMath.SquareRoot(square + (2 * (Int128)root)));
    });

    [Fact]
    public void SquareRoot_OfZero_IsZero() => Assert.Equal(0, ExactMath.SquareRoot(0));

    [Fact]
    public void SquareRoot_OfANegativeNumber_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.SquareRoot(-1));

    [Fact]
    public void SquareRoot_WhenTheRootIsNoLong_Throws() => Assert.Throws<OverflowException>(() => ExactMath.SquareRoot(Int128.One << 126));

    private static BigInteger Quotient(BigInteger numerator, BigInteger denominator, Rounding rounding)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        BigInteger floor = (numerator - (((numerator % denominator) + denominator) % denominator)) / denominator;
        return rounding == Rounding.Down || floor * denominator == numerator ? floor : floor + 1;
    }
}

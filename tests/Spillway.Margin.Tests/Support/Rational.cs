using System.Numerics;

namespace Spillway.Margin.Tests;

/// <summary>An exact fraction of whole numbers.</summary>
internal readonly struct Rational : IComparable<Rational>, IComparable, IEquatable<Rational>
{
    private readonly BigInteger numerator, denominator;

    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        (this.numerator, this.denominator) = (numerator / common, denominator / common);
    }

    public static Rational Zero => 0;

    public BigInteger Floor => BigInteger.DivRem(numerator, denominator, out BigInteger rest) - (rest.Sign < 0 ? 1 : 0);

    public BigInteger Ceiling => -(-this).Floor;

    public static implicit operator Rational(long value) => new(value, 1);
    public static implicit operator Rational(Int128 value) => new(value, 1);
    public static implicit operator Rational(BigInteger value) => new(value, 1);
    public static Rational operator -(Rational a) => new(-a.numerator, a.denominator);
    public static Rational operator +(Rational a, Rational b) => new((a.numerator * b.denominator) + (b.numerator * a.denominator), a.denominator * b.denominator);
    public static Rational operator -(Rational a, Rational b) => a + -b;
    public static Rational operator *(Rational a, Rational b) => new(a.numerator * b.numerator, a.denominator * b.denominator);
    public static Rational operator /(Rational a, Rational b) => new(a.numerator * b.denominator, a.denominator * b.numerator);
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;
    public static Rational Max(Rational a, Rational b) => a > b ? a : b;
    public static Rational Abs(Rational a) => a < 0 ? -a : a;
    public static Rational PowerOfTen(int exponent) => exponent >= 0 ? BigInteger.Pow(10, exponent) : new Rational(1, BigInteger.Pow(10, -exponent));

    public int CompareTo(Rational other) => (numerator * other.denominator).CompareTo(other.numerator * denominator);
    public int CompareTo(object? obj) => CompareTo((Rational)obj!);
    public bool Equals(Rational other) => CompareTo(other) == 0;
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(numerator, denominator);
    public override string ToString() => denominator.IsOne ? $"{numerator}" : $"{numerator}/{denominator}";
}

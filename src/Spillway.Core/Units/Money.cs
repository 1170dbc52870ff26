namespace Spillway.Core;

/// <summary>An amount of one asset in its minor units (1e-6 for USD-like assets, 1e-8 for BTC: <see cref="AssetSpec.Decimals"/>). Overflow throws.</summary>
/// <remarks>
/// The asset is known from the context, as the currency of a column in a ledger is. Products of a price and a quantity may not fit:
/// form them as <see cref="Int128"/> and round once, on purpose, with <see cref="Ratio"/>.
/// </remarks>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>Nothing.</summary>
    public static readonly Money Zero;

    private Money(long units) => Units = units;

    /// <summary>The amount in minor units of its asset.</summary>
    public long Units { get; }

    /// <summary>That many minor units.</summary>
    public static Money FromUnits(long units) => new(units);

    /// <summary><paramref name="numerator"/> / <paramref name="denominator"/> minor units.</summary>
    /// <param name="numerator">Exact product, in minor units × denominator.</param>
    /// <param name="denominator">Scale of the product; not zero.</param>
    /// <param name="rounding">Where a fraction of a minor unit goes. There is no default: the caller knows whose favour it is.</param>
    public static Money Ratio(Int128 numerator, Int128 denominator, Rounding rounding) =>
        new((long)ExactMath.Divide(numerator, denominator, rounding));

    /// <inheritdoc/>
    public int CompareTo(Money other) => Units.CompareTo(other.Units);

    /// <summary>The smaller amount.</summary>
    public static Money Min(Money left, Money right) => left.Units < right.Units ? left : right;

    /// <summary>The larger amount.</summary>
    public static Money Max(Money left, Money right) => left.Units > right.Units ? left : right;

    /// <summary>Sum; overflow throws.</summary>
    public static Money operator +(Money left, Money right) => new(left.Units + right.Units);

    /// <summary>Difference; overflow throws.</summary>
    public static Money operator -(Money left, Money right) => new(left.Units - right.Units);

    /// <summary>Opposite sign; overflow throws.</summary>
    public static Money operator -(Money amount) => new(-amount.Units);

    /// <summary>Smaller amount.</summary>
    public static bool operator <(Money left, Money right) => left.Units < right.Units;

    /// <summary>Larger amount.</summary>
    public static bool operator >(Money left, Money right) => left.Units > right.Units;

    /// <summary>Smaller or equal amount.</summary>
    public static bool operator <=(Money left, Money right) => left.Units <= right.Units;

    /// <summary>Larger or equal amount.</summary>
    public static bool operator >=(Money left, Money right) => left.Units >= right.Units;

    /// <inheritdoc/>
    public override string ToString() => $"{Units} minor units";
}

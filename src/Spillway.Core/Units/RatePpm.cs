namespace Spillway.Core;

/// <summary>A rate in parts per million: 10,000 ppm = 1 %. Margin rates, fees, haircuts, policy shares.</summary>
public readonly record struct RatePpm : IComparable<RatePpm>
{
    /// <summary>Parts in the whole.</summary>
    public const long Whole = 1_000_000;

    /// <summary>Nothing.</summary>
    public static readonly RatePpm Zero;

    private RatePpm(int ppm) => Ppm = ppm;

    /// <summary>The rate in parts per million.</summary>
    public int Ppm { get; }

    /// <summary>A rate of that many parts per million.</summary>
    public static RatePpm FromPpm(int ppm) => new(ppm);

    /// <summary>The share of an amount; the caller says whose favour a fraction of a minor unit goes.</summary>
    public Money Of(Money amount, Rounding rounding) => Money.FromUnits(ExactMath.MultiplyDivide(amount.Units, Ppm, Whole, rounding));

    /// <inheritdoc/>
    public int CompareTo(RatePpm other) => Ppm.CompareTo(other.Ppm);

    /// <summary>Lower rate.</summary>
    public static bool operator <(RatePpm left, RatePpm right) => left.Ppm < right.Ppm;

    /// <summary>Higher rate.</summary>
    public static bool operator >(RatePpm left, RatePpm right) => left.Ppm > right.Ppm;

    /// <summary>Lower or equal rate.</summary>
    public static bool operator <=(RatePpm left, RatePpm right) => left.Ppm <= right.Ppm;

    /// <summary>Higher or equal rate.</summary>
    public static bool operator >=(RatePpm left, RatePpm right) => left.Ppm >= right.Ppm;

    /// <inheritdoc/>
    public override string ToString() => $"{Ppm} ppm";
}

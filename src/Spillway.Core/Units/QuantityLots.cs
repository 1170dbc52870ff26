namespace Spillway.Core;

/// <summary>A quantity of one instrument in whole lots; signed where it is a position (long positive, short negative).</summary>
/// <remarks>One lot is <see cref="InstrumentSpec.LotSize"/> base units, or for inverse contracts that many contracts of one quote unit.</remarks>
public readonly record struct QuantityLots : IComparable<QuantityLots>
{
    /// <summary>Nothing.</summary>
    public static readonly QuantityLots Zero;

    private QuantityLots(long lots) => Lots = lots;

    /// <summary>The quantity in lots.</summary>
    public long Lots { get; }

    /// <summary>A quantity of that many lots.</summary>
    public static QuantityLots FromLots(long lots) => new(lots);

    /// <summary>Size without direction; overflow throws.</summary>
    public QuantityLots Magnitude => new(Math.Abs(Lots));

    /// <inheritdoc/>
    public int CompareTo(QuantityLots other) => Lots.CompareTo(other.Lots);

    /// <summary>Sum; overflow throws.</summary>
    public static QuantityLots operator +(QuantityLots left, QuantityLots right) => new(left.Lots + right.Lots);

    /// <summary>Difference; overflow throws.</summary>
    public static QuantityLots operator -(QuantityLots left, QuantityLots right) => new(left.Lots - right.Lots);

    /// <summary>Opposite direction; overflow throws.</summary>
    public static QuantityLots operator -(QuantityLots quantity) => new(-quantity.Lots);

    /// <summary>Smaller quantity.</summary>
    public static bool operator <(QuantityLots left, QuantityLots right) => left.Lots < right.Lots;

    /// <summary>Larger quantity.</summary>
    public static bool operator >(QuantityLots left, QuantityLots right) => left.Lots > right.Lots;

    /// <summary>Smaller or equal quantity.</summary>
    public static bool operator <=(QuantityLots left, QuantityLots right) => left.Lots <= right.Lots;

    /// <summary>Larger or equal quantity.</summary>
    public static bool operator >=(QuantityLots left, QuantityLots right) => left.Lots >= right.Lots;

    /// <inheritdoc/>
    public override string ToString() => $"{Lots} lots";
}

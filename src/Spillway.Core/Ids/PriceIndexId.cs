namespace Spillway.Core;

/// <summary>A row of the index table: one reference price from several sources.</summary>
public readonly record struct PriceIndexId : IComparable<PriceIndexId>
{
    private PriceIndexId(int index) => Index = index;

    /// <summary>The number, from 0; negative means none.</summary>
    public int Index { get; }

    /// <summary>No such row.</summary>
    public static PriceIndexId None => new(-1);

    /// <summary>The id with that number.</summary>
    public static PriceIndexId FromIndex(int index) => new(index);

    /// <inheritdoc/>
    public int CompareTo(PriceIndexId other) => Index.CompareTo(other.Index);

    /// <summary>Earlier row.</summary>
    public static bool operator <(PriceIndexId left, PriceIndexId right) => left.Index < right.Index;

    /// <summary>Later row.</summary>
    public static bool operator >(PriceIndexId left, PriceIndexId right) => left.Index > right.Index;

    /// <summary>Earlier or the same row.</summary>
    public static bool operator <=(PriceIndexId left, PriceIndexId right) => left.Index <= right.Index;

    /// <summary>Later or the same row.</summary>
    public static bool operator >=(PriceIndexId left, PriceIndexId right) => left.Index >= right.Index;

    /// <inheritdoc/>
    public override string ToString() => $"index {Index}";
}

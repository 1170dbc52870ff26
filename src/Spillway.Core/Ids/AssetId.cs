namespace Spillway.Core;

/// <summary>A row of the asset table, in order of listing; asset 0 is the valuation asset (USD-like).</summary>
public readonly record struct AssetId : IComparable<AssetId>
{
    private AssetId(int index) => Index = index;

    /// <summary>The number, from 0; negative means none.</summary>
    public int Index { get; }

    /// <summary>No such row.</summary>
    public static AssetId None => new(-1);

    /// <summary>The id with that number.</summary>
    public static AssetId FromIndex(int index) => new(index);

    /// <inheritdoc/>
    public int CompareTo(AssetId other) => Index.CompareTo(other.Index);

    /// <summary>Earlier row.</summary>
    public static bool operator <(AssetId left, AssetId right) => left.Index < right.Index;

    /// <summary>Later row.</summary>
    public static bool operator >(AssetId left, AssetId right) => left.Index > right.Index;

    /// <summary>Earlier or the same row.</summary>
    public static bool operator <=(AssetId left, AssetId right) => left.Index <= right.Index;

    /// <summary>Later or the same row.</summary>
    public static bool operator >=(AssetId left, AssetId right) => left.Index >= right.Index;

    /// <inheritdoc/>
    public override string ToString() => $"asset {Index}";
}

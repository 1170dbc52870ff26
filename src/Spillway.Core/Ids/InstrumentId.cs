namespace Spillway.Core;

/// <summary>A row of the instrument table, in order of listing.</summary>
public readonly record struct InstrumentId : IComparable<InstrumentId>
{
    private InstrumentId(int index) => Index = index;

    /// <summary>The number, from 0; negative means none.</summary>
    public int Index { get; }

    /// <summary>No such row.</summary>
    public static InstrumentId None => new(-1);

    /// <summary>The id with that number.</summary>
    public static InstrumentId FromIndex(int index) => new(index);

    /// <inheritdoc/>
    public int CompareTo(InstrumentId other) => Index.CompareTo(other.Index);

    /// <summary>Earlier row.</summary>
    public static bool operator <(InstrumentId left, InstrumentId right) => left.Index < right.Index;

    /// <summary>Later row.</summary>
    public static bool operator >(InstrumentId left, InstrumentId right) => left.Index > right.Index;

    /// <summary>Earlier or the same row.</summary>
    public static bool operator <=(InstrumentId left, InstrumentId right) => left.Index <= right.Index;

    /// <summary>Later or the same row.</summary>
    public static bool operator >=(InstrumentId left, InstrumentId right) => left.Index >= right.Index;

    /// <inheritdoc/>
    public override string ToString() => $"instrument {Index}";
}

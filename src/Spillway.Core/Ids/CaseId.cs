namespace Spillway.Core;

/// <summary>A liquidation case, numbered in order of opening.</summary>
public readonly record struct CaseId : IComparable<CaseId>
{
    private CaseId(int number) => Number = number;

    /// <summary>The number, from 0; negative means none.</summary>
    public int Number { get; }

    /// <summary>No such row.</summary>
    public static CaseId None => new(-1);

    /// <summary>The id with that number.</summary>
    public static CaseId FromNumber(int number) => new(number);

    /// <inheritdoc/>
    public int CompareTo(CaseId other) => Number.CompareTo(other.Number);

    /// <summary>Earlier row.</summary>
    public static bool operator <(CaseId left, CaseId right) => left.Number < right.Number;

    /// <summary>Later row.</summary>
    public static bool operator >(CaseId left, CaseId right) => left.Number > right.Number;

    /// <summary>Earlier or the same row.</summary>
    public static bool operator <=(CaseId left, CaseId right) => left.Number <= right.Number;

    /// <summary>Later or the same row.</summary>
    public static bool operator >=(CaseId left, CaseId right) => left.Number >= right.Number;

    /// <inheritdoc/>
    public override string ToString() => $"case {Number}";
}

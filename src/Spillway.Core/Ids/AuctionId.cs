namespace Spillway.Core;

/// <summary>An auction of lots of a liquidation case, numbered in order of its start.</summary>
public readonly record struct AuctionId : IComparable<AuctionId>
{
    private AuctionId(int number) => Number = number;

    /// <summary>The number, from 0; negative means none.</summary>
    public int Number { get; }

    /// <summary>No such row.</summary>
    public static AuctionId None => new(-1);

    /// <summary>The id with that number.</summary>
    public static AuctionId FromNumber(int number) => new(number);

    /// <inheritdoc/>
    public int CompareTo(AuctionId other) => Number.CompareTo(other.Number);

    /// <summary>Earlier row.</summary>
    public static bool operator <(AuctionId left, AuctionId right) => left.Number < right.Number;

    /// <summary>Later row.</summary>
    public static bool operator >(AuctionId left, AuctionId right) => left.Number > right.Number;

    /// <summary>Earlier or the same row.</summary>
    public static bool operator <=(AuctionId left, AuctionId right) => left.Number <= right.Number;

    /// <summary>Later or the same row.</summary>
    public static bool operator >=(AuctionId left, AuctionId right) => left.Number >= right.Number;

    /// <inheritdoc/>
    public override string ToString() => $"auction {Number}";
}

namespace Spillway.Core;

/// <summary>A row of the account table: a cross account, or the isolated sub-account of one instrument.</summary>
public readonly record struct AccountId : IComparable<AccountId>
{
    private AccountId(int index) => Index = index;

    /// <summary>The number, from 0; negative means none.</summary>
    public int Index { get; }

    /// <summary>No such row.</summary>
    public static AccountId None => new(-1);

    /// <summary>The id with that number.</summary>
    public static AccountId FromIndex(int index) => new(index);

    /// <inheritdoc/>
    public int CompareTo(AccountId other) => Index.CompareTo(other.Index);

    /// <summary>Earlier row.</summary>
    public static bool operator <(AccountId left, AccountId right) => left.Index < right.Index;

    /// <summary>Later row.</summary>
    public static bool operator >(AccountId left, AccountId right) => left.Index > right.Index;

    /// <summary>Earlier or the same row.</summary>
    public static bool operator <=(AccountId left, AccountId right) => left.Index <= right.Index;

    /// <summary>Later or the same row.</summary>
    public static bool operator >=(AccountId left, AccountId right) => left.Index >= right.Index;

    /// <inheritdoc/>
    public override string ToString() => $"account {Index}";
}

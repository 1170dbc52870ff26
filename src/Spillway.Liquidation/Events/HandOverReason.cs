namespace Spillway.Liquidation;

/// <summary>Why lots were handed over.</summary>
public enum HandOverReason : byte
{
    /// <summary>The amplification budget left no room.</summary>
    BudgetSpent = 0,

    /// <summary>The account is below the health floor.</summary>
    BelowHealthFloor = 1,

    /// <summary>No sale restores health.</summary>
    CannotHeal = 2,

    /// <summary>The policy does not use the book.</summary>
    BookClosed = 3,

    /// <summary>Nothing rests on the other side.</summary>
    EmptyBook = 4,
}

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

    /// <summary>Equity is negative, and from there on the policy hands over only.</summary>
    NegativeEquity = 5,

    /// <summary>Nothing more rests down to the fillable price.</summary>
    FillablePrice = 6,

    /// <summary>The insurance fund may not lose more on this account now.</summary>
    InsuranceStopped = 7,

    /// <summary>A circuit breaker holds: the market trades nothing, or forced orders have only a share of their room.</summary>
    CircuitBreaker = 8,

    /// <summary>Others traded too little for forced orders to trade more.</summary>
    Participation = 9,
}

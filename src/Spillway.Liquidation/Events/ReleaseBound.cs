namespace Spillway.Liquidation;

/// <summary>What limited a forced order.</summary>
public enum ReleaseBound : byte
{
    /// <summary>The whole quantity may go.</summary>
    Nothing = 0,

    /// <summary>The room left to our own displacement.</summary>
    AmplificationBudget = 1,

    /// <summary>The account is too close to bankruptcy to be sold into the book.</summary>
    BelowHealthFloor = 2,

    /// <summary>Selling would not restore health.</summary>
    CannotHeal = 3,

    /// <summary>The policy does not use the book.</summary>
    BookClosed = 4,

    /// <summary>Nothing rests on the other side.</summary>
    EmptyBook = 5,

    /// <summary>Equity is negative, and from there on the policy hands over only.</summary>
    NegativeEquity = 6,

    /// <summary>Nothing more rests down to the fillable price.</summary>
    FillablePrice = 7,

    /// <summary>The share of the amplification budget that a circuit breaker leaves.</summary>
    CircuitBreaker = 8,

    /// <summary>The market is halted.</summary>
    Halt = 9,

    /// <summary>The schedule holds a part for a few seconds.</summary>
    Schedule = 10,

    /// <summary>The share of traded volume that forced orders may be.</summary>
    Participation = 11,
}

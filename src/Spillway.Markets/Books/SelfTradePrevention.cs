namespace Spillway.Markets;

/// <summary>Which order gives way when the two sides of a trade would be one account.</summary>
public enum SelfTradePrevention : byte
{
    /// <summary>The rest of the incoming order is cancelled; the resting one stays.</summary>
    CancelTaker = 0,

    /// <summary>The resting order is removed; the incoming one goes on to the next maker.</summary>
    CancelMaker = 1,

    /// <summary>The resting order is removed and the rest of the incoming one is cancelled.</summary>
    CancelBoth = 2,
}

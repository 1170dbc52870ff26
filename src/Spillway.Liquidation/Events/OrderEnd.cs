namespace Spillway.Liquidation;

/// <summary>Why an order ended.</summary>
public enum OrderEnd : byte
{
    /// <summary>Its owner cancelled it.</summary>
    Cancelled = 0,

    /// <summary>A replacement took its place.</summary>
    Replaced = 1,

    /// <summary>What an immediate order could not trade at once.</summary>
    Unfilled = 2,

    /// <summary>It would have traded with its own account.</summary>
    SelfTrade = 3,

    /// <summary>It could only reduce, and there was nothing left to reduce.</summary>
    ReduceOnly = 4,

    /// <summary>It would have traded at once, and was not allowed to.</summary>
    PostOnly = 5,

    /// <summary>Its account went into liquidation.</summary>
    Liquidation = 6,

    /// <summary>The book is at its bound.</summary>
    Capacity = 7,
}

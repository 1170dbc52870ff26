namespace Spillway.Markets;

/// <summary>Why the book itself removed a resting order that still had quantity.</summary>
public enum OrderRemoval : byte
{
    /// <summary>It met an incoming order of its own account.</summary>
    SelfTrade = 0,

    /// <summary>It may only reduce a position, and the position no longer holds as much as was asked of it.</summary>
    ReduceOnly = 1,

    /// <summary>It was placed for one auction only, and this was it.</summary>
    AuctionOver = 2,
}

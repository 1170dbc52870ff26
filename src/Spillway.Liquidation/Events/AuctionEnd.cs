namespace Spillway.Liquidation;

/// <summary>Why an auction ended.</summary>
public enum AuctionEnd : byte
{
    /// <summary>All lots were taken.</summary>
    Filled = 0,

    /// <summary>The case ended: the account is well again, or flat.</summary>
    CaseClosed = 1,

    /// <summary>Health fell below the floor of the policy.</summary>
    BelowHealthFloor = 2,

    /// <summary>Time and restarts are over.</summary>
    Expired = 3,

    /// <summary>The position is gone by another way, or the policy has no auctions any more.</summary>
    Withdrawn = 4,
}

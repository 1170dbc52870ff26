namespace Spillway.Markets;

/// <summary>What became of an order. A rejected order has changed nothing.</summary>
public enum PlaceStatus : byte
{
    /// <summary>What did not trade rests in the book.</summary>
    Rested = 0,

    /// <summary>Traded whole.</summary>
    Filled = 1,

    /// <summary>What did not trade was cancelled: immediate-or-cancel, a market order, or self-trade prevention.</summary>
    Cancelled = 2,

    /// <summary>A post-only order that would have traded.</summary>
    RejectedPostOnly = 3,

    /// <summary>An order that might rest, and the book is at one of its <see cref="OrderBookLimits"/>. Orders that never rest are never rejected for this.</summary>
    RejectedCapacity = 4,

    /// <summary>A request outside of the ranges of <see cref="OrderRequest"/>, or a replacement that changes the account, the owner or the side.</summary>
    RejectedInvalid = 5,

    /// <summary>A replacement of an order that does not rest any more.</summary>
    RejectedUnknownOrder = 6,
}

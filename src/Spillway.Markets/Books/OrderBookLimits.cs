namespace Spillway.Markets;

/// <summary>Bounds of one book. They are part of its state: reaching one is an answer, <see cref="PlaceStatus.RejectedCapacity"/>.</summary>
/// <remarks>Memory is taken as it is needed, up to 48 B an order, 6.1 KB a page and 8 B an owner.</remarks>
/// <param name="MaxOrders">Resting orders; 1 … 2^24.</param>
/// <param name="MaxPages">Pages of 256 neighbouring prices that hold at least one order; 1 … 2^16. Bounds what orders spread over distant prices can cost.</param>
/// <param name="MaxOwners">Rows of owners; 1 … 2^24.</param>
public readonly record struct OrderBookLimits(int MaxOrders, int MaxPages, int MaxOwners)
{
    /// <summary>Enough for one busy market: 2^20 orders, 4096 pages, 2^20 owners.</summary>
    public static OrderBookLimits Default => new(MaxOrders: 1 << 20, MaxPages: 1 << 12, MaxOwners: 1 << 20);

    /// <summary>Whether every bound is in its range.</summary>
    public bool IsValid => MaxOrders is >= 1 and <= 1 << 24 && MaxPages is >= 1 and <= 1 << 16 && MaxOwners is >= 1 and <= 1 << 24;
}

namespace Spillway.Markets;

/// <summary>One order of an auction: what of it may trade, at its limit or better.</summary>
/// <param name="Ticks">Limit.</param>
/// <param name="Lots">Lots that may trade; zero for a reduce-only order without a position behind it.</param>
/// <param name="Row">Row of the order table.</param>
internal record struct AuctionOrder(long Ticks, long Lots, int Row);

namespace Spillway.Markets;

/// <summary>One order of an auction: what of it may trade, at its limit or better.</summary>
/// <param name="Ticks">Limit.</param>
/// <param name="Lots">Lots that may trade; zero for a reduce-only order without a position behind it.</param>
/// <param name="Row">Row of the order table.</param>
/// <param name="Owner">Row of the owner, who is one account.</param>
/// <param name="NextOwn">One more than the index of the same owner's next order, 0 after the last; only of asks, and only while own orders are netted.</param>
internal record struct AuctionOrder(long Ticks, long Lots, int Row, int Owner, int NextOwn = 0);

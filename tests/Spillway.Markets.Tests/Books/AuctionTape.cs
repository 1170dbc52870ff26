using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>Keeps the fills of an auction, what it netted and what it removed; positions of accounts shrink and grow with their fills.</summary>
internal readonly struct AuctionTape(
    List<AuctionFill> fills,
    List<(RestingOrder Order, OrderRemoval Reason)> removed,
    Dictionary<int, long>? positions = null,
    List<(RestingOrder Bid, RestingOrder Ask, long Lots)>? netted = null) : IAuctionParticipants
{
    public long ReducibleLots(in RestingOrder order)
    {
        long held = positions?.GetValueOrDefault(order.Account.Index) ?? 0;
        return Math.Max(0, order.Side == Side.Sell ? held : -held);
    }

    public void Netted(in RestingOrder bid, in RestingOrder ask, QuantityLots quantity) => netted?.Add((bid, ask, quantity.Lots));

    public void Crossed(in AuctionFill fill)
    {
        fills.Add(fill);
        if (positions is null) return;
        positions[fill.Buy.Account.Index] = positions.GetValueOrDefault(fill.Buy.Account.Index) + fill.Quantity.Lots;
        positions[fill.Sell.Account.Index] = positions.GetValueOrDefault(fill.Sell.Account.Index) - fill.Quantity.Lots;
    }

    public void Removed(in RestingOrder order, OrderRemoval reason) => removed.Add((order, reason));
}

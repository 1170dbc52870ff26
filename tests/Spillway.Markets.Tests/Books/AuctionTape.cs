using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>Keeps the fills of an auction and what it removed; positions of accounts shrink and grow with their fills.</summary>
internal readonly struct AuctionTape(List<AuctionFill> fills, List<(RestingOrder Order, OrderRemoval Reason)> removed, Dictionary<int, long>? positions = null) : IAuctionParticipants
{
    public long ReducibleLots(in RestingOrder order)
    {
        long held = positions?.GetValueOrDefault(order.Account.Index) ?? 0;
        return Math.Max(0, order.Side == Side.Sell ? held : -held);
    }

    public void Crossed(in AuctionFill fill)
    {
        fills.Add(fill);
        if (positions is null || fill.IsSelf) return;
        positions[fill.Buy.Account.Index] = positions.GetValueOrDefault(fill.Buy.Account.Index) + fill.Quantity.Lots;
        positions[fill.Sell.Account.Index] = positions.GetValueOrDefault(fill.Sell.Account.Index) - fill.Quantity.Lots;
    }

    public void Removed(in RestingOrder order, OrderRemoval reason) => removed.Add((order, reason));
}

using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Benchmarks.Book.Peers;

/// <summary>Our own book behind the same door, every order of an account of its own, so that nobody trades with themselves.</summary>
internal sealed class LadderBook(int operations) : IPeerBook
{
    private const int Slots = 1_000;

    private readonly OrderBook book = new(1 << 18);
    private readonly OrderId[] handles = new OrderId[operations];
    private FillRing ring = new(1_024);

    public long Fills => ring.Fills;

    public long FilledLots => ring.FilledLots;

    /// <summary>Whether an order rests.</summary>
    public bool Rests(int id) => book.TryGet(handles[id], out _);

    public void Play(in PeerOperation operation)
    {
        if (operation.Call is PeerCall.Cancel or PeerCall.Replace) book.Cancel(handles[operation.Target], out _);
        if (operation.Call == PeerCall.Cancel) return;
        OrderRequest request = new()
        {
            Account = AccountId.FromIndex(operation.Id),
            OwnerSlot = operation.Id % Slots,
            Side = operation.Side,
            Type = operation.Call == PeerCall.Market ? OrderType.Market : OrderType.Limit,
            TimeInForce = operation.Call is PeerCall.Market or PeerCall.Immediate ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel,
            Limit = PriceTicks.FromTicks(operation.Price),
            Quantity = QuantityLots.FromLots(operation.Lots),
        };
        handles[operation.Id] = book.Place(in request, ref ring).OrderId;
    }
}

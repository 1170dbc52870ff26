using Spillway.Benchmarks.Measure;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Benchmarks.Book;

/// <summary>A mixed stream: 86 % limit orders and cancels, balanced so that the book keeps its size, 8 % takers, 4 % replacements, 2 % reductions.</summary>
/// <remarks>
/// Two of three cancels hit one of the 500 newest orders, as quotes die young. What has traded away is forgotten, so no call comes too late and gets off cheaply.
/// Handles are those that the book gave when the stream was prepared: the book is deterministic, so it gives them again.
/// </remarks>
internal sealed class BookStream
{
    private const int Accounts = 1_000, Recent = 500, MidFraction = 1_024;

    private readonly SeededDraws draws = new(7);
    private readonly OrderBook book = new();
    private readonly List<BookOperation> operations = [];
    private readonly List<(OrderId Id, OrderRequest Request)> live = [];
    private readonly int spreadTicks, resting;
    private FillRing ring = new(1_024);
    private long mid = 100_000 * MidFraction; // ticks, 1/1024

    private BookStream(int spreadTicks, int resting) => (this.spreadTicks, this.resting) = (spreadTicks, resting);

    /// <summary>Prepares a stream.</summary>
    /// <param name="spreadTicks">Orders lie evenly within so many ticks of the mid price; zero crowds them at the touch.</param>
    /// <param name="resting">Orders placed first, and about as many from then on.</param>
    /// <param name="mixed">Operations of the mix behind them.</param>
    public static BookOperation[] Prepare(int spreadTicks, int resting, int mixed)
    {
        BookStream stream = new(spreadTicks, resting);
        for (int i = 0; i < resting; i++) stream.Rest();
        for (int i = 0; i < mixed; i++) stream.Next();
        return [.. stream.operations];
    }

    private void Next()
    {
        int roll = draws.Below(100);
        if (roll < 8) Take();
        else if (book.Count < resting) Rest();
        else if (roll < 12) Replace(FindLive());
        else if (roll < 14) Reduce(FindLive());
        else if (draws.Below(2) == 0) Rest();
        else Cancel(FindLive());
    }

    private void Rest() => Place(Draw());

    private void Take()
    {
        OrderRequest request = Draw();
        int reach = spreadTicks == 0 ? 64 : spreadTicks;
        Place(request with
        {
            TimeInForce = TimeInForce.ImmediateOrCancel,
            Type = draws.Below(4) == 0 ? OrderType.Market : OrderType.Limit,
            Limit = PriceTicks.FromTicks(Mid + (reach * request.Side.Sign())),
            Quantity = QuantityLots.FromLots(1 + draws.Below(200)),
        });
    }

    private void Cancel(int at)
    {
        operations.Add(new BookOperation(BookCall.Cancel, live[at].Id, default));
        book.Cancel(live[at].Id, out _);
        Forget(at);
    }

    private void Replace(int at)
    {
        (OrderId id, OrderRequest request) = live[at];
        OrderRequest moved = request with { Limit = Away(request.Side) };
        operations.Add(new BookOperation(BookCall.Replace, id, moved));
        PlaceOutcome outcome = book.Replace(id, moved, ref ring);
        if (outcome.OrderId == OrderId.None) Forget(at);
        else live[at] = (outcome.OrderId, moved);
    }

    private void Reduce(int at)
    {
        operations.Add(new BookOperation(BookCall.Reduce, live[at].Id, default));
        book.Reduce(live[at].Id, QuantityLots.FromLots(1));
    }

    private int FindLive()
    {
        while (true)
        {
            bool isRecent = draws.Below(3) > 0 && live.Count > Recent;
            int at = isRecent ? live.Count - 1 - draws.Below(Recent) : draws.Below(live.Count);
            if (book.TryGet(live[at].Id, out _)) return at;
            Forget(at);
        }
    }

    private void Forget(int at)
    {
        live[at] = live[^1];
        live.RemoveAt(live.Count - 1);
    }

    private void Place(OrderRequest request)
    {
        operations.Add(new BookOperation(BookCall.Place, OrderId.None, request));
        PlaceOutcome outcome = book.Place(request, ref ring);
        if (outcome.OrderId != OrderId.None) live.Add((outcome.OrderId, request));
    }

    private OrderRequest Draw()
    {
        mid += draws.Below((6 * MidFraction / 10) + 1) - (3 * MidFraction / 10);
        int account = draws.Below(Accounts);
        Side side = (Side)draws.Below(2);
        return new OrderRequest
        {
            Account = AccountId.FromIndex(account),
            OwnerSlot = account,
            Side = side,
            Limit = Away(side),
            Quantity = QuantityLots.FromLots(1 + draws.Below(100)),
        };
    }

    private long Mid => mid / MidFraction;

    private PriceTicks Away(Side side)
    {
        long distance = spreadTicks == 0 ? draws.Decaying() : 1 + draws.Below(spreadTicks);
        return PriceTicks.FromTicks(Mid - (distance * side.Sign()));
    }
}

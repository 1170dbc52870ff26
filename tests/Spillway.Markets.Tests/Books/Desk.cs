using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>Requests and handles in as few words as a test needs.</summary>
internal static class Desk
{
    public const int Alice = 1;
    public const int Bob = 2;
    public const int Carol = 3;

    public static OrderRequest Buy(int account, long price, long lots) => Limit(Side.Buy, account, price, lots);

    public static OrderRequest Sell(int account, long price, long lots) => Limit(Side.Sell, account, price, lots);

    public static OrderRequest Market(Side side, int account, long lots) => Limit(side, account, 0, lots) with { Type = OrderType.Market };

    public static OrderId Rests(this OrderBook book, in OrderRequest request)
    {
        var tape = new Tape([]);
        PlaceOutcome outcome = book.Place(request, ref tape);
        Assert.Equal(PlaceStatus.Rested, outcome.Status);
        return outcome.OrderId;
    }

    public static PlaceOutcome Place(this OrderBook book, in OrderRequest request)
    {
        var tape = new Tape([]);
        return book.Place(request, ref tape);
    }

    public static PlaceOutcome Place(this OrderBook book, in OrderRequest request, out List<string> events, Dictionary<int, long>? reducible = null)
    {
        events = [];
        var tape = new Tape(events, reducible);
        return book.Place(request, ref tape);
    }

    public static BookLevel[] Levels(this OrderBook book, Side side)
    {
        var levels = new BookLevel[book.Count];
        return levels[..book.CopyLevels(side, levels)];
    }

    public static QuantityLots Lots(long lots) => QuantityLots.FromLots(lots);

    public static PriceTicks Ticks(long ticks) => PriceTicks.FromTicks(ticks);

    public static byte[] Bytes(this OrderBook book) => StateBytes.Of(book.Save);

    public static OrderBook Restored(byte[] bytes)
    {
        var reader = new StateReader(bytes);
        return OrderBook.Restore(ref reader);
    }

    private static OrderRequest Limit(Side side, int account, long price, long lots) => new()
    {
        Account = AccountId.FromIndex(account),
        OwnerSlot = account,
        Side = side,
        Limit = PriceTicks.FromTicks(price),
        Quantity = QuantityLots.FromLots(lots),
    };
}

using System.Globalization;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Benchmarks.Book.Peers;

/// <summary>The stream of the order book row as any other book can play it.</summary>
/// <remarks>
/// Reductions are left out, because books differ in whether an order keeps its turn; nobody trades with themselves; a replacement is a cancel and a new order. What would then
/// hit an order that is gone is left out too, so every operation does something. Our own book says which fills are right.
/// </remarks>
/// <param name="Operations">All of them, those that fill the book first.</param>
/// <param name="Untimed">How many come before the clock starts.</param>
/// <param name="Fills">Fills behind that.</param>
/// <param name="FilledLots">Lots of those fills.</param>
internal sealed record PeerStream(PeerOperation[] Operations, int Untimed, long Fills, long FilledLots)
{
    /// <summary>Translates a stream.</summary>
    public static PeerStream Of(BookOperation[] stream, int untimed)
    {
        OrderBook original = new(1 << 18);
        FillRing ignored = new(1_024);
        LadderBook ours = new(stream.Length);
        Dictionary<OrderId, int> idOf = [];
        List<PeerOperation> operations = [];
        int start = 0;
        long fills = 0, lots = 0;
        for (int i = 0; i < stream.Length; i++)
        {
            if (i == untimed) (start, fills, lots) = (operations.Count, ours.Fills, ours.FilledLots);
            ref readonly BookOperation operation = ref stream[i];
            int target = operation.Call == BookCall.Place ? -1 : idOf[operation.Target];
            if (operation.Call is BookCall.Place or BookCall.Replace)
            {
                OrderId handle = (operation.Call == BookCall.Place ? original.Place(in operation.Request, ref ignored) : original.Replace(operation.Target, in operation.Request, ref ignored)).OrderId;
                if (handle != OrderId.None) idOf[handle] = i;
            }
            else if (operation.Call == BookCall.Cancel) original.Cancel(operation.Target, out _);
            else original.Reduce(operation.Target, QuantityLots.FromLots(1));
            if (operation.Call == BookCall.Reduce || (target >= 0 && !ours.Rests(target))) continue;
            PeerOperation translated = Translate(in operation, i, target);
            ours.Play(in translated);
            operations.Add(translated);
        }
        return new PeerStream([.. operations], start, ours.Fills - fills, ours.FilledLots - lots);
    }

    /// <summary>Writes the stream for books in other languages: a line of totals, then one operation a line.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"operations={Operations.Length} untimed={Untimed} fills={Fills} lots={FilledLots}"));
        foreach (PeerOperation o in Operations) writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{o.Call},{o.Id},{o.Target},{o.Side},{o.Price},{o.Lots}"));
    }

    private static PeerOperation Translate(in BookOperation operation, int id, int target)
    {
        OrderRequest request = operation.Request;
        PeerCall call = operation.Call switch
        {
            BookCall.Cancel => PeerCall.Cancel,
            BookCall.Replace => PeerCall.Replace,
            _ when request.Type == OrderType.Market => PeerCall.Market,
            _ => request.MayRest ? PeerCall.Limit : PeerCall.Immediate,
        };
        return new PeerOperation(call, id, target, request.Side, call is PeerCall.Market or PeerCall.Cancel ? 0 : request.Limit.Ticks, call == PeerCall.Cancel ? 0 : request.Quantity.Lots);
    }
}

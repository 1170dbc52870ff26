using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>What takers would take of one position now, best price first. Pooled: made anew for each case.</summary>
internal sealed class TakerOffers
{
    private readonly List<TakerOffer> rows = [];

    /// <summary>The offers, in the order in which they are used.</summary>
    public ReadOnlySpan<TakerOffer> Rows => CollectionsMarshal.AsSpan(rows);

    /// <summary>Lots of all together.</summary>
    public long TotalLots { get; private set; }

    public void Clear()
    {
        rows.Clear();
        TotalLots = 0;
    }

    public void Add(TakerOffer offer)
    {
        rows.Add(offer);
        TotalLots += offer.Lots.Lots;
    }

    /// <summary>What handing that many lots to the takers would meet; at most what they offer.</summary>
    public DepthWalk Walk(long lots)
    {
        long left = lots;
        Int128 value = 0;
        PriceTicks worst = PriceTicks.None;
        foreach (TakerOffer offer in Rows)
        {
            if (left == 0) break;
            long step = Math.Min(left, offer.Lots.Lots);
            value += (Int128)step * offer.Price.Ticks;
            worst = offer.Price;
            left -= step;
        }
        return new DepthWalk(QuantityLots.FromLots(lots - left), value, worst);
    }
}

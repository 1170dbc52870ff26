using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>Splits an order over the order book and liquidity pools at one marginal price: no lot could have been traded better elsewhere.</summary>
/// <remarks>
/// Each place trades its lots in the order of their price, so the best split is all lots at or better than one price. That price is found by bisection, first in
/// whole ticks and then, where pools alone decide, in parts of 2^-16: what is left undecided there costs less than such a part a lot. At equal prices pools come before the book. Work:
/// log₂(ticks to the limit) walks of the book and as many roots a pool. Pooled: made anew for each order. Source: Angeris, Evans, Chitra, Boyd, "Optimal routing for constant
/// function market makers" (2022); for one asset the dual price is a number.
/// </remarks>
public sealed class RouteSplit
{
    private readonly List<RoutePart> parts = [];
    private OrderBook? book;
    private Side side;
    private long limit;

    /// <summary>The pools, in the order in which they were added, with what the last split gave them.</summary>
    public ReadOnlySpan<RoutePart> Parts => CollectionsMarshal.AsSpan(parts);

    /// <summary>Whether there is anything to split over.</summary>
    public bool HasPools => parts.Count > 0;

    /// <summary>Lots of the last split for the book.</summary>
    public QuantityLots BookLots { get; private set; }

    /// <summary>Lots of the last split, all places together.</summary>
    public QuantityLots Total { get; private set; }

    /// <summary>Worst whole tick that the last split pays.</summary>
    public PriceTicks Marginal { get; private set; }

    /// <summary>Begins anew, without pools.</summary>
    /// <param name="book">The venue's own.</param>
    /// <param name="side">Of the order.</param>
    /// <param name="limit">Worst price; none for any.</param>
    /// <param name="highest">Highest price of the market.</param>
    public void Begin(OrderBook book, Side side, PriceTicks limit, PriceTicks highest)
    {
        parts.Clear();
        (this.book, this.side) = (book, side);
        this.limit = limit.IsSet ? limit.Ticks : side == Side.Sell ? 1 : highest.Ticks;
    }

    /// <summary>Adds a pool with what it has within the limit.</summary>
    public void Add(AccountId account, in LiquidityCurve curve, QuantityLots most) => parts.Add(new RoutePart(account, curve, most, QuantityLots.Zero));

    /// <summary>Lots that all pools have within the limit.</summary>
    public QuantityLots PoolRoom => PoolLots(limit << LiquidityCurve.PriceFractionBits);

    /// <summary>Splits an order; less than it where the places have less within the limit.</summary>
    public void Split(QuantityLots wanted)
    {
        // Steps from the limit toward better prices: at none of them the order finds the most, beyond the best price nothing.
        long loose = 0, strict = BestStep() + 1;
        if (Found(wanted, loose) <= wanted)
        {
            (BookLots, Marginal) = (BookWithin(wanted, limit), PriceTicks.FromTicks(limit));
            Total = BookLots + wanted - GivePools(wanted, Fine(limit));
            return;
        }
        while (strict - loose > 1)
        {
            long middle = loose + ((strict - loose) / 2);
            if (Found(wanted, middle) >= wanted) loose = middle;
            else strict = middle;
        }
        (BookLots, Marginal, Total) = (BookWithin(wanted, PriceAt(strict)), PriceTicks.FromTicks(PriceAt(loose)), wanted);
        BookLots += ShareOut(wanted - BookLots, PriceAt(loose), PriceAt(strict));
    }

    /// <summary>What the split pays or receives, exact but for one rounding a pool, tick-lots.</summary>
    public Int128 TickLots()
    {
        Int128 sum = book!.Walk(side.Opposite(), BookLots, PriceTicks.None).TickLots;
        foreach (ref readonly RoutePart part in Parts)
        {
            if (part.Lots > QuantityLots.Zero) sum += part.Curve.TickLots(side, part.Lots);
        }
        return sum;
    }

    private long PriceAt(long step) => side == Side.Sell ? limit + step : limit - step;

    private static long Fine(long ticks) => ticks << LiquidityCurve.PriceFractionBits;

    private long BestStep()
    {
        PriceTicks best = side == Side.Sell ? book!.BestBid : book!.BestAsk;
        long step = best.IsSet ? Math.Max(0, (best.Ticks - limit) * -side.Sign()) : 0;
        foreach (ref readonly RoutePart part in Parts) step = Math.Max(step, (part.Curve.Price(side == Side.Sell ? Rounding.Up : Rounding.Down).Ticks - limit) * -side.Sign());
        return step;
    }

    // Not more than one lot beyond what is wanted is ever of interest.
    private QuantityLots Found(QuantityLots wanted, long step)
    {
        long price = PriceAt(step);
        return BookWithin(wanted + QuantityLots.FromLots(1), price) + PoolLots(Fine(price));
    }

    // A buyer's steps may lead below every price.
    private QuantityLots BookWithin(QuantityLots most, long price) =>
        price <= 0 ? QuantityLots.Zero : book!.Walk(side.Opposite(), most, PriceTicks.FromTicks(price)).Quantity;

    private QuantityLots PoolLots(long finePrice)
    {
        QuantityLots sum = QuantityLots.Zero;
        foreach (ref readonly RoutePart part in Parts) sum += Within(in part, finePrice);
        return sum;
    }

    private QuantityLots Within(in RoutePart part, long finePrice)
    {
        if (finePrice <= 0) return QuantityLots.Zero;
        QuantityLots lots = part.Curve.LotsWithin(side, finePrice);
        return lots < part.Most ? lots : part.Most;
    }

    // Between two whole ticks only pools have prices; what they leave is there in the book at the looser one.
    private QuantityLots ShareOut(QuantityLots lots, long loosePrice, long strictPrice)
    {
        long loose = Fine(loosePrice), strict = Fine(strictPrice);
        if (PoolLots(loose) <= lots) return GivePools(lots, loose);
        while (Math.Abs(strict - loose) > 1)
        {
            long middle = loose + ((strict - loose) / 2);
            if (PoolLots(middle) > lots) loose = middle;
            else strict = middle;
        }
        return AddToPools(GivePools(lots, strict), loose);
    }

    /// <summary>Gives each pool what it has within a price; all of that together is not more than there is to give.</summary>
    /// <returns>What is left.</returns>
    private QuantityLots GivePools(QuantityLots lots, long finePrice)
    {
        foreach (ref RoutePart part in CollectionsMarshal.AsSpan(parts))
        {
            part.Lots = Within(in part, finePrice);
            lots -= part.Lots;
        }
        return lots;
    }

    private QuantityLots AddToPools(QuantityLots lots, long finePrice)
    {
        foreach (ref RoutePart part in CollectionsMarshal.AsSpan(parts))
        {
            QuantityLots room = Within(in part, finePrice) - part.Lots, more = room < lots ? room : lots;
            part.Lots += more;
            lots -= more;
        }
        return lots;
    }
}

using System.Runtime.InteropServices;
using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>Splits an order over the order book, liquidity pools and order books elsewhere at one marginal price: no lot could have been traded better in another place.</summary>
/// <remarks>
/// Each place trades its lots in the order of their price, so the best split is all lots at or better than one price. That price is found by bisection, first in
/// whole ticks and then, where the places beside the book alone decide, in parts of 2^-16: what is left undecided there costs less than such a part a lot. At equal prices these come before the book, in
/// the order in which they were added. What is paid once for using a place makes the choice of places a question of its own: where a place with a fixed cost would be used, every set of such places is
/// tried, and the one taken that gains the most over the limit, at which whatever is not traded is thought to go. Without a limit that is a tick for a sale, and twice the mark for a buy, which mirrors it. So what a fixed cost adds
/// trades within the limit too, on average over its place. Work of one split: log₂(ticks to the limit) walks of the book and as many roots a pool. Pooled: made anew for each order. Source: Angeris, Evans, Chitra, Boyd, "Optimal routing for constant function market makers" (2022); for one asset the dual price is a number.
/// </remarks>
public sealed class RouteSplit
{
    private readonly List<RoutePart> parts = [];
    private OrderBook? book;
    private Side side;
    private long elsewhere; // what a lot that is not traded here is thought to bring or cost: the limit; for a buy without one twice the mark

    /// <summary>The places beside the book, in the order in which they were added, with what the last split gave them.</summary>
    public ReadOnlySpan<RoutePart> Parts => CollectionsMarshal.AsSpan(parts);

    /// <summary>Whether there is anything to split over.</summary>
    public bool HasPlaces => parts.Count > 0;

    /// <summary>Worst price of any lot, ticks.</summary>
    public long Limit { get; private set; }

    /// <summary>Lots of the last split for the book.</summary>
    public QuantityLots BookLots { get; private set; }

    /// <summary>Lots of the last split, all places together.</summary>
    public QuantityLots Total { get; private set; }

    /// <summary>Worst whole tick that the last split pays.</summary>
    public PriceTicks Marginal { get; private set; }

    /// <summary>Lots of the last split for pools.</summary>
    public QuantityLots PoolLots => Given(isAway: false);

    /// <summary>Lots of the last split for order books elsewhere.</summary>
    public QuantityLots AwayLots => Given(isAway: true);

    /// <summary>Begins anew, with the book alone.</summary>
    /// <param name="book">The venue's own.</param>
    /// <param name="side">Of the order.</param>
    /// <param name="limit">Worst price; none for any.</param>
    /// <param name="highest">Highest price of the market.</param>
    /// <param name="mark">Mark, set.</param>
    public void Begin(OrderBook book, Side side, PriceTicks limit, PriceTicks highest, PriceTicks mark)
    {
        parts.Clear();
        (this.book, this.side) = (book, side);
        Limit = side == Side.Sell ? Math.Max(1, limit.Ticks) : limit.IsSet ? Math.Min(limit.Ticks, highest.Ticks) : highest.Ticks;
        elsewhere = limit.IsSet || side == Side.Sell ? Limit : Math.Min(2 * mark.Ticks, Limit);
    }

    /// <summary>Adds a pool with what it has within the limit.</summary>
    public void Add(AccountId account, in LiquidityCurve curve, QuantityLots most) =>
        parts.Add(new RoutePart(account, curve, Away: null, RatePpm.Zero, most, QuantityLots.Zero, IsLeftOut: false));

    /// <summary>Adds an order book elsewhere with what it has within the limit.</summary>
    /// <param name="away">Of the side that the order meets.</param>
    /// <param name="sharedShare">Share of its levels that is left alone.</param>
    /// <param name="most">Lots within the limit and the margin of the broker.</param>
    public void Add(AwayBook away, RatePpm sharedShare, QuantityLots most) =>
        parts.Add(new RoutePart(away.Terms.Account, default, away, sharedShare, most, QuantityLots.Zero, IsLeftOut: false));

    /// <summary>Whether any place beside the book is paid for once.</summary>
    public bool HasFixedCosts
    {
        get
        {
            foreach (ref readonly RoutePart part in Parts)
            {
                if (part.FixedTickLots > 0) return true;
            }
            return false;
        }
    }

    /// <summary>Lots of an order that find a place within the limit; more than the order where nobody need know how many more.</summary>
    /// <param name="most">Size of the order.</param>
    public QuantityLots Room(QuantityLots most)
    {
        if (!HasFixedCosts) return BookWithin(most, Limit) + LotsBeside(Fine(Limit));
        Split(most);
        return Total;
    }

    /// <summary>Splits an order; less than it where the places have less within the limit.</summary>
    public void Split(QuantityLots wanted)
    {
        SplitOverAll(wanted);
        foreach (ref readonly RoutePart part in Parts)
        {
            if (part.Lots == QuantityLots.Zero || part.FixedTickLots == 0) continue;
            ChoosePlaces(wanted);
            return;
        }
    }

    /// <summary>What the split pays or receives, exact but for one rounding a place, tick-lots.</summary>
    public Int128 TickLots()
    {
        Int128 sum = book!.Walk(side.Opposite(), BookLots, PriceTicks.None).TickLots;
        foreach (ref readonly RoutePart part in Parts) sum += part.TickLots(side);
        return sum;
    }

    private void SplitOverAll(QuantityLots wanted)
    {
        // Steps from the limit toward better prices: at none of them the order finds the most, beyond the best price nothing.
        long loose = 0, strict = BestStep() + 1;
        if (Found(wanted, loose) <= wanted)
        {
            (BookLots, Marginal) = (BookWithin(wanted, Limit), PriceTicks.FromTicks(Limit));
            Total = BookLots + wanted - GiveBeside(wanted, Fine(Limit));
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

    private void ChoosePlaces(QuantityLots wanted)
    {
        int sets = 1;
        foreach (ref readonly RoutePart part in Parts) sets <<= part.FixedTickLots > 0 ? 1 : 0;
        (int LeftOut, Int128 Gain) best = (0, Int128.MinValue);
        for (int leftOut = sets - 1; leftOut >= 0; leftOut--)
        {
            LeaveOut(leftOut);
            SplitOverAll(wanted);
            Int128 gain = (TickLots() - Math.BigMul(Total.Lots, elsewhere)) * -side.Sign();
            if (gain > best.Gain) best = (leftOut, gain);
        }
        LeaveOut(best.LeftOut);
        SplitOverAll(wanted);
        LeaveOut(0);
    }

    // Bit n of a set: the nth of the places with a fixed cost.
    private void LeaveOut(int set)
    {
        foreach (ref RoutePart part in CollectionsMarshal.AsSpan(parts))
        {
            if (part.FixedTickLots == 0) continue;
            part.IsLeftOut = (set & 1) != 0;
            set >>= 1;
        }
    }

    private QuantityLots Given(bool isAway)
    {
        QuantityLots sum = QuantityLots.Zero;
        foreach (ref readonly RoutePart part in Parts)
        {
            if (part.Away is not null == isAway) sum += part.Lots;
        }
        return sum;
    }

    private long PriceAt(long step) => side == Side.Sell ? Limit + step : Limit - step;

    private static long Fine(long ticks) => ticks << LiquidityCurve.PriceFractionBits;

    private long BestStep()
    {
        PriceTicks best = side == Side.Sell ? book!.BestBid : book!.BestAsk;
        long step = best.IsSet ? Math.Max(0, (best.Ticks - Limit) * -side.Sign()) : 0;
        foreach (ref readonly RoutePart part in Parts) step = Math.Max(step, (part.BestTicks(side) - Limit) * -side.Sign());
        return step;
    }

    // Not more than one lot beyond what is wanted is ever of interest.
    private QuantityLots Found(QuantityLots wanted, long step)
    {
        long price = PriceAt(step);
        return BookWithin(wanted + QuantityLots.FromLots(1), price) + LotsBeside(Fine(price));
    }

    // A buyer's steps may lead below every price.
    private QuantityLots BookWithin(QuantityLots most, long price) =>
        price <= 0 ? QuantityLots.Zero : book!.Walk(side.Opposite(), most, PriceTicks.FromTicks(price)).Quantity;

    private QuantityLots LotsBeside(long finePrice)
    {
        QuantityLots sum = QuantityLots.Zero;
        foreach (ref readonly RoutePart part in Parts) sum += part.Within(side, finePrice);
        return sum;
    }

    // Between two whole ticks only places beside the book have prices; what they leave is there in the book at the looser one.
    private QuantityLots ShareOut(QuantityLots lots, long loosePrice, long strictPrice)
    {
        long loose = Fine(loosePrice), strict = Fine(strictPrice);
        if (LotsBeside(loose) <= lots) return GiveBeside(lots, loose);
        while (Math.Abs(strict - loose) > 1)
        {
            long middle = loose + ((strict - loose) / 2);
            if (LotsBeside(middle) > lots) loose = middle;
            else strict = middle;
        }
        return AddBeside(GiveBeside(lots, strict), loose);
    }

    /// <summary>Gives each place beside the book what it has within a price; all of that together is not more than there is to give.</summary>
    /// <returns>What is left.</returns>
    private QuantityLots GiveBeside(QuantityLots lots, long finePrice)
    {
        foreach (ref RoutePart part in CollectionsMarshal.AsSpan(parts))
        {
            part.Lots = part.Within(side, finePrice);
            lots -= part.Lots;
        }
        return lots;
    }

    private QuantityLots AddBeside(QuantityLots lots, long finePrice)
    {
        foreach (ref RoutePart part in CollectionsMarshal.AsSpan(parts))
        {
            QuantityLots room = part.Within(side, finePrice) - part.Lots, more = room < lots ? room : lots;
            part.Lots += more;
            lots -= more;
        }
        return lots;
    }
}

using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>Places beside the book: liquidity pools, which are accounts that quote by a curve, order books elsewhere that brokers relay, and what of a forced order goes there.</content>
public sealed partial class LiquidationDesk
{
    private readonly RouteSplit routes = new();

    /// <summary>Accounts that quote by a curve.</summary>
    public LiquidityPools Liquidity { get; } = new();

    /// <summary>Order books elsewhere that brokers relay.</summary>
    public AwayBooks Away { get; }

    /// <summary>What an account must hold in the settlement asset for a curve: the loss at the worse end of the range, and initial margin for the largest notional on the way there.</summary>
    /// <remarks>
    /// Between the present price and an end, loss and margin together never ask for more: with the root of the price ratio u they are (1 − u)² + r · u (1 − u) of the quote reserve, which only grows with
    /// the distance for any rate r up to one. Margin is that of the largest notional, since rates may fall back where the notional does: below a quarter of the price it is the one at that quarter.
    /// </remarks>
    public Money Required(Market market, in LiquidityCurve curve) =>
        Money.Max(RequiredAt(market, in curve, Side.Sell), RequiredAt(market, in curve, Side.Buy));

    // As if traders of one side took the curve to its end, without a fee.
    private Money RequiredAt(Market market, in LiquidityCurve curve, Side side)
    {
        QuantityLots lots = curve.Available(side);
        if (lots == QuantityLots.Zero) return Money.Zero;
        LiquidityCurve end = curve.AtEnd(side);
        // The pool paid what a trader without a fee receives, rounded against it both ways.
        Int128 traded = Int128.Abs((curve.Constant / curve.Reserve.Lots) - (curve.Constant / end.Reserve.Lots)), atEnd = (Int128)(side == Side.Sell ? curve.Lower : curve.Upper).Ticks * lots.Lots;
        Int128 loss = Int128.Max(0, side == Side.Sell ? traded + 1 - atEnd : atEnd - traded + 1);
        bool hasPassedQuarter = end.Reserve.Lots / 2 >= curve.Reserve.Lots;
        Int128 notional = Int128.Max(atEnd, hasPassedQuarter ? curve.Constant / curve.Reserve.Lots / 4 : 0);
        long unit = market.Spec.UnitsPerTickLot;
        if (Int128.Max(notional, loss) > MostUnits / unit) return Money.FromUnits(MostUnits);
        Int128 margin = exchange.House.Ladder(market.Id).InitialMillionths((long)notional * unit);
        return Money.FromUnits((long)(loss * unit) + (long)ExactMath.Divide(margin, RatePpm.Whole, Rounding.Up));
    }

    // More than all money there may be of an asset.
    private const long MostUnits = 1L << 61;

    /// <summary>Lots that a trader may have of a pool now: within its range, its margin and a price.</summary>
    /// <param name="market">Market.</param>
    /// <param name="pool">Pool in it.</param>
    /// <param name="side">Of the trader.</param>
    /// <param name="most">Lots wanted.</param>
    /// <param name="worst">Worst price of any lot, fee included.</param>
    public QuantityLots RoomOf(Market market, in LiquidityPool pool, Side side, QuantityLots most, PriceTicks worst)
    {
        QuantityLots within = Smaller(most, pool.Curve.LotsWithin(side, worst.Ticks << LiquidityCurve.PriceFractionBits));
        if (within == QuantityLots.Zero) return within;
        // Asked as of an order at the price at which it begins, which is the dearest for the pool.
        PriceTicks price = pool.Curve.Price(side == Side.Sell ? Rounding.Up : Rounding.Down);
        PriceTicks bounded = PriceTicks.FromTicks(Math.Clamp(price.Ticks, 1, market.Spec.MaxPrice.Ticks));
        return Affordable(market, pool.Account, side.Opposite(), bounded, within.Lots);
    }

    /// <summary>Trades lots with a pool at what its curve says: booked at the whole tick that is worse for the trader, who is paid back what that is off.</summary>
    /// <param name="market">Market.</param>
    /// <param name="pool">Pool with room for the lots.</param>
    /// <param name="trader">The other account.</param>
    /// <param name="side">Of the trader.</param>
    /// <param name="lots">Positive.</param>
    /// <param name="forced">The case; none for a voluntary trade.</param>
    public void TradeWithPool(Market market, in LiquidityPool pool, AccountId trader, Side side, QuantityLots lots, CaseId forced)
    {
        Int128 tickLots = pool.Curve.TickLots(side, lots);
        Money back = TradeExactly(market, pool.Account, trader, side, lots, tickLots, TradeRoute.LiquidityPool, forced);
        LiquidityPool moved = pool with { Curve = pool.Curve.After(side, lots) };
        Liquidity.Move(market.Id, in moved);
        events.On(new LiquidityPoolTraded(market.Id, pool.Account, trader, side, lots, tickLots, back, moved.Curve.Reserve, forced));
    }

    // The trader receives or pays exactly an amount: booked at the whole tick that is worse for it, and paid back what that is off.
    private Money TradeExactly(Market market, AccountId account, AccountId trader, Side side, QuantityLots lots, Int128 tickLots, TradeRoute route, CaseId forced)
    {
        long price = (long)ExactMath.Divide(tickLots, lots.Lots, side == Side.Sell ? Rounding.Down : Rounding.Up);
        Money back = Money.FromUnits((long)(Int128.Abs(tickLots - Math.BigMul(price, lots.Lots)) * market.Spec.UnitsPerTickLot));
        exchange.TradeOffBook(market, trader, side, account, PriceTicks.FromTicks(price), lots, route, forced);
        exchange.House.Post(market.Spec.SettlementAsset, LedgerAccount.Wallet(account), LedgerAccount.Wallet(trader), back);
        return back;
    }

    private void TradeAway(Market market, in RoutePart part, AccountId trader, Side side, CaseId forced)
    {
        Int128 tickLots = part.TickLots(side);
        Money back = TradeExactly(market, part.Account, trader, side, part.Lots, tickLots, TradeRoute.AwayBook, forced);
        part.Away!.Take(part.Lots, part.SharedShare);
        events.On(new AwayTraded(market.Id, part.Account, trader, side, part.Lots, tickLots, back, part.Away.Left, forced));
    }

    // Margin and exposure of the broker are asked as of an order at its best price, which is the dearest for it.
    private QuantityLots RoomOf(Market market, AwayBook away, PriceTicks worst)
    {
        QuantityLots within = away.LotsWithin(worst.Ticks << LiquidityCurve.PriceFractionBits, Policy.Routing.SharedShare);
        if (within == QuantityLots.Zero) return within;
        return WithinExposure(market, away.Terms.Account, away.Side, Affordable(market, away.Terms.Account, away.Side, away.Levels[0].Price, within.Lots));
    }

    private QuantityLots WithinExposure(Market market, AccountId account, Side side, QuantityLots most)
    {
        Int128 equity = exchange.House.Health(account).EquityMillionths;
        if (!IsOverExposedWith(market, account, side, most, equity)) return most;
        QuantityLots low = QuantityLots.Zero, high = most;
        while (high - low > QuantityLots.FromLots(1))
        {
            QuantityLots middle = QuantityLots.FromLots((low.Lots + high.Lots) / 2);
            if (IsOverExposedWith(market, account, side, middle, equity)) high = middle;
            else low = middle;
        }
        return low;
    }

    /// <summary>Takes the curve of an account away, if it has one.</summary>
    /// <param name="account">Account.</param>
    /// <param name="reason">Its case; none if it withdraws.</param>
    public bool EndLiquidity(AccountId account, CaseId reason)
    {
        if (!Liquidity.Remove(account, out InstrumentId instrument)) return false;
        events.On(new LiquidityPoolEnded(instrument, account, reason));
        return true;
    }

    // Other places count where the book does: not in a halt, not below the health floor, not beyond the floor of the price.
    private void GatherRoutes(Market market, AccountId account, Side side, PriceTicks floor, ReleaseBound bound)
    {
        routes.Begin(market.Book, side, floor, market.Spec.MaxPrice, market.Price.Mark);
        if (bound != ReleaseBound.Nothing || Policy.Insurance.Method != InsuranceMethod.Fee) return;
        PriceTicks worst = PriceTicks.FromTicks(routes.Limit);
        if (Policy.Routing.Pools) GatherPools(market, account, side, worst);
        if (Policy.Routing.AwayBooks) GatherAway(market, account, side, worst);
    }

    private void GatherPools(Market market, AccountId account, Side side, PriceTicks worst)
    {
        foreach (LiquidityPool pool in Liquidity.Of(market.Id))
        {
            if (pool.Account == account) continue;
            QuantityLots room = RoomOf(market, in pool, side, market.Spec.MaxPosition, worst);
            if (room > QuantityLots.Zero) routes.Add(pool.Account, pool.Curve, room);
        }
    }

    // Quotes of an account that plays another part are not used: it has promised its margin there. A fixed cost is one of a whole order, and would be paid again by each of many that one becomes.
    private void GatherAway(Market market, AccountId account, Side side, PriceTicks worst)
    {
        bool isOneOfMany = SharesRoom || Policy.Schedule.Shape != ScheduleShape.Immediate;
        foreach (AwayBook away in Away.Of(market.Id, side.Opposite()))
        {
            AccountId broker = away.Terms.Account;
            if (broker == account || PlaysPart(broker) || (isOneOfMany && away.FixedTickLots > 0)) continue;
            QuantityLots room = RoomOf(market, away, worst);
            if (room > QuantityLots.Zero) routes.Add(away, Policy.Routing.SharedShare, room);
        }
    }

    /// <returns>Lots that traded, all places together.</returns>
    private QuantityLots Release(int position, Market market, Side side, QuantityLots lots, PriceTicks floor)
    {
        if (!routes.HasPlaces) return ReleaseToBook(position, market, side, lots, floor);
        LiquidationCase row = Cases.Open[position];
        GatherRoutes(market, row.Account, side, floor, ReleaseBound.Nothing); // a broker that was netted against in between may have less room
        routes.Split(lots);
        DepthWalk alone = market.Book.Walk(side.Opposite(), lots, floor);
        events.On(new ReleaseRouted(
            row.Id, market.Id, side, lots, routes.BookLots, routes.PoolLots, routes.AwayLots, routes.Marginal, routes.TickLots(), alone.Quantity == lots ? alone.TickLots : 0));
        foreach (ref readonly RoutePart part in routes.Parts)
        {
            if (part.Lots == QuantityLots.Zero) continue;
            AccountHealth before = BeforeClose(market, row.Account);
            if (part.Away is null) TradeWithPool(market, new LiquidityPool(part.Account, part.Curve), row.Account, side, part.Lots, row.Id);
            else TradeAway(market, in part, row.Account, side, row.Id);
            AfterClose(position, market, part.Lots, in before);
        }
        QuantityLots beside = routes.PoolLots + routes.AwayLots;
        CountForced(market, side, beside);
        return routes.BookLots == QuantityLots.Zero ? beside : beside + ReleaseToBook(position, market, side, routes.BookLots, floor);
    }
}

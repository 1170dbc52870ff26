using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>Liquidity pools: accounts that quote by a curve, and what of a forced order goes there.</content>
public sealed partial class LiquidationDesk
{
    private readonly RouteSplit routes = new();

    /// <summary>Accounts that quote by a curve.</summary>
    public LiquidityPools Liquidity { get; } = new();

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
        long price = (long)ExactMath.Divide(tickLots, lots.Lots, side == Side.Sell ? Rounding.Down : Rounding.Up);
        Money back = Money.FromUnits((long)(Int128.Abs(tickLots - Math.BigMul(price, lots.Lots)) * market.Spec.UnitsPerTickLot));
        exchange.TradeOffBook(market, trader, side, pool.Account, PriceTicks.FromTicks(price), lots, TradeRoute.LiquidityPool, forced);
        exchange.House.Post(market.Spec.SettlementAsset, LedgerAccount.Wallet(pool.Account), LedgerAccount.Wallet(trader), back);
        LiquidityPool moved = pool with { Curve = pool.Curve.After(side, lots) };
        Liquidity.Move(market.Id, in moved);
        events.On(new LiquidityPoolTraded(market.Id, pool.Account, trader, side, lots, tickLots, back, moved.Curve.Reserve, forced));
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

    // Pools count where the book does: not in a halt, not below the health floor, not beyond the floor of the price.
    private void GatherRoutes(Market market, AccountId account, Side side, PriceTicks floor, ReleaseBound bound)
    {
        routes.Begin(market.Book, side, floor, market.Spec.MaxPrice);
        if (!Policy.Routing.Pools || bound != ReleaseBound.Nothing || Policy.Insurance.Method != InsuranceMethod.Fee) return;
        PriceTicks worst = floor.IsSet ? floor : side == Side.Sell ? PriceTicks.FromTicks(1) : market.Spec.MaxPrice;
        foreach (LiquidityPool pool in Liquidity.Of(market.Id))
        {
            if (pool.Account == account) continue;
            QuantityLots room = RoomOf(market, in pool, side, market.Spec.MaxPosition, worst);
            if (room > QuantityLots.Zero) routes.Add(pool.Account, pool.Curve, room);
        }
    }

    /// <returns>Lots that traded, pools and book together.</returns>
    private QuantityLots Release(int position, Market market, Side side, QuantityLots lots, PriceTicks floor)
    {
        if (!routes.HasPools) return ReleaseToBook(position, market, side, lots, floor);
        LiquidationCase row = Cases.Open[position];
        routes.Split(lots);
        DepthWalk alone = market.Book.Walk(side.Opposite(), lots, floor);
        events.On(new ReleaseRouted(
            row.Id, market.Id, side, lots, routes.BookLots, routes.Total - routes.BookLots, routes.Marginal, routes.TickLots(), alone.Quantity == lots ? alone.TickLots : 0));
        foreach (RoutePart part in routes.Parts)
        {
            if (part.Lots == QuantityLots.Zero) continue;
            AccountHealth before = BeforeClose(market, row.Account);
            TradeWithPool(market, new LiquidityPool(part.Account, part.Curve), row.Account, side, part.Lots, row.Id);
            AfterClose(position, market, part.Lots, in before);
        }
        QuantityLots pooled = routes.Total - routes.BookLots;
        CountForced(market, side, pooled);
        return routes.BookLots == QuantityLots.Zero ? pooled : pooled + ReleaseToBook(position, market, side, routes.BookLots, floor);
    }
}

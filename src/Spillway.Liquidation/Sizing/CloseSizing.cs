using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>Sizes a close: the smallest number of lots after which the account has its target health, its own impact included.</summary>
/// <remarks>
/// Solves E − c·ΔN − π·(N−ΔN) = (1+b)·m·(1−π)·(N−ΔN) by bisection on the lot grid, asking the margin rule itself at each step, so tiers, inverse
/// contracts and other positions of a cross account are all in it. The other methods are simpler rules of venues, for comparison. c comes from walking the live book for the part that would go through it; the rest
/// closes at mark. Fees of every route are part of c. π is the distance the walk sweeps. For inverse contracts the walked part is valued at its average price, rounded against
/// the account. An adapted fee is asked in full here, though an account that cannot bear it pays less; that all of it can be closed is asked with the policy's own. Work: 2·log₂(lots) book walks, or as many splits where there are places beside the book.
/// </remarks>
internal readonly struct CloseSizing(Exchange exchange, Policy policy, RatePpm buffer, RatePpm liquidationFee, RatePpm auctionDiscount)
{
    /// <param name="market">Market of the position.</param>
    /// <param name="account">Account under liquidation.</param>
    /// <param name="health">Its health now.</param>
    /// <param name="offBookFirst">Lots that netting takes at mark before the book is asked.</param>
    /// <param name="offers">What takers would take after that, at their prices.</param>
    /// <param name="bookRoom">Lots that book, liquidity pools and books elsewhere may take; what is beyond closes at mark.</param>
    /// <param name="routes">The places beside the book among them.</param>
    public ClosePlan Size(Market market, AccountId account, in AccountHealth health, QuantityLots offBookFirst, TakerOffers offers, QuantityLots bookRoom, RouteSplit routes)
    {
        ClearingHouse house = exchange.House;
        Position position = Position.Of(house, market, account);
        long all = Math.Abs(position.Size);
        if (policy.Sizing.Method == SizingMethod.WholePosition) return Plan(all, SizingRule.WholePosition);

        AccountHealth closed = After(market, account, position, all, offBookFirst.Lots, offers, bookRoom.Lots, routes, policy.Insurance.LiquidationFee);
        if (closed.EquityMillionths < 0) return Plan(all, SizingRule.CannotHeal);
        if (health.IsBelow(policy.Sizing.WholeBelowHealth)) return Plan(all, SizingRule.NearlyBankrupt);
        if (policy.Sizing.Method == SizingMethod.TierStep) return WithoutDust(market, all, LotsAboveTier(market, all), SizingRule.TierStep);
        if (policy.Sizing.Method == SizingMethod.CloseFactor)
            return WithoutDust(market, all, ExactMath.MultiplyDivide(all, policy.Sizing.CloseFactor.Ppm, RatePpm.Whole, Rounding.Up), SizingRule.CloseFactor);

        long low = 0, high = all;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (IsRestored(After(market, account, position, middle, offBookFirst.Lots, offers, bookRoom.Lots, routes, liquidationFee))) high = middle;
            else low = middle;
        }
        return WithoutDust(market, all, high, SizingRule.TargetHealth);
    }

    // A rest that is not worth a position of its own goes with the others.
    private ClosePlan WithoutDust(Market market, long all, long lots, SizingRule rule)
    {
        if ((Int128)lots * RatePpm.Whole > (Int128)all * policy.Sizing.WholeAboveShare.Ppm) return Plan(all, SizingRule.NearlyWhole);
        if (policy.Sizing.DustBelow == 0 || lots == all) return Plan(lots, rule);
        Int128 left = exchange.House.RequirementWorth(market.Spec.SettlementAsset, exchange.House.Notional(market.Id, QuantityLots.FromLots(all - lots)));
        bool isDust = left < exchange.House.MillionthsOfWhole(policy.Sizing.DustBelow);
        return isDust ? Plan(all, SizingRule.Dust) : Plan(lots, rule);
    }

    // The fewest lots whose close brings the notional down to where the reached tier begins, where the one below still applies; of the lowest tier all.
    private long LotsAboveTier(Market market, long all)
    {
        ClearingHouse house = exchange.House;
        Money from = house.TierBegin(market.Id, house.Notional(market.Id, QuantityLots.FromLots(all)));
        if (from == Money.Zero) return all;
        long low = 0, high = all;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (house.Notional(market.Id, QuantityLots.FromLots(all - middle)) < from) high = middle;
            else low = middle;
        }
        return high;
    }

    /// <summary>Equity over maintenance margin that the sizing aims at, ppm.</summary>
    public long TargetPpm => RatePpm.Whole + buffer.Ppm;

    private bool IsRestored(AccountHealth health) => !health.IsBelow(RatePpm.FromPpm((int)TargetPpm));

    private AccountHealth After(Market market, AccountId account, Position position, long lots, long offBookFirst, TakerOffers offers, long bookRoom, RouteSplit routes, RatePpm fee)
    {
        long netted = Math.Min(lots, offBookFirst);
        long taken = Math.Min(lots - netted, offers.TotalLots);
        long walked = Math.Clamp(lots - netted - taken, 0, bookRoom);
        long change = position.Size > 0 ? -lots : lots;
        Money bookValue = Money.Zero;
        PriceTicks mark = market.Price.Mark, displaced = mark;
        if (walked > 0)
        {
            Side resting = position.Size > 0 ? Side.Buy : Side.Sell;
            PriceTicks best = resting == Side.Buy ? market.Book.BestBid : market.Book.BestAsk;
            DepthWalk walk = Walk(market.Book, resting, QuantityLots.FromLots(walked), routes);
            walked = walk.Quantity.Lots;
            if (walked > 0) bookValue = BookValue(market.Spec, walk, change > 0);
            if (walk.Worst.IsSet)
            {
                displaced = PriceTicks.FromTicks(Math.Clamp(
                    ExactMath.MultiplyDivide(mark.Ticks, walk.Worst.Ticks, best.Ticks, resting == Side.Buy ? Rounding.Down : Rounding.Up), 1, market.Spec.MaxPrice.Ticks));
            }
        }
        Money takenValue = taken > 0 ? BookValue(market.Spec, offers.Walk(taken), change > 0) : Money.Zero;
        long atMark = change > 0 ? lots - taken - walked : walked + taken - lots;
        Money basis = Money.FromUnits(position.Basis) + takenValue + bookValue
            + ContractValue.Of(market.Spec, mark, QuantityLots.FromLots(atMark), Rounding.Up)
            + Fee(market, fee, lots)
            + Fee(market, policy.Netting.Fee, netted)
            + Fee(market, RestFee, lots - netted - taken - walked);
        return exchange.House.HealthIf(account, market.Id, displaced, QuantityLots.FromLots(position.Size + change), basis);
    }

    // What other places pay is part of the value; the worst price is that of the book alone, which is what the mark follows.
    private static DepthWalk Walk(OrderBook book, Side resting, QuantityLots lots, RouteSplit routes)
    {
        if (!routes.HasPlaces) return book.Walk(resting, lots, PriceTicks.None);
        routes.Split(lots);
        return new DepthWalk(routes.Total, routes.TickLots(), book.Walk(resting, routes.BookLots, PriceTicks.None).Worst);
    }

    // Of the rest nobody knows yet whether an auction finds somebody or the pool has room: the dearest of the ways.
    private RatePpm RestFee
    {
        get
        {
            RatePpm dearest = policy.HandOver.Route == HandOverRoute.Deleveraging ? policy.HandOver.Fee : RatePpm.Zero;
            if (policy.Pool.Enabled && policy.Pool.Fee > dearest) dearest = policy.Pool.Fee;
            return auctionDiscount > dearest ? auctionDiscount : dearest;
        }
    }

    private Money Fee(Market market, RatePpm rate, long lots) => rate.Of(exchange.House.Notional(market.Id, QuantityLots.FromLots(lots)), Rounding.Up);

    private static Money BookValue(InstrumentSpec spec, DepthWalk walk, bool buys)
    {
        if (spec.Kind == InstrumentKind.LinearPerpetual)
        {
            Int128 value = walk.TickLots * spec.UnitsPerTickLot;
            return Money.FromUnits((long)(buys ? value : -value));
        }
        PriceTicks average = PriceTicks.FromTicks((long)ExactMath.Divide(walk.TickLots, walk.Quantity.Lots, buys ? Rounding.Up : Rounding.Down));
        return ContractValue.Of(spec, average, buys ? walk.Quantity : -walk.Quantity, Rounding.Up);
    }

    private static ClosePlan Plan(long lots, SizingRule rule) => new(QuantityLots.FromLots(lots), rule);

    private readonly record struct Position(long Size, long Basis)
    {
        public static Position Of(ClearingHouse house, Market market, AccountId account) =>
            new(house.Size(account, market.Id).Lots, house.Basis(account, market.Id).Units);
    }
}

using Spillway.Core;
using Spillway.Margin;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <content>One case: which position, how much, and what of it through netting and the book.</content>
public sealed partial class LiquidationDesk
{
    private bool Serve(int position)
    {
        LiquidationCase row = Cases.Open[position];
        AccountHealth health = exchange.House.Health(row.Account);
        TendAuction(row.Account, in health);
        if (!health.IsLiquidatable && !IsScheduled(row.Account, in health)) return false;
        if (TakeOverByVault(position, in health)) return true;
        PortfolioStep step = OfferPortfolio(position, in health);
        if (step != PortfolioStep.GoesOn) return step == PortfolioStep.Won;
        bool isOffBookOnly = IsOffBookOnly(row.Account, in health);
        if (!isOffBookOnly && (IsBackstop(row.Account) || IsCoolingDown(in row))) return false;
        Market? market = LegOf(row.Account, isOffBookOnly);
        return market is not null && Close(position, market, in health, isOffBookOnly);
    }

    /// <param name="Bound">What closes the market to the case; nothing if it is open.</param>
    /// <param name="Budget">Room of the amplification budget, after a breaker.</param>
    /// <param name="Floor">Worst price that may be reached; none for any.</param>
    /// <param name="Room">Lots that may be sold now.</param>
    /// <param name="Limit">What it is that leaves no more room.</param>
    private readonly record struct BookAccess(ReleaseBound Bound, BudgetReading Budget, PriceTicks Floor, QuantityLots Room, ReleaseBound Limit);

    /// <returns>Whether anything was closed; what is handed over reports its own progress.</returns>
    private bool Close(int position, Market market, in AccountHealth health, bool isOffBookOnly)
    {
        LiquidationCase row = Cases.Open[position];
        QuantityLots size = exchange.House.Size(row.Account, market.Id);
        Side side = size > QuantityLots.Zero ? Side.Sell : Side.Buy;
        BookAccess access = AccessOf(market, row.Account, side, in health, size.Magnitude, isOffBookOnly);
        QuantityLots nettable = NettableLots(market, row.Account, side, size.Magnitude);

        CloseSizing sizing = new(exchange, Policy, BufferOf(market.Id), FeeOf(market.Id), DearestDiscount(market, row.Account, in health));
        GatherOffers(market, row.Account, side, in health, size.Magnitude - nettable);
        ClosePlan plan = sizing.Size(market, row.Account, in health, nettable, offers, access.Room, routes);
        events.On(new CloseSized(row.Id, row.Account, market.Id, size, plan.Lots, plan.Rule, health.RatioPpm, sizing.TargetPpm));
        QuantityLots open = plan.Lots - OnOffer(row.Account, market, plan.Lots, in health);
        if (open == QuantityLots.Zero) return false;
        Pace pace = isOffBookOnly ? new Pace(open, IsFirstStage: false) : PaceOf(in row, market, open);
        if (pace.Lots == QuantityLots.Zero) return false;

        QuantityLots netted = Net(position, market, side, pace.Lots);
        QuantityLots taken = Take(position, market, side, pace.Lots - netted);
        QuantityLots wanted = pace.Lots - netted - taken;
        QuantityLots placed = QuantityLots.Zero;
        if (SharesRoom && access.Bound == ReleaseBound.Nothing && wanted > QuantityLots.Zero) demands.Add(new Demand(position, market, side, wanted, plan.Rule, pace));
        else if (wanted > QuantityLots.Zero) placed = Place(position, market, side, wanted, plan.Rule, in access, in health);
        return AfterPaced(position, market, netted + taken + placed, pace);
    }

    private BookAccess AccessOf(Market market, AccountId account, Side side, in AccountHealth health, QuantityLots most, bool isOffBookOnly)
    {
        ReleaseBound bound = isOffBookOnly ? ReleaseBound.NegativeEquity : BookBound(market, in health);
        BudgetReading budget = Cut(market, market.Budget(side).Read(Policy.Release));
        PriceTicks floor = Limit(market, account, in health, side, budget);
        GatherRoutes(market, account, side, floor, bound);
        // No more than the position is ever asked for, so the walk ends there: summing the whole side at each of many cases would be work without an end.
        QuantityLots room = RoomFor(market, side, bound == ReleaseBound.Nothing ? most : QuantityLots.Zero, out ReleaseBound limit);
        return new BookAccess(bound, budget, floor, room, limit);
    }

    /// <summary>Places what netting and takers left: in the market, in an auction, with the pool, and the rest off the book.</summary>
    /// <returns>Lots closed at once.</returns>
    private QuantityLots Place(int position, Market market, Side side, QuantityLots wanted, SizingRule rule, in BookAccess access, in AccountHealth health)
    {
        LiquidationCase row = Cases.Open[position];
        (ReleaseBound bound, QuantityLots room) = (access.Bound, access.Room);
        bool handsOver = health.IsLiquidatable && CanHandOver(row.Account, bound == ReleaseBound.NegativeEquity); // who is well again by half of a schedule is not deleveraged for the rest
        if (rule == SizingRule.CannotHeal && handsOver && bound == ReleaseBound.Nothing) (bound, room) = (ReleaseBound.CannotHeal, QuantityLots.Zero);
        QuantityLots allowed = Smaller(room, wanted);
        if (routes.HasFixedCosts && allowed > QuantityLots.Zero) allowed = routes.Room(allowed); // what pays for all of a position may not pay for a part
        if (bound == ReleaseBound.Nothing && allowed < wanted) bound = access.Limit;
        QuantityLots due = Due(in row, market, side, allowed), held = allowed - due;
        if (bound == ReleaseBound.Nothing && held > QuantityLots.Zero) bound = ReleaseBound.Schedule;
        events.On(new ReleaseDecided(row.Id, market.Id, side, wanted, due, bound, market.Price.Mark, access.Floor, access.Budget));
        QuantityLots released = due > QuantityLots.Zero ? Release(position, market, side, due, access.Floor) : QuantityLots.Zero;
        QuantityLots rest = wanted - held - released;
        if (rest > QuantityLots.Zero && rule != SizingRule.CannotHeal) rest -= OfferInAuction(in row, market, side, rest, in health);
        QuantityLots pooled = rest > QuantityLots.Zero && health.IsLiquidatable ? TakeByPool(position, market, side, rest) : QuantityLots.Zero;
        rest -= pooled;
        if (rest > QuantityLots.Zero && handsOver) QueueHandOver(position, market, side, rest, ReasonOf(bound));
        return released + pooled;
    }

    // Within the limit of the places that were gathered before.
    private QuantityLots RoomFor(Market market, Side side, QuantityLots most, out ReleaseBound limit)
    {
        limit = LimitingBoundOf(market, side);
        if (most == QuantityLots.Zero) return QuantityLots.Zero;
        QuantityLots held = QuantityLots.FromLots(heldLots[HeldRow(market, side)]);
        QuantityLots found = routes.Room(most + held);
        if (VolumeRoom(market, side) is { } volume && volume < found) (found, limit) = (volume, ReleaseBound.Participation);
        return found > held ? found - held : QuantityLots.Zero;
    }

    private ReleaseBound LimitingBoundOf(Market market, Side side) => Policy.Release.Method switch
    {
        _ when !Best(market, side.Opposite()).IsSet => ReleaseBound.EmptyBook,
        _ when IsCut(market) => ReleaseBound.CircuitBreaker,
        ReleaseMethod.AmplificationBudget => ReleaseBound.AmplificationBudget,
        ReleaseMethod.FillablePrice => ReleaseBound.FillablePrice,
        _ => ReleaseBound.EmptyBook,
    };

    // Where lots are handed over only once nothing is left, they all are, and the vault's own positions never see the book.
    private bool IsOffBookOnly(AccountId account, in AccountHealth health) =>
        health.EquityMillionths < 0 && (Policy.HandOver.When == HandOverTime.NegativeEquity || IsBackstop(account));

    private PriceTicks Limit(Market market, AccountId account, in AccountHealth health, Side side, BudgetReading budget) => Policy.Release.Method switch
    {
        ReleaseMethod.FillablePrice when IsCut(market) => Nearer(side, FillablePrice.Of(exchange.House, market, account, in health, Policy.Release), Floor(market, side, budget)),
        _ when IsCut(market) => Floor(market, side, budget),
        ReleaseMethod.AmplificationBudget => Floor(market, side, budget),
        ReleaseMethod.FillablePrice => FillablePrice.Of(exchange.House, market, account, in health, Policy.Release),
        _ => PriceTicks.None,
    };

    // Below the health floor the solvency override leads off-book only: "urgent, so sell at market" would void the budget.
    private ReleaseBound BookBound(Market market, in AccountHealth health)
    {
        if (market.Book.IsCollecting) return ReleaseBound.Halt;
        if (Policy.Release.Method == ReleaseMethod.Closed) return ReleaseBound.BookClosed;
        return Policy.Release.HealthFloor > RatePpm.Zero && health.IsBelow(Policy.Release.HealthFloor) ? ReleaseBound.BelowHealthFloor : ReleaseBound.Nothing;
    }

    /// <summary>Worst price a forced order may reach: mark · e^(∓room) or best · e^(∓own room), whichever is nearer; rounded toward the mark.</summary>
    private static PriceTicks Floor(Market market, Side side, BudgetReading budget)
    {
        PriceTicks best = Best(market, side.Opposite());
        long fromMark = Reach(market.Price.Mark, budget.RoomPpb, side), fromBest = best.IsSet ? Reach(best, budget.OwnRoomPpb, side) : fromMark;
        return PriceTicks.FromTicks(side == Side.Sell ? Math.Max(fromMark, fromBest) : Math.Min(fromMark, fromBest));
    }

    private static long Reach(PriceTicks from, long roomPpb, Side side) => side == Side.Sell
        ? Math.Max(1, FixedLog.ShiftPrice(from.Ticks, -roomPpb, Rounding.Up))
        : FixedLog.ShiftPrice(from.Ticks, roomPpb, Rounding.Down);

    private QuantityLots ReleaseToBook(int position, Market market, Side side, QuantityLots lots, PriceTicks floor)
    {
        LiquidationCase row = Cases.Open[position];
        Side resting = side.Opposite();
        PriceTicks before = Best(market, resting);
        DepthWalk walk = market.Book.Walk(resting, lots, floor);
        AccountHealth health = BeforeClose(market, row.Account);
        QuantityLots filled = Policy.Insurance.Method == InsuranceMethod.BankruptcyPrice
            ? SendInsured(row, market, side, lots, floor)
            : Send(row.Account, market, side, lots, floor, row.Id);
        isMarketTouched[market.Id.Index] = true;
        if (filled == QuantityLots.Zero) return QuantityLots.Zero;

        // An emptied side has no best price: the worst fill stands for it.
        PriceTicks after = Best(market, resting);
        long swept = Math.Abs(FixedLog.LnRatioPpb(before.Ticks, after.IsSet ? after.Ticks : walk.Worst.Ticks));
        market.Budget(side).AddOwn(swept, now, Policy.Release);
        CountForced(market, side, filled);
        events.On(new BookReleased(row.Id, market.Id, side, filled, swept));
        AfterClose(position, market, filled, in health);
        if (Policy.Breakers.WatchesFlow) WatchFlow(market, side, filled);
        return filled;
    }

    private QuantityLots Send(AccountId account, Market market, Side side, QuantityLots lots, PriceTicks limit, CaseId forced)
    {
        OrderRequest request = new()
        {
            Account = account,
            Side = side,
            Type = limit.IsSet ? OrderType.Limit : OrderType.Market,
            TimeInForce = TimeInForce.ImmediateOrCancel,
            Limit = limit,
            Quantity = lots,
            ReduceOnly = true,
            SelfTrade = SelfTradePrevention.CancelMaker,
        };
        return exchange.Place(market, in request, forced).Filled;
    }

    private static PriceTicks Best(Market market, Side side) => side == Side.Buy ? market.Book.BestBid : market.Book.BestAsk;

    // The position that frees most maintenance margin per unit of closing cost; at a tie the earlier instrument. What the block is done with is left out.
    private Market? ChooseLeg(AccountId account, bool isOffBookOnly)
    {
        ClearingHouse house = exchange.House;
        Market? chosen = null;
        (Int128 MarginPpb, Int128 CostPpm) best = default;
        for (int row = house.Accounts.FirstPosition(account.Index); row >= 0; row = house.Positions.NextOfAccount[row])
        {
            QuantityLots size = QuantityLots.FromLots(house.Positions.SizeLots[row]);
            Market market = exchange.Markets[house.Positions.Instruments[row]];
            if (size == QuantityLots.Zero || !market.CanLiquidate || (!isOffBookOnly && (IsDoneThisBlock(account, market) || IsBetweenBatches(market)))) continue;
            if (house.Accounts.PositionCount(account) == 1) return market;
            (Int128 MarginPpb, Int128 CostPpm) leg = (house.MaintenanceRatePpb(market.Id, size), 1 + ClosingCostPpm(market, size.Lots));
            Int128 gain = leg.MarginPpb * best.CostPpm, bestGain = best.MarginPpb * leg.CostPpm;
            if (chosen is null || gain > bestGain || (gain == bestGain && market.Id < chosen.Id)) (chosen, best) = (market, leg);
        }
        return chosen;
    }

    /// <summary>Cost of closing a whole position on the book against the mark, of its notional; what finds no depth costs all of it. Not below zero.</summary>
    private static Int128 ClosingCostPpm(Market market, long size)
    {
        long lots = Math.Abs(size);
        DepthWalk walk = market.Book.Walk(size > 0 ? Side.Buy : Side.Sell, QuantityLots.FromLots(lots), PriceTicks.None);
        Int128 atMark = (Int128)market.Price.Mark.Ticks * walk.Quantity.Lots;
        Int128 lost = size > 0 ? atMark - walk.TickLots : walk.TickLots - atMark;
        Int128 missing = (Int128)market.Price.Mark.Ticks * (lots - walk.Quantity.Lots);
        return Int128.Max(0, lost + missing) * RatePpm.Whole / ((Int128)market.Price.Mark.Ticks * lots);
    }

    private QuantityLots NettableLots(Market market, AccountId account, Side side, QuantityLots wanted)
    {
        if (!Policy.Netting.Enabled) return QuantityLots.Zero;
        QuantityLots found = QuantityLots.Zero;
        for (OppositeCases.Link link = FirstOpposite(market, side); !link.IsEnd;)
        {
            if (found >= wanted) return wanted;
            AccountId other = Cases.Open[link.Position].Account;
            QuantityLots capacity = CaseCapacity(market, account, other, side);
            found += capacity;
            link = capacity == QuantityLots.Zero && IsSpent(market, account, other, side) ? link.Remove() : link.Next;
        }
        found += PoolNettable(market, account, side);
        IReadOnlyList<int> members = Netting.Members(market.Id);
        for (int i = 0; i < members.Count; i++)
        {
            if (found >= wanted) return wanted;
            found += MemberCapacity(market, account, AccountId.FromIndex(members[i]), side);
        }
        return found < wanted ? found : wanted;
    }

    private QuantityLots Net(int position, Market market, Side side, QuantityLots wanted)
    {
        if (!Policy.Netting.Enabled) return QuantityLots.Zero;
        AccountId account = Cases.Open[position].Account;
        QuantityLots left = wanted;
        for (OppositeCases.Link link = FirstOpposite(market, side); !link.IsEnd && left > QuantityLots.Zero; link = link.Next)
        {
            AccountId opposite = Cases.Open[link.Position].Account;
            QuantityLots lots = Smaller(left, CaseCapacity(market, account, opposite, side));
            if (lots == QuantityLots.Zero) continue;
            TakeAtMark(position, market, side, opposite, lots, TradeRoute.OppositeCase, RatePpm.Zero);
            Cases.AddClosed(link.Position, lots.Lots);
            left -= lots;
        }
        QuantityLots pooled = Smaller(left, PoolNettable(market, account, side));
        if (pooled > QuantityLots.Zero) GiveToPool(position, market, side, pooled, RatePpm.Zero);
        left -= pooled;
        IReadOnlyList<int> members = Netting.Members(market.Id);
        for (int i = 0; i < members.Count && left > QuantityLots.Zero; i++)
        {
            AccountId member = AccountId.FromIndex(members[i]);
            QuantityLots lots = Smaller(left, MemberCapacity(market, account, member, side));
            if (lots == QuantityLots.Zero) continue;
            TakeAtMark(position, market, side, member, lots, TradeRoute.Netting, Policy.Netting.Fee);
            left -= lots;
        }
        return wanted - left;
    }

    private OppositeCases.Link FirstOpposite(Market market, Side side) => opposites.First(exchange.House, Cases, market.Id, longs: side == Side.Buy);

    // Whether a case that has nothing to give now will have nothing for the rest of the round either: no price moves before its end, and who is under liquidation only
    // closes. What may still change it is a fill of an order it has resting, and a vault that takes accounts over.
    private bool IsSpent(Market market, AccountId account, AccountId other, Side side)
    {
        if (other == account || other == Vault) return false;
        if (Opposite(market, other, side) == QuantityLots.Zero) return true;
        ClearingHouse house = exchange.House;
        int row = house.Accounts.FirstPosition(other.Index);
        while (row >= 0 && house.FindOwnerSlot(other, InstrumentId.FromIndex(house.Positions.Instruments[row])) < 0) row = house.Positions.NextOfAccount[row];
        return row < 0;
    }

    // Another account under liquidation that must do the opposite: both close at mark, nobody is paid.
    private QuantityLots CaseCapacity(Market market, AccountId account, AccountId other, Side side)
    {
        if (other == account) return QuantityLots.Zero;
        QuantityLots capacity = Opposite(market, other, side);
        return capacity > QuantityLots.Zero && exchange.House.Health(other).IsLiquidatable ? capacity : QuantityLots.Zero;
    }

    // A member is used only while the mark is not worse than its entry, and never while it is under liquidation itself.
    private QuantityLots MemberCapacity(Market market, AccountId account, AccountId member, Side side)
    {
        if (member == account || Cases.IsOpen(member)) return QuantityLots.Zero;
        QuantityLots capacity = Opposite(market, member, side);
        return capacity > QuantityLots.Zero && exchange.House.Unrealised(member, market.Id) >= Money.Zero ? capacity : QuantityLots.Zero;
    }

    /// <summary>Lots an account could close by being the counterparty of a forced order of that side.</summary>
    private QuantityLots Opposite(Market market, AccountId other, Side side)
    {
        long size = exchange.House.Size(other, market.Id).Lots;
        return QuantityLots.FromLots(Math.Max(0, side == Side.Sell ? -size : size));
    }

    private static QuantityLots Smaller(QuantityLots left, QuantityLots right) => left < right ? left : right;
}

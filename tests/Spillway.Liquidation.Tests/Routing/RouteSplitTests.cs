using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation.Tests.Routing;

public sealed class RouteSplitTests
{
    private static readonly PriceTicks Highest = PriceTicks.FromTicks(100_000), Mark = PriceTicks.FromTicks(100);

    private static QuantityLots Lots(long lots) => QuantityLots.FromLots(lots);

    private static PriceTicks Ticks(long ticks) => PriceTicks.FromTicks(ticks);

    [Fact]
    public void Split_WithoutPools_IsTheBook()
    {
        RouteSplit split = new();
        split.Begin(Book(Side.Buy, (100, 5), (99, 5), (98, 5)), Side.Sell, Ticks(99), Highest, Mark);
        split.Split(Lots(7));
        Assert.Equal((Lots(7), Lots(7), Ticks(99)), (split.BookLots, split.Total, split.Marginal));
        Assert.Equal(698, split.TickLots());
        split.Split(Lots(12)); // only ten are there within the limit
        Assert.Equal((Lots(10), Lots(10)), (split.BookLots, split.Total));
    }

    // 1,000 lots at 100 without fee: lot n receives 1e8 / ((999 + n)(1000 + n)); lots 1 to 5 are above 99, 1 to 10 above 98.
    [Fact]
    public void Split_WithOnePool_TakesFromEachDownToOnePrice()
    {
        RouteSplit split = new();
        split.Begin(Book(Side.Buy, (99, 4), (98, 4), (90, 100)), Side.Sell, Ticks(90), Highest, Mark);
        split.Add(AccountId.FromIndex(1), Curve(1_000, 100), Lots(1_000));
        split.Split(Lots(9));
        Assert.Equal((Lots(4), Lots(5), Ticks(99)), (split.BookLots, split.Parts[0].Lots, split.Marginal));
        split.Split(Lots(12)); // pool lots of 98.8, 98.6, 98.4 before the bid at 98
        Assert.Equal((Lots(4), Lots(8), Ticks(98)), (split.BookLots, split.Parts[0].Lots, split.Marginal));
        split.Split(Lots(16));
        Assert.Equal((Lots(6), Lots(10)), (split.BookLots, split.Parts[0].Lots));
    }

    [Fact]
    public void Split_WhenTheFeeTakesMoreThanThePoolIsBetter_LeavesThePoolOut()
    {
        RouteSplit split = new();
        split.Begin(Book(Side.Buy, (100, 50)), Side.Sell, Ticks(90), Highest, Mark);
        split.Add(AccountId.FromIndex(1), Curve(1_000, 100, fee: 1_000), Lots(1_000));
        split.Split(Lots(50));
        Assert.Equal((Lots(50), Lots(0)), (split.BookLots, split.Parts[0].Lots));
    }

    [Theory]
    [InlineData(Side.Sell)]
    [InlineData(Side.Buy)]
    public void Split_OnSmallCases_IsAsGoodAsTheBestOfAllSplits(Side side)
    {
        Random random = new(7);
        int inner = 0;
        for (int i = 0; i < 1_500; i++)
        {
            OrderBook book = RandomBook(random, side.Opposite());
            LiquidityCurve[] pools = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Curve(20 + random.Next(400), 90 + random.Next(20), 50, 200, random.Next(3) == 0 ? 0 : random.Next(20_000)))];
            long limit = side == Side.Sell ? 70 + random.Next(35) : 95 + random.Next(35), wanted = 1 + random.Next(24);
            RouteSplit split = new();
            split.Begin(book, side, Ticks(limit), Highest, Mark);
            for (int p = 0; p < pools.Length; p++)
            {
                QuantityLots within = pools[p].LotsWithin(side, limit << LiquidityCurve.PriceFractionBits);
                split.Add(AccountId.FromIndex(p), pools[p], random.Next(3) == 0 ? Lots(Math.Min(within.Lots, 3)) : within);
            }
            split.Split(Lots(wanted));
            RoutePart[] parts = split.Parts.ToArray();
            long most = book.Walk(side.Opposite(), Lots(wanted), Ticks(limit)).Quantity.Lots + parts.Sum(part => part.Most.Lots);
            Assert.Equal(Math.Min(wanted, most), split.Total.Lots);
            Assert.Equal(split.Total.Lots, split.BookLots.Lots + parts.Sum(part => part.Lots.Lots));
            Assert.All(parts, part => Assert.InRange(part.Lots.Lots, 0, part.Most.Lots));
            if (split.Total.Lots == 0) continue;
            if (parts.Any(part => part.Lots.Lots > 0) && split.BookLots.Lots > 0) inner++;

            // Amounts are whole tick-lots: one a pool may go to rounding either way.
            Int128 best = Best(book, parts, side, split.Total.Lots, limit)!.Value;
            Int128 worse = side == Side.Sell ? best - split.TickLots() : split.TickLots() - best;
            Assert.True(worse <= parts.Length, $"case {i}: {split.TickLots()} instead of {best}");
        }
        Assert.True(inner > 200, $"only {inner} cases use book and pools together");
    }

    // The bid of 101 elsewhere is worth 100.899 after a fee of 0.1 %, that of 100 is 99.9: before and behind the bid of 100 here.
    [Fact]
    public void Split_WithABookElsewhere_ComparesPricesAfterItsFee()
    {
        RouteSplit split = new();
        split.Begin(Book(Side.Buy, (100, 4), (99, 10)), Side.Sell, Ticks(90), Highest, Mark);
        split.Add(Away(Side.Buy, 1_000, 0, (101, 3), (100, 5)), RatePpm.Zero, Lots(8));
        split.Split(Lots(7));
        Assert.Equal((Lots(4), Lots(3), Lots(0)), (split.BookLots, split.AwayLots, split.PoolLots));
        Assert.Equal(400 + 302, split.TickLots()); // 303 · 0.999 = 302.697
        split.Split(Lots(9));
        Assert.Equal((Lots(4), Lots(5), Ticks(99)), (split.BookLots, split.AwayLots, split.Marginal));
    }

    // Two makers of this market quote a half of each level there: 3 and 5 lots become 1 and 2.
    [Fact]
    public void Split_WithSharedMakers_LeavesTheirPartAlone()
    {
        RouteSplit split = new();
        AwayBook away = Away(Side.Buy, 0, 0, (101, 3), (100, 5));
        split.Begin(Book(Side.Buy, (99, 10)), Side.Sell, Ticks(90), Highest, Mark);
        split.Add(away, RatePpm.FromPpm(500_000), away.LotsWithin(90L << LiquidityCurve.PriceFractionBits, RatePpm.FromPpm(500_000)));
        split.Split(Lots(7));
        Assert.Equal((Lots(4), Lots(3)), (split.BookLots, split.AwayLots));
        Assert.Equal(101 + 200 + (4 * 99), split.TickLots());
        away.Take(Lots(2), RatePpm.FromPpm(500_000));
        Assert.Equal((1L, 1L), (away.Used[0], away.Used[1]));
        Assert.Equal(Lots(1), away.LotsWithin(90L << LiquidityCurve.PriceFractionBits, RatePpm.FromPpm(500_000)));
        Assert.Equal(Lots(6), away.Left);
    }

    // Each lot is better there by 2; a fixed cost of 9 is worth it from the fifth lot on.
    [Theory]
    [InlineData(4, 4, 0)]
    [InlineData(5, 0, 5)]
    public void Split_WithAFixedCost_UsesThePlaceOnlyWhereItPays(long wanted, long book, long away)
    {
        RouteSplit split = new();
        split.Begin(Book(Side.Buy, (98, 50)), Side.Sell, Ticks(90), Highest, Mark);
        split.Add(Away(Side.Buy, 0, 9, (100, 50)), RatePpm.Zero, Lots(50));
        split.Split(Lots(wanted));
        Assert.Equal((Lots(book), Lots(away)), (split.BookLots, split.AwayLots));
    }

    // One lot at 95 less 9 is below the limit of 90, two are not: better none than one.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    public void Split_WithAFixedCostBeyondTheLimit_SellsNothingThere(long wanted, long sold)
    {
        RouteSplit split = new();
        split.Begin(Book(Side.Buy), Side.Sell, Ticks(90), Highest, Mark);
        split.Add(Away(Side.Buy, 0, 9, (95, 50)), RatePpm.Zero, Lots(50));
        split.Split(Lots(wanted));
        Assert.Equal((Lots(sold), Lots(sold)), (split.Total, split.AwayLots));
        Assert.Equal(sold == 0 ? 0 : (95 * sold) - 9, split.TickLots());
    }

    // One lot more finds a place for a fixed cost of 300: all 50 there bring 4,400 and the 49 here 4,557, so the last one would cost 157 instead of bringing 90.
    [Fact]
    public void Split_WithAFixedCost_DoesNotPayMoreForALotThanTheLimit()
    {
        RouteSplit split = new();
        split.Begin(Book(Side.Buy, (93, 49)), Side.Sell, Ticks(90), Highest, Mark);
        split.Add(Away(Side.Buy, 0, 300, (94, 50)), RatePpm.Zero, Lots(50));
        split.Split(Lots(50));
        Assert.Equal((Lots(49), Lots(0), Lots(49)), (split.BookLots, split.AwayLots, split.Room(Lots(50))));
    }

    // Without a limit a lot that is not traded brings a tick, or costs twice the mark: 49 here and the last one elsewhere for a fixed cost that both sides refuse alike.
    [Theory]
    [InlineData(Side.Sell)]
    [InlineData(Side.Buy)]
    public void Split_WithoutALimit_PaysNoMoreForALotThanTheMarkIsWorth(Side side)
    {
        RouteSplit split = new();
        split.Begin(Book(side.Opposite(), (100, 49)), side, PriceTicks.None, Highest, Mark);
        split.Add(Away(side.Opposite(), 0, 101, (100, 50)), RatePpm.Zero, Lots(50));
        split.Split(Lots(50));
        Assert.Equal((Lots(49), Lots(0)), (split.BookLots, split.AwayLots));
        split.Begin(Book(side.Opposite(), (100, 49)), side, PriceTicks.None, Highest, Mark);
        split.Add(Away(side.Opposite(), 0, 98, (100, 50)), RatePpm.Zero, Lots(50));
        split.Split(Lots(50));
        Assert.Equal(Lots(50), split.Total);
    }

    // 50 lots at 100 for 4,960 would be sold at less than a tick each, and 50 at 100,000 bought beyond the highest price: such prices there are none.
    [Theory]
    [InlineData(Side.Sell, 100, 4_960)]
    [InlineData(Side.Buy, 100_000, 10)]
    public void Split_WithoutALimit_LeavesOutWhatNoPriceCanState(Side side, long price, int cost)
    {
        RouteSplit split = new();
        split.Begin(Book(side.Opposite()), side, PriceTicks.None, Highest, PriceTicks.FromTicks(price));
        split.Add(Away(side.Opposite(), 0, cost, (price, 50)), RatePpm.Zero, Lots(50));
        split.Split(Lots(50));
        Assert.Equal(Lots(0), split.Total);
    }

    [Fact]
    public void Begin_WithALimitBeyondTheHighestPrice_IsBoundByThat()
    {
        RouteSplit split = new();
        split.Begin(Book(Side.Sell), Side.Buy, Ticks(200_000), Highest, Mark);
        split.Add(Away(Side.Sell, 10_000, 0, (100_000, 5)), RatePpm.Zero, Lots(5));
        split.Split(Lots(5));
        Assert.Equal((Lots(0), Highest.Ticks), (split.Total, split.Limit));
    }

    [Theory]
    [InlineData(Side.Sell)]
    [InlineData(Side.Buy)]
    public void Split_WithBooksElsewhere_IsAsGoodAsTheBestOfAllSplits(Side side)
    {
        Random random = new(9);
        int paid = 0, spared = 0, inner = 0;
        for (int i = 0; i < 1_500; i++)
        {
            OrderBook book = RandomBook(random, side.Opposite());
            long limit = side == Side.Sell ? 80 + random.Next(25) : 95 + random.Next(25), wanted = 1 + random.Next(20);
            RouteSplit split = new();
            split.Begin(book, side, Ticks(limit), Highest, Mark);
            if (random.Next(3) == 0)
            {
                LiquidityCurve pool = Curve(20 + random.Next(200), 90 + random.Next(20), 50, 200, random.Next(20_000));
                split.Add(AccountId.FromIndex(0), pool, pool.LotsWithin(side, limit << LiquidityCurve.PriceFractionBits));
            }
            bool hasFixed = false;
            for (int b = random.Next(1, 4); b > 0; b--)
            {
                RatePpm shared = RatePpm.FromPpm(random.Next(2) == 0 ? 0 : random.Next(900_000));
                int cost = random.Next(2) == 0 ? 0 : random.Next(30);
                hasFixed |= cost > 0;
                AwayBook away = RandomAway(random, side.Opposite(), random.Next(2) == 0 ? 0 : random.Next(30_000), cost);
                away.Take(Lots(random.Next(3)), shared);
                QuantityLots most = away.LotsWithin(limit << LiquidityCurve.PriceFractionBits, shared);
                split.Add(away, shared, random.Next(4) == 0 ? Lots(Math.Min(most.Lots, 3)) : most);
            }
            split.Split(Lots(wanted));
            RoutePart[] parts = split.Parts.ToArray();
            Assert.Equal(split.Total.Lots, split.BookLots.Lots + parts.Sum(part => part.Lots.Lots));
            Assert.All(parts, part => Assert.InRange(part.Lots.Lots, 0, part.Most.Lots));
            foreach (RoutePart part in parts.Where(part => part.Lots.Lots > 0))
                Assert.True((part.TickLots(side) - Math.BigMul(part.Lots.Lots, limit)) * -side.Sign() >= -1, $"case {i}: {part} beyond {limit}");
            if (split.BookLots.Lots > 0 && split.AwayLots.Lots > 0) inner++;
            if (parts.Any(part => part.FixedTickLots > 0 && part.Lots.Lots > 0)) paid++;
            else if (hasFixed) spared++;

            // Of all ways to trade any number of lots, none gains more over the limit, at which the rest is thought to go.
            Int128 best = 0;
            for (long lots = 1; lots <= wanted; lots++)
            {
                if (Best(book, parts, side, lots, limit) is { } value) best = Int128.Max(best, (value - Math.BigMul(lots, limit)) * -side.Sign());
            }
            Int128 gain = (split.TickLots() - Math.BigMul(split.Total.Lots, limit)) * -side.Sign();
            Assert.True(best - gain <= parts.Length, $"case {i}: {gain} gained instead of {best}");
            QuantityLots found = split.Total, room = split.Room(Lots(wanted));
            Assert.True(split.HasFixedCosts ? room == found : room >= found);
        }
        Assert.True(paid > 100 && spared > 100 && inner > 100, $"a fixed cost paid {paid} and spared {spared} times, {inner} times beside the book");
    }

    [Fact]
    public void Split_AtLargeSizes_LeavesNoPlaceBetterThanTheWorstLotOfAnother()
    {
        Random random = new(8);
        for (int i = 0; i < 300; i++)
        {
            LiquidityCurve[] pools = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => Curve(1L << random.Next(20, 34), 900_000 + random.Next(200_000), 500_000, 2_000_000, random.Next(5_000)))];
            OrderBook book = new();
            for (int level = 0; level < 50; level++) Rest(book, Side.Buy, 1_000_000 - (level * random.Next(1, 900)), 1 + random.NextInt64(1 << 26));
            long wanted = 1 + random.NextInt64(1L << random.Next(1, 31));
            RouteSplit split = new();
            split.Begin(book, Side.Sell, Ticks(600_000), PriceTicks.FromTicks(8_000_000), PriceTicks.FromTicks(1_000_000));
            for (int p = 0; p < pools.Length; p++) split.Add(AccountId.FromIndex(p), pools[p], pools[p].LotsWithin(Side.Sell, 600_000L << LiquidityCurve.PriceFractionBits));
            split.Split(Lots(wanted));
            // KKT: what was given traded at the marginal price or better, and what was not would not trade better than a tick above it.
            long marginal = split.Marginal.Ticks;
            foreach (RoutePart part in split.Parts)
            {
                Assert.True(part.Lots <= part.Curve.LotsWithin(Side.Sell, marginal << LiquidityCurve.PriceFractionBits));
                Assert.True(split.Total.Lots < wanted || part.Lots.Lots >= Math.Min(part.Most.Lots, part.Curve.LotsWithin(Side.Sell, (marginal + 1) << LiquidityCurve.PriceFractionBits).Lots));
            }
            Assert.True(split.BookLots.Lots >= Math.Min(wanted, book.Walk(Side.Buy, Lots(wanted), Ticks(marginal + 1)).Quantity.Lots));
        }
    }

    // Every way to give the lots to the places; null if there is none within the limit.
    private static Int128? Best(OrderBook book, RoutePart[] parts, Side side, long total, long limit)
    {
        Int128? best = null;
        Try(0, total, 0);
        return best;

        void Try(int at, long left, Int128 sum)
        {
            if (at == parts.Length)
            {
                DepthWalk walk = book.Walk(side.Opposite(), Lots(left), Ticks(limit));
                if (walk.Quantity.Lots != left) return;
                Int128 all = sum + walk.TickLots;
                if (best is null || (side == Side.Sell ? all > best : all < best)) best = all;
                return;
            }
            for (long lots = 0; lots <= Math.Min(left, parts[at].Most.Lots); lots++) Try(at + 1, left - lots, sum + (parts[at] with { Lots = Lots(lots) }).TickLots(side));
        }
    }

    private static AwayBook RandomAway(Random random, Side side, int fee, int cost)
    {
        long price = 95 + random.Next(15);
        return Away(side, fee, cost, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (price += side == Side.Buy ? -random.Next(1, 6) : random.Next(1, 6), 1L + random.Next(6)))]);
    }

    private static AwayBook Away(Side side, int fee, int cost, params (long Price, long Lots)[] levels)
    {
        AwayBook away = new(16);
        AwayTerms terms = new(AccountId.FromIndex(1), RatePpm.FromPpm(fee), Money.FromUnits(10 * cost), Timestamp.FromNanos(1));
        away.Set(side, in terms, [.. levels.Select(level => new AwayLevel(Ticks(level.Price), Lots(level.Lots)))], unitsPerTickLot: 10);
        return away;
    }

    private static LiquidityCurve Curve(long reserve, long price, long lower = 1, long upper = 100_000, int fee = 0)
    {
        Assert.True(LiquidityCurve.TryCreate(Lots(reserve), Ticks(price), Ticks(lower), Ticks(upper), RatePpm.FromPpm(fee), out LiquidityCurve curve));
        return curve;
    }

    private static OrderBook RandomBook(Random random, Side side)
    {
        OrderBook book = new();
        for (int level = random.Next(6); level > 0; level--) Rest(book, side, 85 + random.Next(30), 1 + random.Next(6));
        return book;
    }

    private static OrderBook Book(Side side, params (long Price, long Lots)[] levels)
    {
        OrderBook book = new();
        foreach ((long price, long lots) in levels) Rest(book, side, price, lots);
        return book;
    }

    private static void Rest(OrderBook book, Side side, long price, long lots)
    {
        Nobody nobody = default;
        OrderRequest request = new() { Account = AccountId.FromIndex(99), Side = side, Type = OrderType.Limit, TimeInForce = TimeInForce.GoodTillCancel, Limit = Ticks(price), Quantity = Lots(lots), SelfTrade = SelfTradePrevention.CancelTaker };
        Assert.Equal(PlaceStatus.Rested, book.Place(in request, ref nobody).Status);
    }

    private struct Nobody : IBookParticipants
    {
        public readonly long FillableLots(in RestingOrder maker, long offeredLots) => offeredLots;

        public readonly void Filled(in Fill fill)
        {
        }

        public readonly void Removed(in RestingOrder order, OrderRemoval reason)
        {
        }
    }
}

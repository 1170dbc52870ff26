using Spillway.Core;
using static Spillway.Markets.Tests.Desk;

namespace Spillway.Markets.Tests;

public sealed class OrderBookTests
{
    private readonly OrderBook book = new();

    [Fact]
    public void EmptyBook_HasNoPricesAndAnswersEveryQuestion()
    {
        Assert.Equal(PriceTicks.None, book.BestBid);
        Assert.Equal(PriceTicks.None, book.BestAsk);
        Assert.Equal(0, book.Count);
        Assert.Equal(OrderId.None, book.FirstOf(5));
        Assert.Equal(OrderId.None, book.FirstOf(-1));
        Assert.Equal(OrderId.None, book.NextOf(OrderId.FromValue(ulong.MaxValue)));
        Assert.False(book.TryGet(OrderId.None, out _));
        Assert.False(book.Cancel(OrderId.FromSlot(1, 1), out _));
        Assert.Equal(new DepthWalk(Lots(0), 0, PriceTicks.None), book.Walk(Side.Sell, Lots(5), PriceTicks.None));
        Assert.Empty(book.Levels(Side.Buy));
    }

    [Fact]
    public void Market_WhenBookIsEmpty_IsCancelledWhole() =>
        Assert.Equal(new PlaceOutcome(PlaceStatus.Cancelled, OrderId.None, Lots(0), Lots(7)), book.Place(Market(Side.Sell, Bob, 7)));

    [Fact]
    public void Place_WhenPricesDiffer_TakesTheBestFirst()
    {
        book.Rests(Sell(Alice, 102, 5));
        OrderId best = book.Rests(Sell(Alice, 101, 5));
        PlaceOutcome outcome = book.Place(Buy(Bob, 102, 6), out List<string> events);
        Assert.Equal(new PlaceOutcome(PlaceStatus.Filled, OrderId.None, Lots(6), Lots(0)), outcome);
        Assert.Contains($"Maker = {best}", events[1], StringComparison.Ordinal);
        Assert.Equal([new BookLevel(Ticks(102), Lots(4), 1)], book.Levels(Side.Sell));
    }

    [Fact]
    public void Place_WhenPricesAreEqual_TakesTheOldestFirst()
    {
        OrderId first = book.Rests(Buy(Alice, 100, 5));
        OrderId second = book.Rests(Buy(Carol, 100, 5));
        book.Place(Sell(Bob, 100, 5));
        Assert.False(book.TryGet(first, out _));
        Assert.True(book.TryGet(second, out RestingOrder order));
        Assert.Equal(Lots(5), order.Remaining);
    }

    [Fact]
    public void Place_WhenMakerIsBetterThanTheLimit_TradesAtTheMakersPrice()
    {
        book.Rests(Sell(Alice, 90, 1));
        book.Place(Buy(Bob, 100, 1), out List<string> events);
        Assert.Contains("Price = 90 ticks", events[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Place_WhenLimitIsReached_RestsTheRemainder()
    {
        book.Rests(Sell(Alice, 101, 5));
        PlaceOutcome outcome = book.Place(Buy(Bob, 101, 8));
        Assert.Equal((PlaceStatus.Rested, Lots(5), Lots(3)), (outcome.Status, outcome.Filled, outcome.Remaining));
        Assert.Equal(Ticks(101), book.BestBid);
        Assert.Equal(PriceTicks.None, book.BestAsk);
    }

    [Fact]
    public void ImmediateOrCancel_WhenLimitIsReached_CancelsTheRemainder()
    {
        book.Rests(Sell(Alice, 101, 5));
        book.Rests(Sell(Alice, 103, 5));
        PlaceOutcome outcome = book.Place(Buy(Bob, 102, 8) with { TimeInForce = TimeInForce.ImmediateOrCancel });
        Assert.Equal(new PlaceOutcome(PlaceStatus.Cancelled, OrderId.None, Lots(5), Lots(3)), outcome);
        Assert.Equal(Ticks(103), book.BestAsk);
    }

    [Fact]
    public void PostOnly_WhenItWouldTrade_IsRejectedAndChangesNothing()
    {
        book.Rests(Sell(Alice, 101, 5));
        byte[] before = book.Bytes();
        PlaceOutcome outcome = book.Place(Buy(Alice, 101, 8) with { TimeInForce = TimeInForce.PostOnly, SelfTrade = SelfTradePrevention.CancelMaker });
        Assert.Equal(PlaceStatus.RejectedPostOnly, outcome.Status);
        Assert.Equal(before, book.Bytes());
        Assert.Equal(PlaceStatus.Rested, book.Place(Buy(Alice, 100, 8) with { TimeInForce = TimeInForce.PostOnly }).Status);
    }

    [Theory]
    [InlineData(SelfTradePrevention.CancelTaker, PlaceStatus.Cancelled, 2, true)]
    [InlineData(SelfTradePrevention.CancelMaker, PlaceStatus.Rested, 4, false)]
    [InlineData(SelfTradePrevention.CancelBoth, PlaceStatus.Cancelled, 2, false)]
    public void SelfTrade_WhenTakerMeetsItsOwnOrder_FollowsTheMode(SelfTradePrevention mode, PlaceStatus status, long filled, bool makerStays)
    {
        book.Rests(Sell(Bob, 100, 2));
        OrderId own = book.Rests(Sell(Alice, 100, 2));
        OrderId behind = book.Rests(Sell(Bob, 100, 2));
        PlaceOutcome outcome = book.Place(Buy(Alice, 100, 9) with { SelfTrade = mode }, out List<string> events);
        Assert.Equal((status, Lots(filled)), (outcome.Status, outcome.Filled));
        Assert.Equal(makerStays, book.TryGet(own, out _));
        Assert.Equal(mode != SelfTradePrevention.CancelMaker, book.TryGet(behind, out _));
        Assert.Equal(makerStays ? 0 : 1, events.Count(line => line.StartsWith("removed", StringComparison.Ordinal) && line.EndsWith("SelfTrade", StringComparison.Ordinal)));
    }

    [Fact]
    public void ReduceOnlyMaker_WhenPositionHasShrunk_TradesWhatIsLeftAndIsRemoved()
    {
        OrderId maker = book.Rests(Sell(Alice, 100, 10) with { ReduceOnly = true });
        PlaceOutcome outcome = book.Place(Buy(Bob, 100, 8), out List<string> events, new() { [Alice] = 3 });
        Assert.Equal((PlaceStatus.Rested, Lots(3)), (outcome.Status, outcome.Filled));
        Assert.EndsWith("ReduceOnly", events[^1], StringComparison.Ordinal);
        Assert.Contains("Remaining = 7 lots", events[^1], StringComparison.Ordinal);
        Assert.False(book.TryGet(maker, out _));
    }

    [Fact]
    public void ReduceOnlyMaker_WhenAllOfferedIsAllowed_KeepsTheRest()
    {
        OrderId maker = book.Rests(Sell(Alice, 100, 10) with { ReduceOnly = true });
        book.Place(Buy(Bob, 100, 3), out _, new() { [Alice] = 3 });
        Assert.True(book.TryGet(maker, out RestingOrder order));
        Assert.Equal(Lots(7), order.Remaining);
    }

    [Fact]
    public void ReduceOnlyMakers_WhenTwoShareAPosition_TheSecondSeesWhatTheFirstLeft()
    {
        book.Rests(Sell(Alice, 100, 4) with { ReduceOnly = true });
        book.Rests(Sell(Alice, 101, 4) with { ReduceOnly = true });
        PlaceOutcome outcome = book.Place(Market(Side.Buy, Bob, 8), out _, new() { [Alice] = 5 });
        Assert.Equal(new PlaceOutcome(PlaceStatus.Cancelled, OrderId.None, Lots(5), Lots(3)), outcome);
        Assert.Equal(0, book.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void Participants_WhenTheyAllowMoreThanOfferedOrLessThanNothing_StopTheEngine(long answer)
    {
        book.Rests(Sell(Alice, 100, 10));
        var liar = new Liar(answer);
        Assert.Throws<InvariantException>(() => book.Place(Buy(Bob, 100, 5), ref liar));
        book.CheckInvariants();
        Assert.Equal(Lots(10), book.QuantityWithin(Side.Sell, PriceTicks.None));
    }

    [Fact]
    public void Cancel_WhenHandleIsStale_FindsNothing()
    {
        OrderId old = book.Rests(Buy(Alice, 100, 5));
        Assert.True(book.Cancel(old, out RestingOrder removed));
        Assert.Equal(new RestingOrder(old, AccountId.FromIndex(Alice), Alice, Side.Buy, Ticks(100), Lots(5), ReduceOnly: false), removed);
        OrderId reused = book.Rests(Buy(Alice, 100, 5));
        Assert.Equal(old.Slot, reused.Slot);
        Assert.False(book.Cancel(old, out _));
        Assert.False(book.Cancel(OrderId.FromValue(reused.Value | 0x8000_0000), out _)); // a bit that names no slot
        Assert.True(book.TryGet(reused, out _));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(long.MinValue, false)]
    public void Reduce_TakesOneToWhatRemains(long lots, bool accepted)
    {
        OrderId id = book.Rests(Buy(Alice, 100, 5));
        Assert.Equal(accepted, book.Reduce(id, Lots(lots)));
        Assert.Equal(Lots(accepted ? lots : 5), book.QuantityWithin(Side.Buy, PriceTicks.None));
    }

    [Fact]
    public void Reduce_KeepsPriority()
    {
        OrderId first = book.Rests(Buy(Alice, 100, 5));
        book.Rests(Buy(Carol, 100, 5));
        book.Reduce(first, Lots(2));
        book.Place(Sell(Bob, 100, 2));
        Assert.False(book.TryGet(first, out _));
    }

    [Fact]
    public void Replace_WhenOnlySmaller_KeepsHandleAndPriority()
    {
        OrderId first = book.Rests(Buy(Alice, 100, 5));
        book.Rests(Buy(Carol, 100, 5));
        var tape = new Tape([]);
        Assert.Equal(first, book.Replace(first, Buy(Alice, 100, 3), ref tape).OrderId);
        book.Place(Sell(Bob, 100, 3));
        Assert.False(book.TryGet(first, out _));
    }

    [Theory]
    [InlineData(100, 6, false)]
    [InlineData(99, 5, false)]
    [InlineData(100, 5, true)]
    public void Replace_WhenLargerOrElsewhereOrReduceOnly_LosesHandleAndPriority(long price, long lots, bool reduceOnly)
    {
        OrderId first = book.Rests(Buy(Alice, 100, 5));
        OrderId second = book.Rests(Buy(Carol, 100, 5));
        var tape = new Tape([]);
        PlaceOutcome outcome = book.Replace(first, Buy(Alice, price, lots) with { ReduceOnly = reduceOnly }, ref tape);
        Assert.Equal(PlaceStatus.Rested, outcome.Status);
        Assert.NotEqual(first, outcome.OrderId);
        book.Place(Sell(Bob, 99, 5));
        Assert.False(book.TryGet(second, out _));
        Assert.True(book.TryGet(outcome.OrderId, out _));
    }

    [Fact]
    public void Replace_WhenItCrosses_Trades()
    {
        OrderId bid = book.Rests(Buy(Alice, 99, 5));
        book.Rests(Sell(Bob, 101, 5));
        var tape = new Tape([]);
        Assert.Equal(PlaceStatus.Filled, book.Replace(bid, Buy(Alice, 101, 4), ref tape).Status);
        Assert.Equal(PriceTicks.None, book.BestBid);
    }

    [Fact]
    public void Replace_WhenRejected_LeavesTheOrderAsItWas()
    {
        OrderId bid = book.Rests(Buy(Alice, 99, 5));
        book.Rests(Sell(Bob, 101, 5));
        byte[] before = book.Bytes();
        var tape = new Tape([]);
        Assert.Equal(PlaceStatus.RejectedPostOnly, book.Replace(bid, Buy(Alice, 101, 4) with { TimeInForce = TimeInForce.PostOnly }, ref tape).Status);
        Assert.Equal(PlaceStatus.RejectedInvalid, book.Replace(bid, Buy(Bob, 98, 4), ref tape).Status);
        Assert.Equal(PlaceStatus.RejectedInvalid, book.Replace(bid, Sell(Alice, 120, 4), ref tape).Status);
        Assert.Equal(PlaceStatus.RejectedInvalid, book.Replace(bid, Buy(Alice, 0, 4), ref tape).Status);
        Assert.Equal(PlaceStatus.RejectedUnknownOrder, book.Replace(OrderId.FromSlot(9, 1), Buy(Alice, 98, 4), ref tape).Status);
        Assert.Equal(before, book.Bytes());
    }

    [Fact]
    public void OwnersList_IsOldestFirstAcrossSidesAndPrices()
    {
        OrderId a = book.Rests(Buy(Alice, 99, 5));
        OrderId b = book.Rests(Sell(Alice, 105, 5));
        book.Rests(Sell(Bob, 105, 5));
        OrderId c = book.Rests(Buy(Alice, 100, 5));
        book.Cancel(b, out _);
        Assert.Equal(a, book.FirstOf(Alice));
        Assert.Equal(c, book.NextOf(a));
        Assert.Equal(OrderId.None, book.NextOf(c));
        Assert.Equal(OrderId.None, book.NextOf(b));
    }

    [Fact]
    public void Walk_SumsWhatWouldBeTakenAndChangesNothing()
    {
        book.Rests(Sell(Alice, 100, 5));
        book.Rests(Sell(Bob, 100, 5));
        book.Rests(Sell(Bob, 1_000_000_000, 5));
        byte[] before = book.Bytes();
        Assert.Equal(new DepthWalk(Lots(12), (100 * 10) + (2 * (Int128)1_000_000_000), Ticks(1_000_000_000)), book.Walk(Side.Sell, Lots(12), PriceTicks.None));
        Assert.Equal(new DepthWalk(Lots(10), 1000, Ticks(100)), book.Walk(Side.Sell, Lots(12), Ticks(999_999_999)));
        Assert.Equal(new DepthWalk(Lots(0), 0, PriceTicks.None), book.Walk(Side.Sell, Lots(12), Ticks(99)));
        Assert.Equal(Lots(15), book.QuantityWithin(Side.Sell, PriceTicks.None));
        Assert.Equal(before, book.Bytes());
    }

    [Fact]
    public void CopyLevels_WhenSpanIsShort_GivesTheBest()
    {
        foreach (long price in (long[])[95, 99, 97]) book.Rests(Buy(Alice, price, price));
        var two = new BookLevel[2];
        Assert.Equal(2, book.CopyLevels(Side.Buy, two));
        Assert.Equal([new BookLevel(Ticks(99), Lots(99), 1), new BookLevel(Ticks(97), Lots(97), 1)], two);
    }

    [Fact]
    public void Prices_AtBothEndsOfTheRange_Meet()
    {
        book.Rests(Sell(Alice, OrderBook.MaxTicks, 1));
        book.Rests(Buy(Bob, 1, 1));
        Assert.Equal((Ticks(1), Ticks(OrderBook.MaxTicks)), (book.BestBid, book.BestAsk));
        Assert.Equal(PlaceStatus.Filled, book.Place(Market(Side.Buy, Carol, 1)).Status);
        Assert.Equal(PlaceStatus.Filled, book.Place(Market(Side.Sell, Carol, 1)).Status);
        Assert.Equal(0, book.Count);
    }

    [Fact]
    public void Place_WhenRequestIsOutOfRange_IsRejected()
    {
        OrderRequest good = Buy(Alice, 100, 1);
        OrderRequest[] bad =
        [
            good with { Quantity = Lots(0) },
            good with { Quantity = Lots(long.MinValue) },
            good with { Limit = PriceTicks.None },
            good with { Limit = Ticks(OrderBook.MaxTicks + 1) },
            good with { Account = AccountId.None },
            good with { OwnerSlot = -1 },
            good with { Side = (Side)2 },
            good with { Type = (OrderType)2 },
            good with { TimeInForce = (TimeInForce)3 },
            good with { SelfTrade = (SelfTradePrevention)3 },
            good with { Type = OrderType.Market, TimeInForce = TimeInForce.PostOnly },
        ];
        foreach (OrderRequest request in bad) Assert.Equal(PlaceStatus.RejectedInvalid, book.Place(request).Status);
        Assert.Equal(0, book.Count);
    }

    [Fact]
    public void RestingLots_NeverPassTheirBound()
    {
        Assert.Equal(PlaceStatus.RejectedCapacity, book.Place(Buy(Alice, 100, long.MaxValue)).Status);
        OrderId id = book.Rests(Buy(Alice, 100, OrderBook.MaxRestingLots));
        Assert.Equal(PlaceStatus.RejectedCapacity, book.Place(Sell(Bob, 200, 1)).Status);
        Assert.Equal((Int128)OrderBook.MaxRestingLots * 100, book.Walk(Side.Buy, Lots(long.MaxValue), PriceTicks.None).TickLots);
        var tape = new Tape([]);
        Assert.Equal(PlaceStatus.Rested, book.Replace(id, Buy(Alice, 101, OrderBook.MaxRestingLots), ref tape).Status);
        PlaceOutcome sweep = book.Place(Market(Side.Sell, Bob, long.MaxValue));
        Assert.Equal((Lots(OrderBook.MaxRestingLots), Lots(long.MaxValue - OrderBook.MaxRestingLots)), (sweep.Filled, sweep.Remaining));
    }

    [Fact]
    public void Capacity_WhenReached_RejectsWhatMightRestAndNothingElse()
    {
        var small = new OrderBook(new OrderBookLimits(MaxOrders: 2, MaxPages: 2, MaxOwners: 4), orderCapacity: 0);
        small.Rests(Sell(Alice, 100, 5));
        Assert.Equal(PlaceStatus.RejectedCapacity, small.Place(Sell(4, 100, 5)).Status); // no such owner
        OrderId second = small.Rests(Sell(Alice, 1000, 5));
        Assert.Equal(PlaceStatus.RejectedCapacity, small.Place(Buy(Bob, 100, 5)).Status);
        Assert.Equal(PlaceStatus.Filled, small.Place(Buy(Bob, 100, 2) with { TimeInForce = TimeInForce.ImmediateOrCancel }).Status);
        var tape = new Tape([]);
        Assert.Equal(PlaceStatus.Rested, small.Replace(second, Sell(Alice, 1001, 5), ref tape).Status);
        Assert.Equal(PlaceStatus.RejectedCapacity, small.Replace(small.FirstOf(Alice), Sell(Alice, 100_000, 5), ref tape).Status);
        small.CheckInvariants();
    }

    [Fact]
    public void Pages_WhenOrdersSpreadOverDistantPrices_AreBoundedAndComeBack()
    {
        var small = new OrderBook(OrderBookLimits.Default with { MaxPages = 8 });
        for (int round = 0; round < 3; round++)
        {
            List<OrderId> ids = [];
            for (int i = 0; i < 8; i++) ids.Add(small.Rests(Buy(Alice, 1 + (i * 10_000_000_000L) + round, 1)));
            Assert.Equal(PlaceStatus.RejectedCapacity, small.Place(Buy(Alice, 90_000_000_000, 1)).Status);
            foreach (OrderId id in ids) Assert.True(small.Cancel(id, out _));
            small.CheckInvariants();
        }
        Assert.Equal(0, small.Count);
    }

    [Fact]
    public void Constructor_WhenLimitsAreOutOfRange_Throws()
    {
        Assert.Throws<ArgumentException>(() => new OrderBook(OrderBookLimits.Default with { MaxPages = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrderBook(-1));
    }

    private readonly struct Liar(long answer) : IBookParticipants
    {
        public long FillableLots(in RestingOrder maker, long offeredLots) => answer;

        public void Filled(in Fill fill) => Assert.Fail("nothing may trade");

        public void Removed(in RestingOrder order, OrderRemoval reason) => Assert.Fail("nothing may be removed");
    }
}

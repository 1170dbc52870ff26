using Spillway.Core;
using static Spillway.Markets.Tests.Desk;

namespace Spillway.Markets.Tests;

public sealed class AuctionTests
{
    private const int Dave = 4;

    private readonly OrderBook book = new();
    private readonly List<AuctionFill> fills = [];
    private readonly List<(RestingOrder Order, OrderRemoval Reason)> removed = [];
    private readonly List<(RestingOrder Bid, RestingOrder Ask, long Lots)> netted = [];
    private readonly Dictionary<int, long> positions = [];

    [Fact]
    public void Place_WhileCollecting_RestsWithoutTradingEvenIfItMeets()
    {
        book.Rests(Sell(Alice, 100, 5));
        book.Collect();
        book.Rests(Buy(Bob, 105, 3));
        book.Rests(Buy(Carol, 104, 3) with { TimeInForce = TimeInForce.PostOnly });
        Assert.Equal((Ticks(105), Ticks(100), 3), (book.BestBid, book.BestAsk, book.Count));
        Assert.Equal(PlaceStatus.RejectedInvalid, book.Place(Market(Side.Buy, Dave, 1)).Status);
        book.CheckInvariants();
    }

    [Fact]
    public void Uncross_WhenNothingMeets_TradesNothingAndGoesOn()
    {
        book.Collect();
        book.Rests(Buy(Alice, 99, 5));
        book.Rests(Sell(Bob, 100, 5));
        Assert.Equal(default, Uncross(100));
        Assert.False(book.IsCollecting);
        Assert.Equal(PlaceStatus.Filled, book.Place(Buy(Carol, 100, 5)).Status);
    }

    // Bids 10 @ 105, 20 @ 103, 30 @ 101; asks 15 @ 100, 25 @ 102, 40 @ 104. At 102: 30 bid, 40 offered. At 103 the same: the reference decides.
    [Theory]
    [InlineData(90, 102)]
    [InlineData(102, 102)]
    [InlineData(103, 103)]
    [InlineData(999, 103)]
    public void Uncross_FindsTheLargestVolume_AndAtATieThePriceNearestToTheReference(long reference, long price)
    {
        book.Collect();
        foreach ((long ticks, long lots) in ((long, long)[])[(105, 10), (103, 20), (101, 30)]) book.Rests(Buy(Alice, ticks, lots));
        foreach ((long ticks, long lots) in ((long, long)[])[(100, 15), (102, 25), (104, 40)]) book.Rests(Sell(Bob, ticks, lots));
        Assert.Equal(new AuctionOutcome(Ticks(price), Lots(30), -10), Uncross(reference));
        Assert.All(fills, fill => Assert.Equal(Ticks(price), fill.Price));
        Assert.Equal((Ticks(101), Ticks(102)), (book.BestBid, book.BestAsk));
    }

    [Fact]
    public void Uncross_WhenVolumesTie_TakesTheSmallestSurplus()
    {
        book.Collect();
        book.Rests(Buy(Alice, 110, 10));
        book.Rests(Buy(Carol, 101, 5)); // at or below 101 there are 15 bids for 10 asks
        book.Rests(Sell(Bob, 100, 10));
        Assert.Equal(new AuctionOutcome(Ticks(102), Lots(10), 0), Uncross(100));
    }

    [Fact]
    public void Uncross_ServesPriceThenTime_WhatRestedBeforeIsOldest()
    {
        OrderId first = book.Rests(Buy(Alice, 100, 5));
        book.Collect();
        OrderId second = book.Rests(Buy(Bob, 100, 5)), better = book.Rests(Buy(Carol, 101, 5));
        book.Rests(Sell(Dave, 99, 12));
        Uncross(100);
        Assert.Equal([(better, 5L), (first, 5L), (second, 2L)], fills.Select(fill => (fill.Buy.Id, fill.Quantity.Lots)));
        Assert.True(book.TryGet(second, out RestingOrder left));
        Assert.Equal(Lots(3), left.Remaining);
    }

    [Fact]
    public void Uncross_OfAReduceOnlyOrder_CountsOnlyWhatItsPositionAllows()
    {
        positions[Alice] = 4;
        book.Collect();
        book.Rests(Sell(Alice, 99, 10) with { ReduceOnly = true });
        book.Rests(Sell(Alice, 100, 10) with { ReduceOnly = true }); // the better one uses the position up
        book.Rests(Buy(Bob, 101, 20));
        Assert.Equal(Lots(4), Uncross(100).Matched);
        Assert.Equal(0, positions[Alice]);
        Assert.Equal([(6L, OrderRemoval.ReduceOnly), (10L, OrderRemoval.ReduceOnly)], removed.Select(order => (order.Order.Remaining.Lots, order.Reason)));
        Assert.Equal((Ticks(101), PriceTicks.None), (book.BestBid, book.BestAsk));
    }

    [Fact]
    public void Uncross_RemovesWhatWasPlacedForThisAuctionOnly()
    {
        book.Collect();
        OrderId once = book.Rests(Sell(Alice, 99, 10) with { TimeInForce = TimeInForce.ImmediateOrCancel });
        book.Rests(Buy(Bob, 100, 4));
        book.Rests(Buy(Carol, 90, 4) with { TimeInForce = TimeInForce.ImmediateOrCancel });
        Uncross(100);
        Assert.Equal([(once, 6L), (removed[1].Order.Id, 4L)], removed.Select(order => (order.Order.Id, order.Order.Remaining.Lots)));
        Assert.All(removed, order => Assert.Equal(OrderRemoval.AuctionOver, order.Reason));
        Assert.Equal(0, book.Count);
    }

    [Fact]
    public void Uncross_WhenAnAccountMeetsItself_TakesTheLotsOffBothSidesBeforeThePriceIsFormed()
    {
        book.Collect();
        book.Rests(Buy(Alice, 103, 1_000)); // would make 103 the price of the largest volume
        book.Rests(Sell(Alice, 103, 1_000));
        book.Rests(Buy(Alice, 101, 10));
        book.Rests(Sell(Bob, 100, 6));
        Assert.Equal(new AuctionOutcome(Ticks(101), Lots(6), 4), Uncross(110));
        Assert.Equal([(Ticks(103), Ticks(103), 1_000L)], netted.Select(pair => (pair.Bid.Price, pair.Ask.Price, pair.Lots)));
        Assert.Equal([(Alice, Bob, 6L)], fills.Select(fill => (fill.Buy.Account.Index, fill.Sell.Account.Index, fill.Quantity.Lots)));
        Assert.Equal((1, Ticks(101)), (book.Count, book.BestBid));
    }

    [Fact]
    public void Uncross_OfOwnOrders_NetsTheBestBidAgainstTheBestAsk()
    {
        book.Collect();
        OrderId first = book.Rests(Buy(Alice, 101, 5)), second = book.Rests(Buy(Alice, 101, 5)), best = book.Rests(Buy(Alice, 105, 3));
        OrderId high = book.Rests(Sell(Alice, 104, 4)), low = book.Rests(Sell(Alice, 100, 6));
        Uncross(100);
        Assert.Equal([(best, low, 3L), (first, low, 3L)], netted.Select(pair => (pair.Bid.Id, pair.Ask.Id, pair.Lots)));
        Assert.Equal([(first, 2L), (second, 5L), (high, 4L)], new[] { first, second, high }.Select(id => (id, book.TryGet(id, out RestingOrder left) ? left.Remaining.Lots : 0)));
    }

    [Fact]
    public void Place_AndCancelAgainAndAgainWhileCollecting_KeepsNoTraceOfWhatIsGone()
    {
        book.Collect();
        OrderId kept = book.Rests(Sell(Bob, 100, 1) with { TimeInForce = TimeInForce.ImmediateOrCancel });
        for (int i = 0; i < 1_000; i++) Assert.True(book.Cancel(book.Rests(Sell(Alice, 100, 1) with { TimeInForce = TimeInForce.ImmediateOrCancel }), out _));
        Uncross(100);
        Assert.Equal([kept], removed.Select(order => order.Order.Id));
    }

    [Fact]
    public void Uncross_OnRandomBooks_DoesWhatTheRuleWrittenDownPlainlyDoes()
    {
        for (int seed = 0; seed < 3_000; seed++)
        {
            Random random = new(seed);
            List<OrderId> arrivals = [];
            OrderBook auction = Drawn(random, reduceOnly: seed % 2 == 1, arrivals);
            Dictionary<int, long> held = Positions(random);
            long reference = random.Next(90, 115);
            NaiveAuction naive = NaiveAuction.Of(auction, arrivals, reference, new(held));
            (List<AuctionFill> done, AuctionOutcome outcome, long own) = RunAuction(auction, reference, held);
            Assert.Equal((naive.Volume, naive.Own), (outcome.Matched.Lots, own));
            if (naive.Volume > 0) Assert.Equal((naive.Price, naive.Surplus), (outcome.Price.Ticks, outcome.SurplusLots));
            Assert.Equal(naive.Fills, done.Select(fill => (fill.Buy.Id, fill.Sell.Id, fill.Quantity.Lots)));
            Assert.All(done, fill => Assert.NotEqual(fill.Buy.Account, fill.Sell.Account));
        }
    }

    // Better than all its own orders: exactly the pair goes. At the price of its own best ones the older orders may go instead, which changes no volume at any price.
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Uncross_WhenAnOwnerAddsAPairThatCrossesItself_KeepsThePrice(int better)
    {
        int added = 0;
        for (int seed = 0; seed < 3_000; seed++)
        {
            Random random = new(seed);
            OrderBook plain = Drawn(random, reduceOnly: false), washed = Restored(plain.Bytes());
            int owner = random.Next(8); // two of them have no other order
            List<RestingOrder> own = [];
            for (OrderId id = plain.FirstOf(owner); id != OrderId.None && plain.TryGet(id, out RestingOrder order); id = plain.NextOf(id)) own.Add(order);
            long bid = Math.Max(random.Next(92, 125), own.FindAll(order => order.Side == Side.Buy).Select(order => order.Price.Ticks + better).DefaultIfEmpty().Max());
            long ask = Math.Min(random.Next(85, 112), own.FindAll(order => order.Side == Side.Sell).Select(order => order.Price.Ticks - better).DefaultIfEmpty(999).Min());
            if (ask > bid) continue;
            added++;
            long lots = random.Next(1, 10_000);
            washed.Rests(Buy(owner, bid, lots));
            washed.Rests(Sell(owner, ask, lots));
            long reference = random.Next(85, 125);
            (List<AuctionFill> before, AuctionOutcome expected, long own0) = RunAuction(plain, reference, []);
            (List<AuctionFill> after, AuctionOutcome outcome, long own1) = RunAuction(washed, reference, []);
            Assert.Equal((expected, own0 + lots), (outcome, own1));
            if (better > 0) Assert.Equal(before, after);
        }
        Assert.True(added > 2_000);
    }

    [Fact]
    public void Uncross_OnRandomBooks_IsWorseForNobodyThanItsLimitAndLeavesNoCross()
    {
        for (int seed = 0; seed < 1_500; seed++)
        {
            Random random = new(seed);
            OrderBook auction = Drawn(random, reduceOnly: true);
            Dictionary<int, long> held = Positions(random), before = new(held);
            (List<AuctionFill> done, _, _) = RunAuction(auction, 100, held);
            Assert.All(done, fill => Assert.True(fill.Buy.Price >= fill.Price && fill.Sell.Price <= fill.Price));
            Assert.Equal(before.Values.Sum(), held.Values.Sum());
            foreach (AuctionFill fill in done.Where(fill => fill.Sell.ReduceOnly)) Assert.True(before[fill.Sell.Account.Index] > 0 && held[fill.Sell.Account.Index] >= 0 - SoldFreely(done, fill.Sell.Account));
            auction.CheckInvariants(); // outside of an auction: bids lie below asks
        }
    }

    [Fact]
    public void Uncross_OfARestoredBook_GivesTheSameFillsAndTheSameBytes()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            OrderBook live = Drawn(new Random(seed), reduceOnly: true), restored = Restored(live.Bytes());
            Assert.True(restored.IsCollecting);
            Dictionary<int, long> one = Enumerable.Range(0, 6).ToDictionary(account => account, account => account - 3L), two = new(one);
            Assert.Equal(RunAuction(live, 100, one).Fills, RunAuction(restored, 100, two).Fills);
            Assert.Equal(live.Bytes(), restored.Bytes());
        }
    }

    [Fact]
    public void Restore_WhenAnOrderForAnAuctionRestsOutsideOfOne_IsRefused()
    {
        book.Collect();
        book.Rests(Sell(Alice, 99, 10) with { TimeInForce = TimeInForce.ImmediateOrCancel });
        byte[] bytes = book.Bytes();
        bytes[16] = 0; // the phase
        Assert.Throws<InvalidStateException>(() => Restored(bytes));
    }

    private AuctionOutcome Uncross(long reference)
    {
        AuctionTape tape = new(fills, removed, positions, netted);
        AuctionOutcome outcome = book.Uncross(Ticks(reference), ref tape);
        book.CheckInvariants();
        return outcome;
    }

    private static long SoldFreely(List<AuctionFill> done, AccountId account) => done.Where(fill => fill.Sell.Account == account && !fill.Sell.ReduceOnly).Sum(fill => fill.Quantity.Lots);

    private static (List<AuctionFill> Fills, AuctionOutcome Outcome, long Own) RunAuction(OrderBook auction, long reference, Dictionary<int, long> positions)
    {
        List<AuctionFill> done = [];
        List<(RestingOrder, RestingOrder, long Lots)> own = [];
        AuctionTape tape = new(done, [], positions, own);
        AuctionOutcome outcome = auction.Uncross(Ticks(reference), ref tape);
        return (done, outcome, own.Sum(pair => pair.Lots));
    }

    private static Dictionary<int, long> Positions(Random random) => Enumerable.Range(0, 6).ToDictionary(account => account, _ => (long)random.Next(-12, 13));

    /// <summary>Some orders from before, then collected ones that overlap, some of them gone again.</summary>
    private static OrderBook Drawn(Random random, bool reduceOnly, List<OrderId>? arrivals = null)
    {
        OrderBook auction = new();
        for (int i = 0; i < random.Next(6); i++) arrivals?.Add(auction.Place(Order()).OrderId);
        auction.Collect();
        for (int i = 0; i < random.Next(1, 25); i++)
        {
            OrderId id = auction.Rests(Order());
            arrivals?.Add(id);
            if (random.Next(6) == 0) auction.Cancel(id, out _);
        }
        return auction;

        OrderRequest Order() => (random.Next(2) == 0 ? Buy(random.Next(6), random.Next(95, 112), random.Next(1, 9)) : Sell(random.Next(6), random.Next(92, 109), random.Next(1, 9))) with
        {
            ReduceOnly = reduceOnly && random.Next(3) == 0,
            TimeInForce = auction.IsCollecting && random.Next(5) == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel,
        };
    }
}

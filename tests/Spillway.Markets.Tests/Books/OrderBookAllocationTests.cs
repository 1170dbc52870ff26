using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>Once the arrays have grown to the population, nothing is allocated: the collector must have no work while the market is busy.</summary>
public sealed class OrderBookAllocationTests
{
    private const int Operations = 200_000;

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(300_000_000)]
    public void Book_InSteadyState_AllocatesNothing(long step)
    {
        var book = new OrderBook();
        var live = new OrderId[512];
        var levels = new BookLevel[16];
        var counter = default(Counter);
        Drive(book, live, levels, ref counter, step, Operations);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Drive(book, live, levels, ref counter, step, Operations);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(counter is { Fills: > 1000, Removals: > 100 }, $"{counter.Fills} fills, {counter.Removals} removals");
    }

    [Fact]
    public void Auction_InSteadyState_AllocatesNothing()
    {
        OrderBook book = new();
        Counter counter = default;
        AuctionCounter auctions = default;
        Uncross(book, ref counter, ref auctions, 200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Uncross(book, ref counter, ref auctions, 200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(auctions is { Fills: > 1000, Netted: > 1000, Removals: > 1000 }, $"{auctions.Fills} fills, {auctions.Netted} netted, {auctions.Removals} removals");
    }

    private static void Uncross(OrderBook book, ref Counter counter, ref AuctionCounter auctions, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            book.Collect();
            for (int i = 0; i < 60; i++)
            {
                book.Place(
                    new OrderRequest
                    {
                        Account = AccountId.FromIndex(i % 7),
                        OwnerSlot = i % 7,
                        Side = i % 2 == 0 ? Side.Buy : Side.Sell,
                        TimeInForce = TimeInForce.ImmediateOrCancel,
                        Limit = PriceTicks.FromTicks(100 + (i * 13 % 11)),
                        Quantity = QuantityLots.FromLots(1 + (i % 5)),
                        ReduceOnly = i % 6 == 0,
                    },
                    ref counter);
            }
            book.Uncross(PriceTicks.FromTicks(105), ref auctions);
        }
    }

    /// <summary>Always the same sequence, so that the first pass takes all the memory that the second can need.</summary>
    private static void Drive(OrderBook book, OrderId[] live, BookLevel[] levels, ref Counter counter, long step, int operations)
    {
        ulong state = 1;
        for (int i = 0; i < operations; i++)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            int draw = (int)(state >> 33);
            int account = draw % 37;
            int position = (draw >> 6) % 100;
            ref OrderId id = ref live[(draw >> 4) % live.Length];
            var request = new OrderRequest
            {
                Account = AccountId.FromIndex(account),
                OwnerSlot = account,
                Side = position < 50 ^ i % 10 == 0 ? Side.Buy : Side.Sell,
                Limit = PriceTicks.FromTicks(1 + (position * step)),
                Quantity = QuantityLots.FromLots(1 + (draw % 7)),
                ReduceOnly = draw % 5 == 0,
                SelfTrade = (SelfTradePrevention)(draw % 3),
            };
            if (draw % 4 == 0 && book.TryGet(id, out RestingOrder old)) id = book.Replace(id, request with { Side = old.Side, Account = old.Account, OwnerSlot = old.OwnerSlot }, ref counter).OrderId;
            else
            {
                book.Cancel(id, out _);
                id = book.Place(request, ref counter).OrderId;
            }
            book.Walk(request.Side, request.Quantity, PriceTicks.None);
            book.CopyLevels(request.Side, levels);
        }
    }

    private struct AuctionCounter : IAuctionParticipants
    {
        public long Fills;
        public long Netted;
        public long Removals;

        public readonly long ReducibleLots(in RestingOrder order) => 3;

        void IAuctionParticipants.Netted(in RestingOrder bid, in RestingOrder ask, QuantityLots quantity) => Netted++;

        public void Crossed(in AuctionFill fill) => Fills++;

        public void Removed(in RestingOrder order, OrderRemoval reason) => Removals++;
    }

    private struct Counter : IBookParticipants
    {
        public long Fills;
        public long Removals;

        public readonly long FillableLots(in RestingOrder maker, long offeredLots) => maker.ReduceOnly ? offeredLots / 2 : offeredLots;

        public void Filled(in Fill fill) => Fills++;

        public void Removed(in RestingOrder order, OrderRemoval reason) => Removals++;
    }
}

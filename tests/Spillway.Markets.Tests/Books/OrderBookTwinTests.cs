using FsCheck;
using FsCheck.Fluent;
using Spillway.Core;

namespace Spillway.Markets.Tests;

/// <summary>The book does what the naive one does: same answers, same callbacks in the same order, same handles.</summary>
public sealed class OrderBookTwinTests
{
    [Theory]
    [InlineData(1, 12, 1)] // one crowded page
    [InlineData(2, 3, 1)] // long queues
    [InlineData(3, 40, 97)] // some pages
    [InlineData(4, 200, 5_000_000_000)] // the whole range of prices, a page an order
    public void Book_OverManyOperations_EqualsTheNaiveBook(int seed, int prices, long step)
    {
        var run = new TwinRun((ulong)seed, prices, step, new OrderBookLimits(MaxOrders: 150, MaxPages: 100, MaxOwners: 9));
        for (int i = 0; i < 12_000; i++) run.Step(snapshotEvery: 997);
        Assert.True(run.AllKindsMet, run.Tally);
    }

    [Fact]
    public void Book_ForAnySeedAndShape_EqualsTheNaiveBook() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(),
            ArbMap.Default.ArbFor<PositiveInt>(),
            ArbMap.Default.ArbFor<PositiveInt>(),
            (seed, shape, bounds) =>
            {
                var limits = new OrderBookLimits(1 + (bounds.Get % 40), 1 + (bounds.Get % 7), 1 + (bounds.Get % 9));
                var run = new TwinRun((ulong)seed.Get, 2 + (shape.Get % 60), 1 + ((long)shape.Get * shape.Get * 37), limits);
                for (int i = 0; i < 300; i++) run.Step(snapshotEvery: 50);
            }).QuickCheckThrowOnFailure();
}

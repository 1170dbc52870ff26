using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Watch;
using Spillway.Core;

namespace Spillway.Benchmarks.Tests;

/// <summary>What is measured is the right work: the populations are as stated, the checks can fail, an interrupted run ends.</summary>
public class BenchTests
{
    [Fact]
    public void Ids_Always_AreDifferent() => Assert.Equal(Bench.Ids.Count, Bench.Ids.Distinct().Count());

    [Fact]
    public void Run_WhenCancelled_Ends() => Assert.Throws<OperationCanceledException>(() =>
        Bench.Run(new BenchRequest { Ids = ["P4"], Quick = true, CrashPrices = () => throw new NotSupportedException() }, _ => { }, new CancellationToken(canceled: true)));

    [Fact]
    public void QuietPath_OfTwoHundredInstruments_MovesByAboutABasisPointATick() =>
        Assert.InRange(MarketPaths.MeanTickBasisPoints(MarketPaths.Quiet(200, 50)), 0.7, 1);

    [Fact]
    public void SlackDraw_OfTheReferenceBook_LeavesOneInTwentyWithinOnePercent()
    {
        SeededDraws draws = new(3);
        SlackDraw slack = new(0.06, 1.07);
        int near = Enumerable.Range(0, 20_000).Count(_ => slack.Next(draws) < 0.01);
        Assert.InRange(near / 20_000.0, 0.04, 0.06);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WatchBook_WhenTheMarketFalls_FindsWhomALookAtEveryoneFinds(bool isNet)
    {
        WatchBook book = WatchBook.Build(new WatchPlan(2_000, 4, 10, isNet), CancellationToken.None);
        Assert.Equal(0, book.Confirm());
        Assert.Equal((2_000 * 4) + 10, book.House.Positions.RowCount);
        book.Stir(200);
        for (int step = 1; step <= 40; step++)
        {
            for (int i = 0; i < 10; i++) book.Tick(i, WatchBook.StartTicks * (400 - step) / 400);
        }
        Assert.InRange(book.Confirm(), 200, 2_000);
    }

    [Fact]
    public void Confirm_WhenAMarkMovedWithoutASweep_SaysWhoWasMissed()
    {
        WatchBook book = WatchBook.Build(new WatchPlan(2_000, 1, 2, IsNet: false), CancellationToken.None);
        book.House.SetMark(InstrumentId.FromIndex(0), PriceTicks.FromTicks(WatchBook.StartTicks / 2));
        Assert.Contains("was not found", Assert.Throws<MeasurementException>(() => book.Confirm()).Message, StringComparison.Ordinal);
    }
}

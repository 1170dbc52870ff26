using Spillway.Benchmarks.Margin;
using Spillway.Benchmarks.Measure;
using Spillway.Benchmarks.Watch;
using Spillway.Core;
using Spillway.Margin;

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RevaluationBook_OfAnyOrderOfRows_IsAsStated(bool isScattered)
    {
        RevaluationBook book = RevaluationBook.Build(500, 4, 10, isScattered, CancellationToken.None);
        ReadOnlySpan<int> owners = book.House.Positions.Accounts;
        int neighbours = 0;
        for (int row = 1; row < owners.Length; row++) neighbours += owners[row] >= 10 && owners[row] == owners[row - 1] ? 1 : 0;
        Assert.Equal((500 * 4) + 10, owners.Length);
        Assert.InRange(neighbours, isScattered ? 0 : 1_400, isScattered ? 20 : 1_500);
        book.House.CheckConservation();
    }

    [Fact]
    public void RevaluationBook_WhenMarksMovedSince_SaysWhoDiffers()
    {
        RevaluationBook book = RevaluationBook.Build(500, 4, 10, isScattered: false, CancellationToken.None);
        Revaluation revaluation = new(book.House);
        revaluation.Run();
        book.Confirm(revaluation);
        book.MoveMarks();
        Assert.Contains("was revalued at", Assert.Throws<MeasurementException>(() => book.Confirm(revaluation)).Message, StringComparison.Ordinal);
    }
}

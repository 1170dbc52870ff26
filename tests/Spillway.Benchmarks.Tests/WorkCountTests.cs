using Spillway.Benchmarks.Book.Peers;
using Spillway.Benchmarks.Engine;
using Spillway.Benchmarks.Watch;
using Spillway.Engine;

namespace Spillway.Benchmarks.Tests;

/// <summary>How much work the measured streams are, in counts that do not depend on the machine: a change that makes the engine do more shows here, not in a time.</summary>
/// <remarks>Streams of book and engine are drawn as integers, so their counts are exact. Populations of the watch are drawn with logarithms: their counts have a bound, one and a half times what was counted.</remarks>
public class WorkCountTests
{
    private static readonly StreamPlan Plan = new(CrossAccounts: 2_000, SubAccounts: 200, Makers: 64, RestingOrders: 800, WarmUp: 150_000, Timed: 20_000, MarksMove: true);

    // In a population this young one ladder of the watch still grows, to 128 edges: 1,048 B. One object for each price alone would be eighty times as much.
    private const long ArrayGrowthBytes = 1_572;

    [Fact]
    public void BookStream_OfAFixedSeed_HasExactlyTheseFills()
    {
        PeerStream stream = PeerRung.Prepare(resting: 1_000, warmUp: 5_000, timed: 20_000);
        Assert.Equal((19_637, 4_717L, 158_227L), (stream.Operations.Length - stream.Untimed, stream.Fills, stream.FilledLots));
    }

    [Fact]
    public void EngineStream_OfAFixedSeed_HasExactlyTheseCountsAndThisState()
    {
        CommandStream stream = StreamPlanner.Prepare(Plan);
        Assert.Equal((156_563, 20_000, 4_142L, 3_022L), (stream.Setup.Length, stream.Timed.Length, stream.Trades, stream.MarkMoves));
        Assert.Equal((2_200, 2_974, 785), (stream.Accounts, stream.Positions, stream.RestingOrders));
        Assert.Equal("44cc547c72c47752", stream.End.ToString()[..16]); // changes with what is in a state: then on purpose
    }

    [Fact]
    public void EngineStream_Replayed_AllocatesNothingForACommandAndEndsInTheSameState()
    {
        CommandStream stream = StreamPlanner.Prepare(Plan);
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++) // what the runtime allocates once, compiling, is not in every round
        {
            EventCounter counter = new();
            RiskEngine engine = Venue.Open(counter);
            foreach (Command command in stream.Setup) engine.Execute(in command);
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (ref readonly Command command in stream.Timed.AsSpan()) engine.Execute(in command);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal((0L, stream.End), (counter.Rejected, engine.Hash()));
        }
        Assert.InRange(least, 0, ArrayGrowthBytes);
    }

    [Theory]
    [InlineData(1, false, 0.00017)] // two; none were seen
    [InlineData(8, false, 0.00125)]
    [InlineData(8, true, 0.034)]
    public void QuietMarket_OfTwentyThousandAccounts_WakesNoMoreThanThis(int positionsEach, bool isNet, double wakesATick)
    {
        const int instruments = 200, warmUp = 40, seconds = 100;
        WatchBook book = WatchBook.Build(new WatchPlan(20_000, positionsEach, instruments, isNet), CancellationToken.None);
        long[][] path = MarketPaths.Quiet(instruments, seconds);
        long wakes = 0;
        for (int second = 0; second < seconds; second++)
        {
            if (second == warmUp) wakes = book.Wakes;
            for (int i = 0; i < instruments; i++) book.Tick(i, path[second][i]);
        }
        book.Confirm();
        Assert.InRange((book.Wakes - wakes) / ((seconds - warmUp) * (double)instruments), 0, wakesATick);
    }
}

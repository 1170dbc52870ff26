using Spillway.Engine;
using Spillway.Liquidation;
using Spillway.Storage;

namespace Spillway.Simulation.Tests;

public sealed class RunJournalTests : IDisposable
{
    private const ulong Seed = 3;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spillway-run-");

    private string Journal => Path.Combine(folder.FullName, "journal");

    [Fact]
    public void Replay_OfAWholeRun_ReachesItsFinalState()
    {
        RunObservation run = Record(restartAtSecond: -1);
        ReplayReport report = Replay(startsAtSnapshot: false);
        Assert.Equal(run.Hash, report.Hash);
        Assert.Equal(run.Commands, report.Commands);
        Assert.True(report.VerifiedHashes >= 1);
        Assert.Equal(Versions.Engine, report.EngineVersion);
        Assert.Null(report.TornTail);
    }

    [Fact]
    public void Replay_FromTheSnapshotOfARestart_ReachesTheSameStateWithFewerCommands()
    {
        RunObservation run = Record(restartAtSecond: 700);
        ReplayReport whole = Replay(startsAtSnapshot: false);
        ReplayReport rest = Replay(startsAtSnapshot: true);
        Assert.Equal(run.Hash, whole.Hash);
        Assert.Equal(run.Hash, rest.Hash);
        Assert.InRange(rest.Commands, 1, whole.Commands - 1);
        Assert.True(rest.VerifiedHashes >= 1);
    }

    [Fact]
    public void Replay_FromASnapshot_WhenThereIsNone_IsRefused()
    {
        Record(restartAtSecond: -1);
        Assert.Contains("no snapshot", Assert.Throws<ReplayMismatchException>(() => Replay(startsAtSnapshot: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_WhenOneBitInTheMiddleIsFlipped_NamesFileAndRecord()
    {
        Record(restartAtSecond: -1);
        string segment = Directory.GetFiles(Journal, "*.journal").Order(StringComparer.Ordinal).First();
        byte[] bytes = File.ReadAllBytes(segment);
        int used = bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        bytes[used / 2] ^= 0x10;
        File.WriteAllBytes(segment, bytes);
        JournalCorruptException e = Assert.Throws<JournalCorruptException>(() => Replay(startsAtSnapshot: false));
        Assert.Contains(Path.GetFileName(segment), e.Message, StringComparison.Ordinal);
        Assert.Contains($"record {e.Place.Sequence}", e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Place.Offset, 1, used / 2);
        Assert.True(e.Place.Sequence > 0);
    }

    [Fact]
    public void Run_WhenItHasAJournal_EndsInTheSameStateAsWithout()
    {
        RunObservation journaled = Record(restartAtSecond: -1);
        Assert.Equal(Checkout.Run(Checkout.Small, "spillway", Seed, new VenueRunOptions()).Hash, journaled.Hash);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private RunObservation Record(int restartAtSecond) =>
        Checkout.Run(Checkout.Small, "spillway", Seed, new VenueRunOptions { JournalFolder = Journal, RestartAtSecond = restartAtSecond });

    private ReplayReport Replay(bool startsAtSnapshot) => JournalReplay.Run(Journal, EngineOptions.Default, new Nobody(), IRejections.Ignored, startsAtSnapshot);

    private sealed class Nobody : IEngineEvents;
}

using Spillway.Core;
using Spillway.Engine;
using Spillway.Liquidation;

namespace Spillway.Storage.Tests;

public sealed class JournaledEngineTests : IDisposable
{
    private const int Commands = 10;

    private readonly TemporaryFolder folder = new();

    private string Journal => folder.Sub("journal");

    [Fact]
    public void Replay_WhenHashesAreRecordedEverySoOften_VerifiesEachAndTheLast()
    {
        StateHash hash = Record(hashEvery: 3, snapshotAfter: -1);
        ReplayReport report = Replay(startsAtSnapshot: false);
        Assert.Equal(hash, report.Hash);
        Assert.Equal(Commands, report.Commands);
        Assert.Equal((Commands / 3) + 1, report.VerifiedHashes);
        Assert.Equal("test", report.EngineVersion);
    }

    [Fact]
    public void Replay_FromASnapshot_ExecutesOnlyWhatFollows()
    {
        StateHash hash = Record(hashEvery: 100, snapshotAfter: 6);
        ReplayReport report = Replay(startsAtSnapshot: true);
        Assert.Equal(hash, report.Hash);
        Assert.Equal(Commands - 6, report.Commands);
        Assert.Equal(hash, Replay(startsAtSnapshot: false).Hash);
    }

    [Fact]
    public void Replay_WhenARecordedHashIsNotReached_NamesThePlace()
    {
        using (JournalWriter writer = JournalWriter.Create(Journal, new JournalOptions { EngineVersion = "test", Durable = false }))
            writer.Append(JournalRecordKind.StateHash, new byte[StateHash.Size]);
        Assert.Contains("00000000.journal", Assert.Throws<ReplayMismatchException>(() => Replay(startsAtSnapshot: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_WhenItIsCancelled_Stops()
    {
        Record(hashEvery: 100, snapshotAfter: -1);
        Assert.Throws<OperationCanceledException>(() =>
            JournalReplay.Run(Journal, EngineOptions.Default, new Nobody(), IRejections.Ignored, cancellation: new CancellationToken(canceled: true)));
    }

    public void Dispose() => folder.Dispose();

    private StateHash Record(int hashEvery, int snapshotAfter)
    {
        RiskEngine engine = new(EngineOptions.Default, new Nobody(), IRejections.Ignored);
        using JournaledEngine journaled = new(engine, JournalWriter.Create(Journal, new JournalOptions { EngineVersion = "test", Durable = false }), hashEvery);
        for (int i = 1; i <= Commands; i++)
        {
            Assert.True(journaled.Execute(Command.Open(Timestamp.FromNanos(i))).IsAccepted);
            if (i == snapshotAfter) journaled.RecordSnapshot();
        }
        return engine.Hash();
    }

    private ReplayReport Replay(bool startsAtSnapshot) => JournalReplay.Run(Journal, EngineOptions.Default, new Nobody(), IRejections.Ignored, startsAtSnapshot);

    private sealed class Nobody : IEngineEvents;
}

using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Storage.Tests;

public sealed class JournalRecoveryTests
{
    [Fact]
    public void TheLastSegment_CutAtAnyByte_RecoversASealedPrefixAndGoesOn()
    {
        MemoryFolder sound = JournalSample.Closed();
        string last = sound.Names.Last();
        long previous = 0;
        for (int length = 0; length < sound.Bytes(last).Length; length++)
        {
            MemoryFolder folder = sound.Copy();
            folder.Put(last, sound.Bytes(last)[..length]);
            long kept = folder.ReadAll(JournalSample.DensePayload);
            Assert.InRange(kept, previous, 40);
            previous = kept;

            using (JournalWriter writer = JournalWriter.Open(folder, JournalSample.Options)) writer.AppendAll(44, JournalSample.DensePayload);
            Assert.Equal(44, folder.ReadAll(JournalSample.DensePayload));
        }
        Assert.Equal(40, previous);
    }

    [Fact]
    public void AnEarlierSegment_CutAtAnyByte_IsDamage()
    {
        MemoryFolder sound = JournalSample.Closed();
        byte[] bytes = sound.Bytes("00000001.journal");
        for (int length = 0; length < bytes.Length; length++)
        {
            MemoryFolder folder = sound.Copy();
            folder.Put("00000001.journal", bytes[..length]);
            Assert.Throws<JournalCorruptException>(() => folder.ReadAll(JournalSample.DensePayload));
        }
    }

    [Fact]
    public void TheOnlySegment_CutInsideItsHeader_IsAJournalWithoutRecords()
    {
        MemoryFolder folder = JournalSample.Closed(records: 2);
        folder.Put("00000000.journal", folder.Bytes("00000000.journal")[..50]);
        using (JournalWriter writer = JournalWriter.Open(folder, JournalSample.Options))
        {
            Assert.Equal(50, writer.RecoveredTail?.Bytes);
            writer.AppendAll(5, JournalSample.DensePayload);
        }
        Assert.Equal(5, folder.ReadAll(JournalSample.DensePayload));
    }

    [Fact]
    public void Open_AfterATornWrite_ReportsPlaceReasonAndLoss()
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options);
        writer.AppendAll(2, JournalSample.DensePayload).Commit();
        MemoryFolder crashed = folder.Copy();
        byte[] bytes = crashed.Bytes("00000000.journal");
        int end = bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        new RecordHeader(200, JournalRecordKind.Command, 2, 0).Write(bytes.AsSpan(end));
        bytes.AsSpan(end + RecordHeader.Size, 100).Fill(7);

        using JournalWriter recovered = JournalWriter.Open(crashed, JournalSample.Options);
        JournalTornTail tail = Assert.IsType<JournalTornTail>(recovered.RecoveredTail);
        Assert.Equal(new JournalPlace("00000000.journal", end, 2), tail.Place);
        Assert.Equal(RecordHeader.Size + 100, tail.Bytes);
        Assert.Contains("checksum of the payload", tail.Reason, StringComparison.Ordinal);
        Assert.Equal(2, recovered.NextSequence);
    }

    /// <summary>The whole promise: the machine dies at any operation, the disk keeps any of the unflushed sectors, names and lengths.</summary>
    [Fact]
    public void ACrashAtAnyOperation_LosesNothingAcknowledged_AndIsNeverTakenForDamage()
    {
        MemoryFolder whole = new();
        Assert.Equal(WorkloadRecords, RunWorkload(whole));
        for (int failAt = 1; failAt <= whole.Operations + 1; failAt++)
        {
            for (long seed = 0; seed < 12; seed++)
            {
                MemoryFolder folder = new() { FailAt = failAt, ShortWriteBytes = (int)(JournalSample.Draw(seed, (ulong)failAt) % 3000) };
                long acknowledged = RunWorkload(folder);
                AssertRecovers(folder.Crash(Coin(seed, failAt)), acknowledged, $"operation {failAt}, seed {seed}");
            }
        }
    }

    /// <summary>The remains of the first crash must not come back in the second, below or beside what was written between them.</summary>
    [Fact]
    public void ASecondCrash_DuringRecoveryOrTheCommitsAfterIt_LosesNothingAcknowledged()
    {
        MemoryFolder whole = new();
        RunWorkload(whole);
        for (int failAt = 1; failAt <= whole.Operations; failAt++)
        {
            MemoryFolder first = new() { FailAt = failAt };
            long acknowledged = RunWorkload(first);
            for (int again = 1; again <= 12; again++)
            {
                MemoryFolder second = first.Crash(Coin(again, failAt));
                if (!second.Names.Any()) continue;
                second.FailAt = again;
                long kept = Math.Max(acknowledged, Continue(second, acknowledged));
                AssertRecovers(second.Crash(Coin(again + 100, failAt)), kept, $"operation {failAt}, then {again}");
            }
        }
    }

    /// <summary>A process that dies between write and flush leaves a group that recovery reads and vouches for: so recovery flushes it.</summary>
    [Fact]
    public void AGroupThatRecoveryFoundUnflushed_SurvivesTheDeathOfTheMachine()
    {
        MemoryFolder folder = new();
        using JournalWriter dying = JournalWriter.Create(folder, JournalSample.Options);
        dying.AppendAll(2, JournalSample.DensePayload);
        folder.FailAt = folder.Operations + 2;
        Assert.Throws<JournalFencedException>(dying.Commit);
        dying.Dispose();
        folder.FailAt = 0;

        using JournalWriter next = JournalWriter.Open(folder, JournalSample.Options);
        Assert.Equal(2, next.CommittedSequence);
        Assert.Equal(2, folder.Crash(() => false).ReadAll(JournalSample.DensePayload));
    }

    /// <summary>A process that dies leaves what it wrote, up to any byte.</summary>
    [Fact]
    public void AShortWriteAtAnyByte_LosesNothingAcknowledged()
    {
        MemoryFolder whole = new();
        RunWorkload(whole);
        Prop.ForAll(Gen.Choose(1, whole.Operations).ToArbitrary(), Gen.Choose(1, 4000).ToArbitrary(), (failAt, bytes) =>
        {
            MemoryFolder folder = new() { FailAt = failAt, ShortWriteBytes = bytes };
            long acknowledged = RunWorkload(folder);
            AssertRecovers(folder.Copy(), acknowledged, $"operation {failAt}, {bytes} bytes");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private const long WorkloadRecords = 45;

    /// <summary>Writes, closes, opens again and goes on until the disk fails; returns how many records were acknowledged.</summary>
    private static long RunWorkload(MemoryFolder folder)
    {
        long acknowledged = 0;
        try
        {
            foreach (long upTo in (long[])[20, 20, WorkloadRecords])
            {
                JournalWriter writer = acknowledged == 0
                    ? JournalWriter.Create(folder, JournalSample.Options)
                    : JournalWriter.Open(folder, JournalSample.Options);
                try
                {
                    writer.AppendAll(upTo, JournalSample.NastyPayload).Commit();
                }
                finally
                {
                    acknowledged = writer.CommittedSequence;
                    writer.Dispose();
                }
            }
        }
        catch (Exception failure) when (failure is JournalFencedException or IOException)
        {
            Assert.NotEqual(0, folder.FailAt);
        }
        return acknowledged;
    }

    /// <summary>Opens what a crash left and commits a few small groups until the disk fails again; returns how many records are acknowledged.</summary>
    private static long Continue(MemoryFolder folder, long acknowledged)
    {
        try
        {
            using JournalWriter writer = JournalWriter.Open(folder, JournalSample.Options);
            acknowledged = writer.NextSequence;
            for (int group = 0; group < 3; group++)
            {
                writer.AppendAll(writer.NextSequence + 1, JournalSample.NastyPayload).Commit();
                acknowledged = writer.CommittedSequence;
            }
        }
        catch (Exception failure) when (failure is JournalFencedException or IOException)
        {
        }
        return acknowledged;
    }

    private static void AssertRecovers(MemoryFolder folder, long acknowledged, string when)
    {
        if (!folder.Names.Any())
        {
            Assert.True(acknowledged == 0, $"{when}: all is lost");
            return;
        }
        try
        {
            using (JournalWriter writer = JournalWriter.Open(folder, JournalSample.Options))
            {
                Assert.True(writer.NextSequence >= acknowledged, $"{when}: {acknowledged} acknowledged, {writer.NextSequence} left");
                writer.AppendAll(writer.NextSequence + 1, JournalSample.NastyPayload).Commit();
                using (JournalReader reader = new(folder))
                {
                    reader.ReadAll(JournalSample.NastyPayload);
                    Assert.True(reader.TornTail is null, $"{when}: remains of the torn write are still there: {reader.TornTail}");
                }
                writer.AppendAll(writer.NextSequence + 4, JournalSample.NastyPayload);
            }
            Assert.True(folder.ReadAll(JournalSample.NastyPayload) >= acknowledged + 5);
        }
        catch (JournalCorruptException damage)
        {
            Assert.Fail($"{when}: {damage.Message}");
        }
    }

    private static Func<bool> Coin(long seed, int failAt)
    {
        ulong draws = 0;
        ulong bias = JournalSample.Draw(seed, 77) % 4 + 1; // from nearly nothing kept to nearly everything
        return () => JournalSample.Draw((seed << 32) + failAt, draws++) % 5 < bias;
    }
}

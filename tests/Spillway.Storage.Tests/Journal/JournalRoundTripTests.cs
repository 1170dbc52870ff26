using FsCheck;
using FsCheck.Fluent;

namespace Spillway.Storage.Tests;

public sealed class JournalRoundTripTests
{
    [Fact]
    public void Read_AfterWrite_GivesTheSameRecords_WhateverTheSizesAndGroups() =>
        Prop.ForAll(
            Gen.Choose(0, 3000).ListOf().ToArbitrary(),
            Gen.Choose(1024, 5000).ToArbitrary(),
            Gen.Choose(1, 9).ToArbitrary(),
            (sizes, segmentBytes, commitEvery) =>
            {
                MemoryFolder folder = new();
                byte[] PayloadOf(int sequence) =>
                    [.. Enumerable.Range(0, sizes[sequence]).Select(index => (byte)(JournalSample.Draw(sequence, (ulong)index) & 0xFF))];
                using (JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options with { SegmentBytes = segmentBytes }))
                {
                    for (int index = 0; index < sizes.Count; index++)
                    {
                        writer.Append(JournalRecordKind.Command, PayloadOf(index));
                        if (index % commitEvery == 0) writer.Commit();
                    }
                }
                using JournalReader reader = new(folder);
                int count = 0;
                while (reader.TryRead(out JournalRecord record))
                {
                    if (record.Sequence != count || !record.Payload.SequenceEqual(PayloadOf(count))) return false;
                    count++;
                }
                return count == sizes.Count && reader.TornTail is null;
            }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Write_OnDisk_SpreadsOverSegmentsAndLeavesNoUnusedSpace()
    {
        using TemporaryFolder folder = new();
        using (JournalWriter writer = JournalWriter.Create(folder.Path, JournalSample.Options with { SegmentBytes = 4096 }))
            writer.AppendAll(300, JournalSample.NastyPayload);

        using JournalReader reader = JournalReader.Open(folder.Path);
        Assert.Equal(300, reader.ReadAll(JournalSample.NastyPayload));
        Assert.Equal(JournalSample.Options.EngineVersion, reader.EngineVersion);
        Assert.Null(reader.TornTail);
        Assert.True(reader.SegmentCount > 50);
        foreach (string file in Directory.EnumerateFiles(folder.Path, "*.journal"))
            Assert.Equal("SEALED\r\n"u8, File.ReadAllBytes(file).AsSpan()[^8..]);
    }

    [Fact]
    public void Create_WithDefaults_ReservesTheSegmentAndClosingGivesItBack()
    {
        using TemporaryFolder folder = new();
        string segment = folder.Sub("00000000.journal");
        using (JournalWriter writer = JournalWriter.Create(folder.Path, new JournalOptions { EngineVersion = "0.1.0" }))
            Assert.Equal(64L << 20, new FileInfo(segment).Length);
        Assert.Equal(SegmentHeader.Size + SealRecord.Size, new FileInfo(segment).Length);
    }

    [Fact]
    public void Append_OfMoreThanASegment_GrowsThatSegment()
    {
        MemoryFolder folder = new();
        byte[] state = new byte[100_000];
        using (JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options))
        {
            writer.Append(JournalRecordKind.Command, [1]);
            writer.Append(JournalRecordKind.Snapshot, state);
            writer.Append(JournalRecordKind.Command, [2]);
        }
        Assert.Equal(3, folder.Names.Count());
        using JournalReader reader = new(folder);
        Assert.True(reader.TryRead(out _));
        Assert.True(reader.TryRead(out JournalRecord snapshot));
        Assert.Equal(state.Length, snapshot.Payload.Length);
        Assert.True(reader.TryRead(out JournalRecord last));
        Assert.Equal(2, last.Sequence);
    }

    [Fact]
    public void Open_OfAClosedJournal_ContinuesSequenceAndChain()
    {
        MemoryFolder once = new(), twice = new();
        using (JournalWriter writer = JournalWriter.Create(once, JournalSample.Options)) writer.AppendAll(40, JournalSample.DensePayload);
        using (JournalWriter writer = JournalWriter.Create(twice, JournalSample.Options)) writer.AppendAll(20, JournalSample.DensePayload);
        using (JournalWriter writer = JournalWriter.Open(twice, JournalSample.Options))
        {
            Assert.Null(writer.RecoveredTail);
            Assert.Equal(20, writer.NextSequence);
            writer.AppendAll(40, JournalSample.DensePayload);
        }
        Assert.Equal(once.ReadAll(JournalSample.DensePayload), twice.ReadAll(JournalSample.DensePayload));
    }

    [Fact]
    public void Open_WithoutAppending_ChangesNoByte()
    {
        MemoryFolder folder = JournalSample.Closed(), before = folder.Copy();
        JournalWriter.Open(folder, JournalSample.Options).Dispose();
        Assert.Equal(before.Names, folder.Names, StringComparer.Ordinal);
        Assert.All(before.Names, name => Assert.Equal(before.Bytes(name), folder.Bytes(name)));
    }

    [Fact]
    public void Read_OfAnUncommittedRecord_DoesNotShowIt()
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options);
        writer.AppendAll(2, JournalSample.DensePayload).Commit();
        writer.AppendAll(3, JournalSample.DensePayload);
        Assert.Equal(2, writer.CommittedSequence);
        Assert.Equal(2, folder.ReadAll(JournalSample.DensePayload));
    }

    [Fact]
    public void ChainHash_IsTheSameForWriterAndReader()
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options);
        writer.AppendAll(30, JournalSample.DensePayload).Commit();
        using JournalReader reader = new(folder);
        reader.ReadAll(JournalSample.DensePayload);
        Assert.Equal(writer.ChainHash, reader.ChainHash);
    }

    [Fact]
    public void Place_OfTheRecordReadLast_IsWhereItIs()
    {
        using JournalReader reader = new(JournalSample.Closed());
        Assert.True(reader.TryRead(out _));
        Assert.Equal(new JournalPlace("00000000.journal", SegmentHeader.Size, 0), reader.Place);
    }

    [Fact]
    public void TryRead_AfterDispose_IsRefused()
    {
        JournalReader reader = new(JournalSample.Closed());
        Assert.True(reader.TryRead(out _));
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.TryRead(out _));
    }

    [Theory]
    [InlineData(JournalRecordKind.None, 4)]
    [InlineData(JournalRecordKind.Seal, SealRecord.PayloadBytes)]
    [InlineData((JournalRecordKind)9, 4)]
    [InlineData(JournalRecordKind.StateHash, 31)]
    public void Append_OfWhatIsNoRecord_IsRefusedAndAppendsNothing(JournalRecordKind kind, int payloadBytes)
    {
        using JournalWriter writer = JournalWriter.Create(new MemoryFolder(), JournalSample.Options);
        Assert.Throws<ArgumentException>(() => writer.Append(kind, new byte[payloadBytes]));
        Assert.Equal(0, writer.NextSequence);
        Assert.Equal(0, writer.Append(JournalRecordKind.Command, []));
    }
}

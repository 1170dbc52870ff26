using System.Buffers.Binary;

namespace Spillway.Storage.Tests;

public sealed class JournalDamageTests
{
    private static readonly JournalOptions Roomy = JournalSample.Options with { SegmentBytes = 16 * 1024, BufferBytes = 4096 };

    [Fact]
    public void EveryFlippedBit_OfAClosedJournal_IsNamed()
    {
        MemoryFolder folder = JournalSample.Closed();
        string last = folder.Names.Last();
        Assert.True(folder.Names.Count() >= 3);
        foreach (string name in folder.Names)
        {
            int length = folder.Bytes(name).Length;
            foreach ((int at, int end) in Extents(folder.Bytes(name)))
            {
                bool isClosingSeal = string.Equals(name, last, StringComparison.Ordinal) && end == length;
                FlipEach(folder, name, at, end, (tail, place, _) =>
                {
                    Assert.Equal(name, place.File);
                    Assert.InRange(place.Offset, at, end - 1);
                    Assert.True(tail is null || isClosingSeal, $"{place} was taken for a torn write");
                });
            }
        }
    }

    [Fact]
    public void EveryFlippedBit_OfAJournalLeftByACrash_IsNamed_AndOnlyALostEndMarkIsTakenForATornWrite()
    {
        MemoryFolder folder = JournalSample.Crashed();
        string last = folder.Names.Last();
        byte[] bytes = folder.Bytes(last);
        foreach ((int at, int end) in Extents(bytes))
        {
            bool isLastSeal = bytes.AsSpan(end).IndexOfAnyExcept((byte)0) < 0;
            FlipEach(folder, last, at, end, (tail, place, flipped) =>
            {
                Assert.InRange(place.Offset, at, end - 1);
                Assert.Equal(isLastSeal && flipped >= end - SealRecord.MarkBytes, tail is not null);
            });
        }
    }

    [Fact]
    public void EveryFlippedBit_OfUnusedSpace_IsNamed_AndCostsNothing()
    {
        MemoryFolder folder = JournalSample.Crashed();
        string last = folder.Names.Last();
        int used = Extents(folder.Bytes(last)).Last().End;
        Assert.True(used < folder.Bytes(last).Length);
        FlipEach(folder, last, used, folder.Bytes(last).Length, (tail, place, flipped) =>
        {
            Assert.NotNull(tail);
            AssertStray(used, flipped, place);
            Assert.Equal(40, place.Sequence);
        });
    }

    [Fact]
    public void EveryFlippedBit_OfUnusedSpaceInAnEarlierSegment_IsDamage()
    {
        MemoryFolder folder = JournalSample.Closed();
        byte[] bytes = folder.Bytes("00000000.journal");
        folder.Put("00000000.journal", [.. bytes, .. new byte[64]]);
        Assert.Equal(40, folder.ReadAll(JournalSample.DensePayload));
        FlipEach(folder, "00000000.journal", bytes.Length, bytes.Length + 64, (tail, place, flipped) =>
        {
            Assert.Null(tail);
            AssertStray(bytes.Length, flipped, place);
        });
    }

    [Fact]
    public void ExchangedRecords_WithGoodChecksums_BreakTheChain()
    {
        MemoryFolder folder = new();
        using (JournalWriter writer = JournalWriter.Create(folder, JournalSample.Options))
        {
            writer.Append(JournalRecordKind.Command, "pay A 100"u8);
            writer.Append(JournalRecordKind.Command, "pay B 900"u8);
        }
        byte[] bytes = folder.Bytes("00000000.journal");
        RecordHeader.WriteRecord(bytes.AsSpan(SegmentHeader.Size), JournalRecordKind.Command, 0, "pay A 900"u8);

        JournalCorruptException damage = Assert.Throws<JournalCorruptException>(() => folder.ReadAll(JournalSample.DensePayload));
        Assert.Contains("hash chain", damage.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ASegmentOfAnotherJournal_BreaksTheChain()
    {
        MemoryFolder folder = JournalSample.Closed(), other = new();
        using (JournalWriter writer = JournalWriter.Create(other, JournalSample.Options with { EngineVersion = "0.1.0+tesu" }))
            writer.AppendAll(40, JournalSample.DensePayload);
        folder.Put("00000001.journal", other.Bytes("00000001.journal"));

        JournalCorruptException damage = Assert.Throws<JournalCorruptException>(() => folder.ReadAll(JournalSample.DensePayload));
        Assert.Equal("00000001.journal", damage.Place.File);
        Assert.Equal(SegmentHeader.ChainAt, damage.Place.Offset);
    }

    [Fact]
    public void ARenamedSegment_IsNamed()
    {
        MemoryFolder folder = JournalSample.Closed();
        folder.Put("00000001.journal", folder.Bytes("00000002.journal"));
        JournalCorruptException damage = Assert.Throws<JournalCorruptException>(() => folder.ReadAll(JournalSample.DensePayload));
        Assert.Contains("segment 2", damage.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEarlierSegmentCutAtASeal_IsNamedByTheNext()
    {
        MemoryFolder folder = JournalSample.Closed();
        byte[] bytes = folder.Bytes("00000000.journal");
        int cut = Extents(bytes).Select(extent => extent.End).Last(end => end < bytes.Length && bytes.AsSpan(0, end).EndsWith(SealRecord.Mark));
        folder.Put("00000000.journal", bytes[..cut]);
        JournalCorruptException damage = Assert.Throws<JournalCorruptException>(() => folder.ReadAll(JournalSample.DensePayload));
        Assert.Equal(("00000001.journal", SegmentHeader.SequenceAt), (damage.Place.File, damage.Place.Offset));
    }

    [Fact]
    public void ADamagedJournal_IsNotOpenedForAppend_AndNotChanged()
    {
        MemoryFolder folder = JournalSample.Crashed();
        folder.Bytes("00000001.journal")[SegmentHeader.Size + 30] ^= 4;
        MemoryFolder before = folder.Copy();
        Assert.Throws<JournalCorruptException>(() => JournalWriter.Open(folder, JournalSample.Options));
        Assert.All(before.Names, name => Assert.Equal(before.Bytes(name), folder.Bytes(name)));
    }

    /// <summary>What follows a seal proves that it was committed: a torn tail further on is no licence to cut damage before it.</summary>
    [Fact]
    public void DamageBeforeATornTail_IsDamage()
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, Roomy);
        writer.AppendAll(2, JournalSample.DensePayload).Commit();
        writer.AppendAll(4, JournalSample.DensePayload).Commit();
        byte[] bytes = folder.Copy().Bytes("00000000.journal");
        int end = bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        bytes[SegmentHeader.Size + RecordHeader.Size] ^= 1;
        bytes[end - 1] = 0;

        MemoryFolder damaged = new();
        damaged.Put("00000000.journal", bytes);
        JournalCorruptException damage = Assert.Throws<JournalCorruptException>(() => damaged.ReadAll(JournalSample.DensePayload));
        Assert.Equal(new JournalPlace("00000000.journal", SegmentHeader.Size, 0), damage.Place);
    }

    /// <summary>The last seal says where its group began: a wiped sector does not make two committed groups look like one torn write.</summary>
    [Fact]
    public void AWipedSectorOverASealAndTheRecordAfterIt_IsDamage()
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, Roomy);
        writer.Append(JournalRecordKind.Command, new byte[2000]);
        writer.Commit();
        writer.Append(JournalRecordKind.Command, new byte[2000]);
        writer.Commit();
        MemoryFolder damaged = folder.Copy();
        damaged.Bytes("00000000.journal").AsSpan(2048, 512).Clear();
        Assert.Equal(2152, SegmentHeader.Size + RecordHeader.BytesFor(2000));
        Assert.Throws<JournalCorruptException>(() => damaged.ReadAll(JournalSample.DensePayload));
    }

    /// <summary>A record after a seal proves the seal, even when its own group is torn.</summary>
    [Fact]
    public void ADamagedSealBeforeATornTail_IsDamage()
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, Roomy);
        writer.AppendAll(2, JournalSample.DensePayload).Commit();
        int seal = SegmentHeader.Size + Enumerable.Range(0, 2).Sum(sequence => RecordHeader.BytesFor(JournalSample.DensePayload(sequence).Length));
        writer.AppendAll(4, JournalSample.DensePayload).Commit();
        MemoryFolder damaged = folder.Copy();
        byte[] bytes = damaged.Bytes("00000000.journal");
        bytes[seal + RecordHeader.Size] ^= 1;
        bytes.AsSpan(seal + SealRecord.Size + RecordHeader.Size + 1).Clear();
        Assert.Throws<JournalCorruptException>(() => damaged.ReadAll(JournalSample.DensePayload));
    }

    [Fact]
    public void DamageInARecordWithBlankSectors_BeforeALaterCommit_IsDamage()
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, Roomy);
        writer.Append(JournalRecordKind.Snapshot, new byte[3000]);
        writer.Commit();
        writer.Append(JournalRecordKind.Command, [1]);
        writer.Commit();
        MemoryFolder damaged = folder.Copy();
        damaged.Bytes("00000000.journal")[1000] ^= 2;
        Assert.Throws<JournalCorruptException>(() => damaged.ReadAll(JournalSample.DensePayload));
    }

    [Fact]
    public void TryRead_AfterDamage_ThrowsTheSameAgain()
    {
        MemoryFolder folder = JournalSample.Closed();
        folder.Bytes("00000001.journal")[^1] ^= 1;
        using JournalReader reader = new(folder);
        JournalCorruptException first = Assert.Throws<JournalCorruptException>(() => reader.ReadAll(JournalSample.DensePayload));
        JournalCorruptException again = Assert.Throws<JournalCorruptException>(() => reader.TryRead(out _));
        Assert.Equal(first.Message, again.Message);
    }

    /// <summary>A stray byte is named itself, or as the record that it makes seem to begin at the end of the last group.</summary>
    private static void AssertStray(int used, int flipped, JournalPlace place) =>
        Assert.Equal(flipped < used + RecordHeader.Size ? used : flipped, place.Offset);

    /// <summary>Flips each bit in turn, reads, and hands over what was found: the torn tail if it was taken for one, the place, the byte.</summary>
    private static void FlipEach(MemoryFolder folder, string name, int from, int to, Action<JournalTornTail?, JournalPlace, int> check)
    {
        for (int bit = from * 8; bit < to * 8; bit++)
        {
            MemoryFolder flipped = folder.Copy();
            flipped.Bytes(name)[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                using JournalReader reader = new(flipped);
                reader.ReadAll(JournalSample.DensePayload);
                Assert.True(reader.TornTail is not null, $"bit {bit} of {name} was accepted");
                check(reader.TornTail, reader.TornTail.Place, bit / 8);
            }
            catch (JournalCorruptException damage)
            {
                check(null, damage.Place, bit / 8);
            }
        }
    }

    /// <summary>Header and records of a sound segment.</summary>
    private static IEnumerable<(int At, int End)> Extents(byte[] bytes)
    {
        yield return (0, SegmentHeader.Size);
        for (int at = SegmentHeader.Size; at < bytes.Length && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4)) != 0;)
        {
            int end = at + RecordHeader.Read(bytes.AsSpan(at)).RecordBytes;
            yield return (at, end);
            at = end;
        }
    }
}

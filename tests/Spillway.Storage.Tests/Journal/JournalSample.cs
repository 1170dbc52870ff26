using System.Collections.Concurrent;
using Spillway.Core;

namespace Spillway.Storage.Tests;

/// <summary>Small journals whose records follow from their sequence alone, and what the tests ask of them.</summary>
internal static class JournalSample
{
    private static readonly ConcurrentDictionary<long, byte[]> Dense = new(), Nasty = new();

    internal static JournalOptions Options { get; } = new() { EngineVersion = "0.1.0+test", SegmentBytes = 1024, BufferBytes = 1024 };

    internal static JournalRecordKind KindOf(long sequence) => (sequence % 7) switch
    {
        3 => JournalRecordKind.StateHash,
        6 => JournalRecordKind.Snapshot,
        _ => JournalRecordKind.Command,
    };

    /// <summary>Bytes without zeros, so that every flipped bit of an unfinished last group can be told from space that was never written.</summary>
    internal static byte[] DensePayload(long sequence) => Dense.GetOrAdd(sequence, MakeDense);

    /// <summary>Payloads of all lengths that are made to confuse: blank sectors, end marks of seals.</summary>
    internal static byte[] NastyPayload(long sequence) => Nasty.GetOrAdd(sequence, MakeNasty);

    internal static JournalWriter AppendAll(this JournalWriter writer, long upTo, Func<long, byte[]> payloadOf, int commitEvery = 4)
    {
        while (writer.NextSequence < upTo)
        {
            long sequence = writer.NextSequence;
            Assert.Equal(sequence, writer.Append(KindOf(sequence), payloadOf(sequence)));
            if (sequence % commitEvery == commitEvery - 1) writer.Commit();
        }
        return writer;
    }

    /// <summary>Several segments, closed cleanly.</summary>
    internal static MemoryFolder Closed(long records = 40)
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, Options);
        writer.AppendAll(records, DensePayload);
        return folder;
    }

    /// <summary>Several segments as a crash just after a commit leaves them.</summary>
    internal static MemoryFolder Crashed(long records = 40)
    {
        MemoryFolder folder = new();
        using JournalWriter writer = JournalWriter.Create(folder, Options);
        writer.AppendAll(records, DensePayload).Commit();
        return folder.Copy();
    }

    /// <summary>Reads to the end and checks each record; returns how many there are.</summary>
    internal static long ReadAll(this JournalReader reader, Func<long, byte[]> payloadOf)
    {
        long count = 0;
        while (reader.TryRead(out JournalRecord record))
        {
            Assert.Equal(count, record.Sequence);
            Assert.Equal(KindOf(count), record.Kind);
            Assert.True(record.Payload.SequenceEqual(payloadOf(count)), $"record {count} is not what was appended");
            count++;
        }
        Assert.Equal(count, reader.NextSequence);
        return count;
    }

    internal static long ReadAll(this IJournalFolder folder, Func<long, byte[]> payloadOf)
    {
        using JournalReader reader = new(folder);
        return reader.ReadAll(payloadOf);
    }

    internal static ulong Draw(long sequence, ulong index) => Philox.Draw(0x5350_494C, (ulong)sequence, index).Low;

    private static byte[] MakeDense(long sequence)
    {
        byte[] payload = new byte[LengthOf(sequence, 90)];
        for (int index = 0; index < payload.Length; index++) payload[index] = (byte)(Draw(sequence, (ulong)index) % 255 + 1);
        return payload;
    }

    private static byte[] MakeNasty(long sequence)
    {
        byte[] payload = new byte[LengthOf(sequence, 2500)];
        switch (Draw(sequence, 1) % 4)
        {
            case 0:
                break;
            case 1:
                for (int at = 0; at + SealRecord.MarkBytes <= payload.Length; at += SealRecord.MarkBytes)
                    SealRecord.Mark.CopyTo(payload.AsSpan(at));
                break;
            case 2 when payload.Length >= 1600:
                SealRecord.Mark.CopyTo(payload.AsSpan(payload.Length / 2 & ~7));
                break;
            default:
                for (int at = 0; at < payload.Length; at++) payload[at] = (byte)(Draw(sequence, (ulong)at) & 0xFF);
                break;
        }
        return payload;
    }

    private static int LengthOf(long sequence, ulong below) =>
        KindOf(sequence) == JournalRecordKind.StateHash ? StateHash.Size : (int)(Draw(sequence, ulong.MaxValue) % below);
}

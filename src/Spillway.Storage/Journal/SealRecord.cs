using System.Buffers.Binary;

namespace Spillway.Storage;

/// <summary>The record that closes a group: the hash of the chain, the bytes of the group, and a mark that ends every commit.</summary>
/// <remarks>A seal of an empty group is written on a clean close only: it confirms the group before it.</remarks>
internal readonly ref struct SealRecord(long sequence, ReadOnlySpan<byte> hash, long groupBytes)
{
    internal const int Size = RecordHeader.Size + PayloadBytes;
    internal const int PayloadBytes = HashChain.HashBytes + 8 + MarkBytes;
    internal const int MarkBytes = 8;

    /// <summary>Sequence of the next record: all below it are sealed.</summary>
    internal long Sequence { get; } = sequence;

    internal ReadOnlySpan<byte> Hash { get; } = hash;

    /// <summary>Bytes of the records of the group, before this seal.</summary>
    internal long GroupBytes { get; } = groupBytes;

    /// <summary>The last bytes of every commit, none of them zero: where they are missing, the write did not reach its end.</summary>
    internal static ReadOnlySpan<byte> Mark => "SEALED\r\n"u8;

    internal void Write(Span<byte> record)
    {
        Span<byte> payload = stackalloc byte[PayloadBytes];
        Hash.CopyTo(payload);
        BinaryPrimitives.WriteInt64LittleEndian(payload[HashChain.HashBytes..], GroupBytes);
        Mark.CopyTo(payload[^MarkBytes..]);
        RecordHeader.WriteRecord(record, JournalRecordKind.Seal, Sequence, payload);
    }

    /// <summary>Reads a seal whose checksums hold and that ends with its mark.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> record, out SealRecord seal)
    {
        seal = default;
        if (!RecordHeader.TryRead(record, out RecordHeader header)) return false;
        if (header.Kind != JournalRecordKind.Seal || header.PayloadBytes != PayloadBytes || record.Length < Size || !header.Matches(record)) return false;
        ReadOnlySpan<byte> payload = record[RecordHeader.Size..Size];
        if (!payload[^MarkBytes..].SequenceEqual(Mark)) return false;
        seal = new SealRecord(header.Sequence, payload[..HashChain.HashBytes], BinaryPrimitives.ReadInt64LittleEndian(payload[HashChain.HashBytes..]));
        return true;
    }
}

using System.Buffers.Binary;

namespace Spillway.Storage;

/// <summary>The 24 bytes before each payload; the byte table is in docs/journal-format.md.</summary>
/// <remarks>
/// The header has a checksum of its own, so a length is trusted before it is followed: damage never costs memory,
/// nor is a flipped length taken for a torn write.
/// </remarks>
internal readonly record struct RecordHeader(int PayloadBytes, JournalRecordKind Kind, long Sequence, uint PayloadCrc)
{
    internal const int Size = 24;
    internal const int MaximumPayloadBytes = 1 << 30;

    /// <summary>A group is one full buffer or one large record.</summary>
    internal const long MaximumGroupBytes = MaximumPayloadBytes + (64 << 20);

    private const int KindAt = 4, SequenceAt = 8, PayloadCrcAt = 16, HeaderCrcAt = 20;

    /// <summary>Bytes of header, payload and padding.</summary>
    internal int RecordBytes => BytesFor(PayloadBytes);

    internal static int BytesFor(int payloadBytes) => Size + PaddedTo8(payloadBytes);

    internal static int PaddedTo8(int bytes) => (bytes + 7) & ~7;

    /// <summary>Writes header, payload and padding.</summary>
    internal static void WriteRecord(Span<byte> record, JournalRecordKind kind, long sequence, ReadOnlySpan<byte> payload)
    {
        Span<byte> padded = record.Slice(Size, PaddedTo8(payload.Length));
        padded[payload.Length..].Clear();
        payload.CopyTo(padded);
        new RecordHeader(payload.Length, kind, sequence, Crc32C.Of(padded)).Write(record);
    }

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, PayloadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[KindAt..], (uint)Kind);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[SequenceAt..], Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[PayloadCrcAt..], PayloadCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[HeaderCrcAt..], Crc32C.Of(bytes[..HeaderCrcAt]));
    }

    /// <summary>Reads a header that is known to be sound.</summary>
    internal static RecordHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (JournalRecordKind)BinaryPrimitives.ReadUInt32LittleEndian(bytes[KindAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[SequenceAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[PayloadCrcAt..]));

    /// <summary>Reads a header whose checksum holds.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out RecordHeader header)
    {
        header = default;
        if (bytes.Length < Size) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeaderCrcAt..]) != Crc32C.Of(bytes[..HeaderCrcAt])) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[KindAt..]) is 0 or > (uint)JournalRecordKind.RevealedSecret) return false;
        header = Read(bytes);
        return header.PayloadBytes is >= 0 and <= MaximumPayloadBytes;
    }

    internal bool Matches(ReadOnlySpan<byte> record) => Crc32C.Of(record[Size..RecordBytes]) == PayloadCrc;
}

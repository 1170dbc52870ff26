using System.Buffers.Binary;
using System.Text;

namespace Spillway.Storage;

/// <summary>The first 128 bytes of a segment file; the byte table is in docs/journal-format.md.</summary>
/// <remarks>The first 16 bytes keep their meaning in every version and have their own checksum: damage is never mistaken for a newer format.</remarks>
internal sealed record SegmentHeader(uint Version, long Number, long FirstSequence, byte[] Chain, string EngineVersion)
{
    internal const int Size = 128;
    internal const int EngineVersionBytes = CrcAt - EngineVersionAt;

    /// <summary>Format of a journal without encrypted records, and of one that may hold them.</summary>
    internal const uint PlainVersion = 1, SecretVersion = 2;

    internal const int NumberAt = 16, SequenceAt = 24, ChainAt = 32;
    private const int VersionAt = 8, PrologueCrcAt = 12, EngineVersionAt = 64, CrcAt = 116, TrailerAt = 120;

    private static ReadOnlySpan<byte> Magic => "SPILLJRN"u8;

    /// <summary>Ends the header, so that a header cut short by a crash is told from a damaged one.</summary>
    private static ReadOnlySpan<byte> Trailer => "HEADER\r\n"u8;

    internal void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[VersionAt..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[PrologueCrcAt..], Crc32C.Of(bytes[..PrologueCrcAt]));
        BinaryPrimitives.WriteInt64LittleEndian(bytes[NumberAt..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[SequenceAt..], FirstSequence);
        Chain.CopyTo(bytes[ChainAt..]);
        Encoding.UTF8.GetBytes(EngineVersion, bytes[EngineVersionAt..CrcAt]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CrcAt..], Crc32C.Of(bytes[NumberAt..CrcAt]));
        Trailer.CopyTo(bytes[TrailerAt..]);
    }

    /// <summary>What is wrong with the bytes of a header and where in it; null when nothing is. The body of an unknown version is not judged.</summary>
    internal static string? Fault(ReadOnlySpan<byte> bytes, out int at)
    {
        at = 0;
        if (bytes.Length < Size) return $"the file ends inside its header of {Size} bytes";
        if (!bytes.StartsWith(Magic)) return "the file does not begin with the mark of a journal segment";
        if (ReadUInt32(bytes, PrologueCrcAt) != Crc32C.Of(bytes[..PrologueCrcAt])) return "the checksum of the first 12 bytes does not hold";
        if (!IsKnown(VersionOf(bytes))) return null;
        at = NumberAt;
        if (ReadUInt32(bytes, CrcAt) != Crc32C.Of(bytes[NumberAt..CrcAt])) return "the checksum of the header does not hold";
        at = TrailerAt;
        return IsWhole(bytes) ? null : "the header does not end with its mark";
    }

    internal static bool IsKnown(uint version) => version is PlainVersion or SecretVersion;

    internal static uint VersionOf(ReadOnlySpan<byte> bytes) => ReadUInt32(bytes, VersionAt);

    /// <summary>Reads a header without fault.</summary>
    internal static SegmentHeader Read(ReadOnlySpan<byte> bytes) => new(
        VersionOf(bytes),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[NumberAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[SequenceAt..]),
        bytes[ChainAt..EngineVersionAt].ToArray(),
        Encoding.UTF8.GetString(bytes[EngineVersionAt..CrcAt].TrimEnd((byte)0)));

    /// <summary>Whether a header was written to its end, right or wrong.</summary>
    internal static bool IsWhole(ReadOnlySpan<byte> bytes) => bytes.Length >= Size && bytes[TrailerAt..Size].SequenceEqual(Trailer);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}

using System.Buffers.Binary;
using System.Numerics;

namespace Spillway.Storage;

/// <summary>CRC-32C (Castagnoli), as in iSCSI (RFC 3720), by the instruction of the processor where it has one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of the bytes.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(uint.MaxValue, bytes);

    /// <summary>The checksum of two spans as if they were one.</summary>
    internal static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Continue(Continue(uint.MaxValue, first), second);

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte single in bytes) crc = BitOperations.Crc32C(crc, single);
        return crc;
    }
}

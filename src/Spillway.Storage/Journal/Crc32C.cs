using System.Numerics;
using System.Runtime.InteropServices;

namespace Spillway.Storage;

/// <summary>CRC-32C (Castagnoli), the instruction of the processor where it has one. Check value of "123456789": 0xE3069283 (RFC 3720, B.4).</summary>
internal static class Crc32C
{
    /// <summary>The checksum of the bytes.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(uint.MaxValue, bytes);

    /// <summary>The checksum of two spans as if they were one.</summary>
    internal static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Continue(Continue(uint.MaxValue, first), second);

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : Reverse(word));
        foreach (byte single in bytes[(bytes.Length & ~7)..]) crc = BitOperations.Crc32C(crc, single);
        return crc;
    }

    private static ulong Reverse(ulong word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
}

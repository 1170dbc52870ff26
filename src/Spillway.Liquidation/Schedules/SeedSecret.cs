using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Spillway.Liquidation;

/// <summary>32 bytes, as four big-endian words: a secret that schedules are drawn from, or the SHA-256 that commits to one.</summary>
/// <param name="A">Bytes 0 – 7.</param>
/// <param name="B">Bytes 8 – 15.</param>
/// <param name="C">Bytes 16 – 23.</param>
/// <param name="D">Bytes 24 – 31.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SeedSecret(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Bytes of a secret, and of its commitment.</summary>
    public const int Size = 32;

    /// <summary>SHA-256 of the 32 bytes: what is published before the secret.</summary>
    public SeedSecret Commitment()
    {
        Span<byte> bytes = stackalloc byte[Size], digest = stackalloc byte[Size];
        CopyTo(bytes);
        SHA256.HashData(bytes, digest);
        return new SeedSecret(Word(digest, 0), Word(digest, 1), Word(digest, 2), Word(digest, 3));
    }

    /// <summary>Key of the draws of one case: the first 8 bytes of SHA-256(secret ‖ account ‖ case), numbers as 4 bytes, big-endian.</summary>
    /// <remarks>One case tells nothing of another, even to somebody who could invert the generator.</remarks>
    public ulong KeyOf(int account, int liquidation)
    {
        Span<byte> bytes = stackalloc byte[Size + 8], digest = stackalloc byte[Size];
        CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[Size..], account);
        BinaryPrimitives.WriteInt32BigEndian(bytes[(Size + 4)..], liquidation);
        SHA256.HashData(bytes, digest);
        return Word(digest, 0);
    }

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";

    private void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], D);
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int word) => BinaryPrimitives.ReadUInt64BigEndian(bytes[(8 * word)..]);
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Spillway.Core;

/// <summary>SHA-256 over the canonical bytes of the state. Equal hashes mean equal states, on every run and machine.</summary>
public readonly record struct StateHash(UInt128 High, UInt128 Low)
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    /// <summary>Reads a hash from its 32 bytes.</summary>
    public static StateHash FromBytes(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt128BigEndian(bytes),
        BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    /// <summary>Writes the 32 bytes of the hash.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
    }

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public override string ToString() => $"{High:x32}{Low:x32}";

    /// <summary>Hashes state as it is written.</summary>
    public sealed class Sink : IStateSink, IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        /// <inheritdoc/>
        public void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

        /// <summary>The hash of all that was written; starts over.</summary>
        public StateHash Finish()
        {
            Span<byte> digest = stackalloc byte[Size];
            hash.GetHashAndReset(digest);
            return FromBytes(digest);
        }

        /// <inheritdoc/>
        public void Dispose() => hash.Dispose();
    }
}

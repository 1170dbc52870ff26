using System.Security.Cryptography;
using System.Text;

namespace Spillway.Storage;

/// <summary>The hash chain of a journal: each seal holds SHA-256 of (hash of the seal before ‖ record bytes since it).</summary>
internal sealed class HashChain : IDisposable
{
    internal const int HashBytes = 32;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] current = new byte[HashBytes];

    internal HashChain(ReadOnlySpan<byte> start)
    {
        start.CopyTo(current);
        hash.AppendData(current);
    }

    /// <summary>Hash of the last seal, or the start of the chain.</summary>
    internal ReadOnlySpan<byte> Current => current;

    /// <summary>Where a chain starts: the hash of the engine version, so that not even that can be exchanged.</summary>
    internal static byte[] Start(string engineVersion) => SHA256.HashData(Encoding.UTF8.GetBytes(engineVersion));

    internal void Append(ReadOnlySpan<byte> records) => hash.AppendData(records);

    /// <summary>Closes the group of what was appended and makes its hash <see cref="Current"/>.</summary>
    internal void Seal()
    {
        hash.GetHashAndReset(current);
        hash.AppendData(current);
    }

    /// <summary>Closes the group if its hash is the expected one; otherwise <see cref="Current"/> stays and the chain is of no more use.</summary>
    internal bool TrySeal(ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[HashBytes];
        hash.GetHashAndReset(found);
        if (!found.SequenceEqual(expected)) return false;
        found.CopyTo(current);
        hash.AppendData(current);
        return true;
    }

    public void Dispose() => hash.Dispose();
}

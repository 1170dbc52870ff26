using System.Buffers;
using Spillway.Core;

namespace Spillway.Storage;

/// <summary>Keeps the canonical state in memory: a snapshot.</summary>
public sealed class ByteSink : IStateSink
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 16);

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Bytes => buffer.WrittenSpan;

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);
}

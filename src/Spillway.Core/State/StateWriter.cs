using System.Runtime.InteropServices;

namespace Spillway.Core;

/// <summary>Writes state as canonical little-endian bytes. What is written here is what is hashed, saved and restored: one description for all three.</summary>
/// <remarks>Not thread-safe. <see cref="Flush"/> must be called at the end.</remarks>
public sealed class StateWriter(IStateSink sink)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int used;

    /// <summary>Writes one value without padding inside (integers, id and unit types).</summary>
    public void Write<T>(T value)
        where T : unmanaged => WriteBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Writes the count, then the rows of a column.</summary>
    public void WriteColumn<T>(ReadOnlySpan<T> rows)
        where T : unmanaged
    {
        Write(rows.Length);
        WriteBytes(MemoryMarshal.AsBytes(rows));
    }

    /// <summary>Hands what is buffered to the sink.</summary>
    public void Flush()
    {
        if (used == 0) return;
        sink.Append(buffer.AsSpan(0, used));
        used = 0;
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > buffer.Length - used) Flush();
        if (bytes.Length > buffer.Length)
        {
            sink.Append(bytes);
            return;
        }
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }
}

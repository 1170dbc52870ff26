using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Spillway.Core;

/// <summary>Reads back what a <see cref="StateWriter"/> wrote, in the same order.</summary>
/// <remarks>Every length is checked before memory is taken, so a damaged snapshot is an <see cref="InvalidStateException"/>, never a crash.</remarks>
public ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>Reads one value.</summary>
    public T Read<T>()
        where T : unmanaged
    {
        ReadOnlySpan<byte> taken = Take(Unsafe.SizeOf<T>());
        return MemoryMarshal.Read<T>(taken);
    }

    /// <summary>Reads a column into an array of at least <paramref name="capacity"/> rows and tells how many there were.</summary>
    public T[] ReadColumn<T>(out int count, int capacity = 0)
        where T : unmanaged
    {
        count = Read<int>();
        if (count < 0) throw new InvalidStateException($"a column claims {count} rows");
        int width = Unsafe.SizeOf<T>();
        if (count > rest.Length / width) throw new InvalidStateException($"a column claims {count} rows, {rest.Length / width} are left");
        T[] rows = new T[Math.Max(count, capacity)];
        MemoryMarshal.Cast<byte, T>(Take(count * width)).CopyTo(rows);
        return rows;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length) throw new InvalidStateException($"{length} bytes wanted, {rest.Length} are left");
        ReadOnlySpan<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}

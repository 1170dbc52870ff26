using System.Diagnostics;
using Spillway.Engine;

namespace Spillway.Benchmarks.Durability;

/// <summary>A bounded queue from one thread to another. The first one never waits for the second: it is told that there is no room.</summary>
internal sealed class CommandRing(int capacity)
{
    private readonly Command[] commands = new Command[capacity]; // a power of two
    private readonly long[] stamps = new long[capacity];
    private Counter taken, offered;

    /// <summary>Hands a command over.</summary>
    /// <returns>False without room.</returns>
    public bool TryOffer(in Command command)
    {
        long at = offered.Value;
        if (at - Volatile.Read(ref taken.Value) == commands.Length) return false;
        commands[at & (commands.Length - 1)] = command;
        stamps[at & (commands.Length - 1)] = Stopwatch.GetTimestamp();
        Volatile.Write(ref offered.Value, at + 1);
        return true;
    }

    /// <summary>How many are waiting, the first of them at <paramref name="from"/>.</summary>
    public int Waiting(out long from)
    {
        from = taken.Value;
        return (int)(Volatile.Read(ref offered.Value) - from);
    }

    public ref readonly Command At(long place) => ref commands[place & (commands.Length - 1)];

    /// <summary>When it was handed over, ticks of <see cref="Stopwatch"/>.</summary>
    public long StampAt(long place) => stamps[place & (commands.Length - 1)];

    /// <summary>Gives the room of the first ones back.</summary>
    public void Take(int count) => Volatile.Write(ref taken.Value, taken.Value + count);

    // On a cache line of its own, or each thread would slow the other one down.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 128)]
    private struct Counter
    {
        [System.Runtime.InteropServices.FieldOffset(64)]
        public long Value;
    }
}

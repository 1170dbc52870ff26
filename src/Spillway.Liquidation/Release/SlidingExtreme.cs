using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Largest value of the last W seconds, in constant time: a monotonic queue of one candidate a second.</summary>
/// <remarks>A value leaves when its second is W seconds old. Memory grows to at most W + 1 candidates and is then reused.</remarks>
internal sealed class SlidingExtreme
{
    private long[] seconds = new long[16];
    private long[] values = new long[16];
    private int head, count;

    /// <summary>Whether there is any value in the window.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Candidates kept.</summary>
    public int Count => count;

    /// <summary>The largest value; the window must not be empty.</summary>
    public long Largest => values[head];

    /// <summary>Takes a value observed in a second; seconds never go back.</summary>
    public void Add(long second, long value, int windowSeconds)
    {
        while (count > 0 && seconds[head] <= second - windowSeconds) Drop();
        while (count > 0 && values[Slot(count - 1)] <= value) count--;
        if (count > 0 && seconds[Slot(count - 1)] == second) return; // leaves together with a larger one
        if (count == seconds.Length) Grow();
        seconds[Slot(count)] = second;
        values[Slot(count)] = value;
        count++;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => (head, count) = (0, 0);

    /// <summary>Whether the candidates can be: seconds rise up to now, values fall and stay within bounds.</summary>
    public bool IsPossible(long nowSecond, long least, long most)
    {
        for (int i = 0; i < count; i++)
        {
            (long second, long value) = (seconds[Slot(i)], values[Slot(i)]);
            if (second < 0 || second > nowSecond || value < least || value > most) return false;
            if (i > 0 && (second <= seconds[Slot(i - 1)] || value >= values[Slot(i - 1)])) return false;
        }
        return true;
    }

    public void Save(StateWriter writer)
    {
        writer.Write(count);
        for (int i = 0; i < count; i++)
        {
            writer.Write(seconds[Slot(i)]);
            writer.Write(values[Slot(i)]);
        }
    }

    public static SlidingExtreme Restore(ref StateReader reader)
    {
        SlidingExtreme window = new();
        int candidates = reader.Read<int>();
        if (candidates is < 0 or > 100_000) throw new InvalidStateException($"a window claims {candidates} candidates");
        while (window.seconds.Length < candidates) window.Grow();
        for (int i = 0; i < candidates; i++)
        {
            window.seconds[i] = reader.Read<long>();
            window.values[i] = reader.Read<long>();
        }
        window.count = candidates;
        return window;
    }

    private int Slot(int position) => (head + position) & (seconds.Length - 1);

    private void Drop()
    {
        head = Slot(1);
        count--;
    }

    private void Grow()
    {
        (long[] oldSeconds, long[] oldValues) = (seconds, values);
        (seconds, values) = (new long[oldSeconds.Length * 2], new long[oldSeconds.Length * 2]);
        for (int i = 0; i < count; i++)
        {
            int from = (head + i) & (oldSeconds.Length - 1);
            (seconds[i], values[i]) = (oldSeconds[from], oldValues[from]);
        }
        head = 0;
    }
}

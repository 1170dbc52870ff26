using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Sum of the amounts of the last W seconds, in constant time: one bucket a second.</summary>
internal sealed class SlidingSum
{
    private readonly Queue<(long Second, long Amount)> buckets = new();
    private long lastSecond = long.MinValue, lastAmount;

    /// <summary>Sum over the window as of the last call.</summary>
    public long Total { get; private set; }

    /// <summary>Adds an amount in a second and lets what is W seconds old go; seconds never go back.</summary>
    public void Add(long second, long amount, int windowSeconds)
    {
        if (second != lastSecond)
        {
            if (lastAmount != 0) buckets.Enqueue((lastSecond, lastAmount));
            (lastSecond, lastAmount) = (second, 0);
        }
        lastAmount += amount;
        Total += amount;
        while (buckets.TryPeek(out var oldest) && oldest.Second <= second - windowSeconds)
        {
            Total -= oldest.Amount;
            buckets.Dequeue();
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        buckets.Clear();
        (lastSecond, lastAmount, Total) = (long.MinValue, 0, 0);
    }

    /// <summary>Whether the buckets can be: seconds rise up to now, amounts are within bounds and add up.</summary>
    public bool IsPossible(long nowSecond, long most)
    {
        if (lastAmount < 0 || lastAmount > most || lastSecond > nowSecond) return false;
        long before = long.MinValue;
        Int128 sum = lastAmount; // what was read back may add up to anything
        foreach ((long second, long amount) in buckets)
        {
            if (second <= before || second >= lastSecond || amount < 0 || amount > most) return false;
            (before, sum) = (second, sum + amount);
        }
        return sum == Total;
    }

    public void Save(StateWriter writer)
    {
        writer.Write(lastSecond);
        writer.Write(lastAmount);
        writer.Write(Total);
        writer.Write(buckets.Count);
        foreach ((long second, long amount) in buckets)
        {
            writer.Write(second);
            writer.Write(amount);
        }
    }

    public static SlidingSum Restore(ref StateReader reader)
    {
        SlidingSum sum = new() { lastSecond = reader.Read<long>(), lastAmount = reader.Read<long>(), Total = reader.Read<long>() };
        int count = reader.Read<int>();
        if (count is < 0 or > 100_000) throw new InvalidStateException($"a sum claims {count} buckets");
        for (int i = 0; i < count; i++) sum.buckets.Enqueue((reader.Read<long>(), reader.Read<long>()));
        return sum;
    }
}

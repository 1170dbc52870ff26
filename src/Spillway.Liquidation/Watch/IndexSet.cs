namespace Spillway.Liquidation;

/// <summary>A set of small numbers, emptied at each use: in the order of arrival while it is small, ascending once it is large, so that a burst walks memory in order.</summary>
/// <remarks>4 B a member and 1 bit for every possible one. Nothing is allocated once it has held its largest number of members.</remarks>
internal sealed class IndexSet
{
    // From one in so many on, reading all bits in order costs less than jumping about in memory.
    private const int Dense = 64;

    private ulong[] bits = [];
    private int[] members = [];

    /// <summary>Number of members.</summary>
    public int Count { get; private set; }

    /// <summary>The members, in the order of arrival unless <see cref="Arrange"/> has put them in ascending order.</summary>
    public ReadOnlySpan<int> Members => members.AsSpan(0, Count);

    /// <summary>Makes room for numbers from zero up to a bound.</summary>
    public void Reserve(int bound)
    {
        int words = (bound + 63) / 64;
        if (words > bits.Length) Array.Resize(ref bits, Math.Max(words, 2 * bits.Length));
    }

    public bool Contains(int index) => index / 64 < bits.Length && (bits[index / 64] >> (index % 64) & 1) != 0;

    /// <summary>Adds a number below the bound; nothing happens if it is a member.</summary>
    public void Add(int index)
    {
        ulong bit = 1UL << (index % 64);
        ref ulong word = ref bits[index / 64];
        if ((word & bit) != 0) return;
        word |= bit;
        if (Count == members.Length) Array.Resize(ref members, Math.Max(64, 2 * Count));
        members[Count++] = index;
    }

    /// <summary>Takes the member at a position out; the last one takes its place.</summary>
    public void RemoveAt(int position)
    {
        bits[members[position] / 64] &= ~(1UL << (members[position] % 64));
        members[position] = members[--Count];
    }

    /// <summary>Takes a number out, if it is a member. Work proportional to the members: for small sets.</summary>
    public bool Remove(int index)
    {
        if (!Contains(index)) return false;
        RemoveAt(Members.IndexOf(index));
        return true;
    }

    /// <summary>Takes a number out if it is among the last few that were added: all that is worth looking for in a large set.</summary>
    public bool RemoveRecent(int index)
    {
        const int recent = 8;
        if (!Contains(index)) return false;
        for (int position = Count - 1; position >= Math.Max(0, Count - recent); position--)
        {
            if (members[position] != index) continue;
            RemoveAt(position);
            return true;
        }
        return false;
    }

    /// <summary>Puts the members in ascending order if they are many.</summary>
    public void Arrange()
    {
        if (Count < bits.Length * 64 / Dense) return;
        int next = 0;
        for (int word = 0; word < bits.Length; word++)
        {
            for (ulong left = bits[word]; left != 0; left &= left - 1) members[next++] = (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(left);
        }
    }

    public void Clear()
    {
        foreach (int index in Members) bits[index / 64] = 0;
        Count = 0;
    }
}

using System.Numerics;
using Spillway.Core;

namespace Spillway.Markets;

/// <summary>The price levels of one side of a book and the order among the occupied ones. Derived from the order table, never saved.</summary>
/// <remarks>
/// Prices are grouped into pages of 256 ticks; a page exists while one of its levels is occupied, and comes from and goes back to a pool. Finding the next
/// occupied price looks at no more than four bitmap words of the page and then at the neighbour in the sorted list of pages. Each side has
/// a ladder of its own, so while an auction collects orders the sides may overlap. Cost: O(1) at a page that was used lately, else O(log pages);
/// a page that comes or goes moves a part of the sorted list, at most 8 B a page.
/// </remarks>
internal sealed class PriceLadder(int maxPages)
{
    public const int PageShift = 8;
    private const int PageTicks = 1 << PageShift;
    private const int WordsShift = PageShift - 6;
    private const int IndexBits = 16; // of a key: page number above, index in the pool below
    private const int RecentMask = 63;
    private const int InitialPages = 3; // a side near the touch lies on two, and on a third while it moves

    private readonly long[] recent = NoKeys(); // direct-mapped by page number: spares the binary search
    private long[] keys = new long[InitialPages]; // of the live pages, rising
    private PriceLevel[] levels = new PriceLevel[InitialPages * PageTicks];
    private ulong[] occupied = new ulong[InitialPages << WordsShift]; // one bit a level
    private int[] occupiedInPage = new int[InitialPages];
    private int[] freePages = new int[InitialPages]; // a stack of pages given back
    private int freeCount;
    private int opened; // pages of the pool that were ever in use

    /// <summary>Pages with at least one occupied level.</summary>
    public int Pages { get; private set; }

    public ref PriceLevel this[int level] => ref levels[level];

    /// <summary>The level of a price, −1 when its page does not exist.</summary>
    public int Find(long ticks)
    {
        long number = ticks >> PageShift;
        long key = recent[number & RecentMask];
        if (key >> IndexBits != number)
        {
            int position = PositionOf(number);
            if (position == Pages || keys[position] >> IndexBits != number) return -1;
            key = keys[position];
            recent[number & RecentMask] = key;
        }
        return LevelOf(key, ticks);
    }

    /// <summary>The level of a price, marked as occupied; opens its page when needed. There must be room.</summary>
    public int Occupy(long ticks)
    {
        int level = Find(ticks);
        if (level < 0) level = LevelOf(Open(ticks >> PageShift), ticks);
        ulong bit = 1UL << level;
        ref ulong word = ref occupied[level >> 6];
        if ((word & bit) != 0) return level;
        word |= bit;
        occupiedInPage[level >> PageShift]++;
        return level;
    }

    /// <summary>Marks a level as empty; closes its page when it was the last one there.</summary>
    public void Vacate(long ticks, int level)
    {
        occupied[level >> 6] &= ~(1UL << level);
        int page = level >> PageShift;
        if (--occupiedInPage[page] == 0) Close(ticks >> PageShift, page);
    }

    /// <summary>The next occupied price above an occupied one, or <paramref name="none"/>.</summary>
    public long Above(long ticks, long none)
    {
        int level = Find(ticks);
        int word = level >> 6;
        int last = word | ((1 << WordsShift) - 1);
        ulong bits = occupied[word] & (ulong.MaxValue - 1 << level); // strictly above: all ones but the lowest, moved to the level
        while (bits == 0 && word < last) bits = occupied[++word];
        if (bits != 0) return ticks - level + (word << 6) + BitOperations.TrailingZeroCount(bits);
        int position = PositionOf(ticks >> PageShift) + 1;
        return position < Pages ? LowestIn(keys[position]) : none;
    }

    /// <summary>The next occupied price below an occupied one, or <paramref name="none"/>.</summary>
    public long Below(long ticks, long none)
    {
        int level = Find(ticks);
        int word = level >> 6;
        int first = word & -(1 << WordsShift);
        ulong bits = occupied[word] & ((1UL << level) - 1);
        while (bits == 0 && word > first) bits = occupied[--word];
        if (bits != 0) return ticks - level + (word << 6) + BitOperations.Log2(bits);
        int position = PositionOf(ticks >> PageShift) - 1;
        return position >= 0 ? HighestIn(keys[position]) : none;
    }

    /// <summary>The lowest occupied price, or <paramref name="none"/>.</summary>
    public long Lowest(long none) => Pages == 0 ? none : LowestIn(keys[0]);

    /// <summary>The highest occupied price, or <paramref name="none"/>.</summary>
    public long Highest(long none) => Pages == 0 ? none : HighestIn(keys[Pages - 1]);

    /// <summary>Whether bitmap, page counts and sorted list agree with the levels; the orders in them are the audit's work.</summary>
    public bool IsConsistent()
    {
        for (int position = 0; position < Pages; position++)
        {
            long key = keys[position];
            if (position > 0 && keys[position - 1] >> IndexBits >= key >> IndexBits) return false;
            int first = LevelOf(key, 0);
            int count = 0;
            for (int level = first; level < first + PageTicks; level++)
            {
                bool marked = (occupied[level >> 6] >> level & 1) != 0;
                if (marked != levels[level].Orders > 0) return false;
                if (marked) count++;
            }
            if (count == 0 || count != occupiedInPage[first >> PageShift]) return false;
        }
        return opened - freeCount == Pages;
    }

    private static long[] NoKeys()
    {
        long[] none = new long[RecentMask + 1];
        Array.Fill(none, -1);
        return none;
    }

    private static int PageOf(long key) => (int)(key & ((1 << IndexBits) - 1));

    private static int LevelOf(long key, long ticks) => (PageOf(key) << PageShift) | (int)(ticks & (PageTicks - 1));

    private long LowestIn(long key)
    {
        int word = PageOf(key) << WordsShift;
        int skipped = 0;
        while (occupied[word] == 0)
        {
            word++;
            skipped += 64;
        }
        return (key >> IndexBits << PageShift) + skipped + BitOperations.TrailingZeroCount(occupied[word]);
    }

    private long HighestIn(long key)
    {
        int word = (PageOf(key) << WordsShift) + (1 << WordsShift) - 1;
        int skipped = PageTicks - 64;
        while (occupied[word] == 0)
        {
            word--;
            skipped -= 64;
        }
        return (key >> IndexBits << PageShift) + skipped + BitOperations.Log2(occupied[word]);
    }

    /// <summary>Position of a page in the sorted list, or where it would be put.</summary>
    private int PositionOf(long number)
    {
        int low = 0;
        int high = Pages;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (keys[middle] >> IndexBits < number) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private long Open(long number)
    {
        if (Pages == maxPages) throw new InvariantException($"an order book opens page {Pages + 1} of {maxPages}");
        if (freeCount == 0 && opened == occupiedInPage.Length) Grow();
        int page = freeCount > 0 ? freePages[--freeCount] : opened++;
        long key = (number << IndexBits) | (uint)page;
        int position = PositionOf(number);
        Array.Copy(keys, position, keys, position + 1, Pages - position);
        keys[position] = key;
        recent[number & RecentMask] = key;
        Pages++;
        return key;
    }

    private void Close(long number, int page)
    {
        int position = PositionOf(number);
        Pages--;
        Array.Copy(keys, position + 1, keys, position, Pages - position);
        if (recent[number & RecentMask] >> IndexBits == number) recent[number & RecentMask] = -1;
        freePages[freeCount++] = page;
    }

    private void Grow()
    {
        int pages = Math.Min(occupiedInPage.Length * 2, Math.Max(maxPages, InitialPages));
        Array.Resize(ref keys, pages);
        Array.Resize(ref occupiedInPage, pages);
        Array.Resize(ref freePages, pages);
        Array.Resize(ref occupied, pages << WordsShift);
        Array.Resize(ref levels, pages << PageShift);
    }
}

namespace Spillway.Liquidation;

/// <summary>Finds the first of many without sorting them: partitions of row numbers around a pivot.</summary>
/// <remarks>Work linear in the rows on average. The order compared by must be total, so that which rows come first never depends on how they were found.</remarks>
internal static class Selection
{
    // Chosen pivots can be led astray; after as many partitions as halving two billion rows takes, what is left is sorted once and halves for certain.
    private const int PartitionsMost = 32;

    /// <summary>Brings the <paramref name="count"/> first rows to the front, in no order.</summary>
    public static void First(Span<int> rows, int count, Comparison<int> compare)
    {
        int low = 0, high = rows.Length, partitions = 0;
        while (low < count && count < high)
        {
            int pivot = Partition(rows, low, high, partitions++, compare);
            if (pivot < count) low = pivot + 1;
            else high = pivot;
        }
    }

    /// <summary>Puts a row between <paramref name="low"/> and <paramref name="high"/> where it belongs, those that come before it ahead of it.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="low">First row in question.</param>
    /// <param name="high">Row after the last one in question; more than <paramref name="low"/>.</param>
    /// <param name="partitions">Partitions of this search so far.</param>
    /// <param name="compare">A total order.</param>
    /// <returns>Where it is now.</returns>
    public static int Partition(Span<int> rows, int low, int high, int partitions, Comparison<int> compare)
    {
        Span<int> part = rows[low..high];
        if (partitions == PartitionsMost) part.Sort(compare);
        int middle = MedianOfThree(part, compare), pivot = part[middle], place = 0;
        (part[middle], part[^1]) = (part[^1], part[middle]);
        for (int i = 0; i < part.Length - 1; i++)
        {
            if (compare(part[i], pivot) >= 0) continue;
            (part[place], part[i]) = (part[i], part[place]);
            place++;
        }
        (part[place], part[^1]) = (part[^1], part[place]);
        return low + place;
    }

    private static int MedianOfThree(Span<int> part, Comparison<int> compare)
    {
        int first = 0, middle = part.Length / 2, last = part.Length - 1;
        if (compare(part[first], part[middle]) > 0) (first, middle) = (middle, first);
        if (compare(part[middle], part[last]) <= 0) return middle;
        return compare(part[first], part[last]) > 0 ? first : last;
    }
}

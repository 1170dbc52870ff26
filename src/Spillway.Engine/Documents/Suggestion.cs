namespace Spillway.Engine;

/// <summary>Helps who mistyped a name: the nearest known one, or all of them if none is near.</summary>
public static class Suggestion
{
    /// <summary>"did you mean …?" or "known are …".</summary>
    public static string For(string word, ReadOnlySpan<string> known)
    {
        string? nearest = null;
        int least = Math.Max(2, word.Length / 3) + 1;
        foreach (string candidate in known)
        {
            bool isCut = word.Length >= 4 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);
            int distance = isCut ? 1 : Distance(word, candidate);
            if (distance < least) (nearest, least) = (candidate, distance);
        }
        return nearest is not null ? $"did you mean \"{nearest}\"?" : $"known are {string.Join(", ", known.ToArray())}";
    }

    // Levenshtein distance, one row at a time. Long words are cut: nobody mistypes a name of 64 letters.
    private static int Distance(string left, string right)
    {
        if (left.Length > 64) left = left[..64];
        Span<int> row = stackalloc int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++) row[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.Length];
    }
}

using System.Globalization;

namespace Spillway.Storage;

/// <summary>Names of the files in a journal folder, and the check that it holds those and nothing else.</summary>
internal static class SegmentName
{
    internal const string Lock = "writer.lock";
    private const string Extension = ".journal";
    private const int Digits = 8;

    internal static string Of(int number) => number.ToString($"D{Digits}", CultureInfo.InvariantCulture) + Extension;

    /// <summary>How many segments the folder holds; they are then numbered from 0 without a gap.</summary>
    /// <exception cref="JournalFolderException">The folder is missing, or holds anything that is not part of one journal.</exception>
    internal static int Count(IJournalFolder folder)
    {
        if (!folder.Exists) throw new JournalFolderException($"{folder.Path} does not exist: give the folder of a journal, or create one.");
        List<int> numbers = [];
        foreach (string name in folder.List())
        {
            if (string.Equals(name, Lock, StringComparison.Ordinal)) continue;
            if (!TryParse(name, out int number))
                throw new JournalFolderException($"{folder.Path} holds {name}, which is no part of a journal: move it away, or give the right folder.");
            numbers.Add(number);
        }
        numbers.Sort();
        for (int expected = 0; expected < numbers.Count; expected++)
        {
            if (numbers[expected] != expected)
                throw new JournalFolderException($"{folder.Path} lacks {Of(expected)} but holds {Of(numbers[expected])}: restore the missing segment.");
        }
        return numbers.Count;
    }

    private static bool TryParse(string name, out int number)
    {
        number = 0;
        return name.Length == Digits + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
